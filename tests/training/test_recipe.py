import pytest
import yaml

from hf_mathseq.modeling.configuration import ModelOptions
from hf_mathseq.options import OptionError
from hf_mathseq.training.recipe import list_recipes, load_recipe, recipe_from

TRANSPOSE = "linear_algebra/transpose-laptop"


@pytest.mark.parametrize("name", list_recipes())
def test_every_recipe_is_complete_and_says_what_it_is(name):
    recipe = load_recipe(name)
    assert recipe.description
    assert recipe.make_task().name == recipe.task
    assert recipe_from(yaml.safe_load(recipe.to_yaml())) == recipe


def test_overrides_are_converted():
    recipe = load_recipe(
        TRANSPOSE,
        {"training.max_steps": "7", "training.learning_rate": "1e-2", "seed": "3"},
    )
    assert recipe.training.max_steps == 7
    assert recipe.training.learning_rate == 0.01
    assert recipe.seed == 3


def test_a_file_is_read(tiny):
    assert load_recipe(tiny, {"options.dimension": "3"}).make_task().config.dimension == 3


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ({"training.max_stepz": "3"}, "did you mean 'max_steps'"),
        ({"trainig": "3"}, "did you mean 'training'"),
        ({"max_steps": "3"}, "did you mean 'training.max_steps'"),
        ({"dimension": "3"}, "did you mean 'options.dimension'"),
        ({"batch_size": "3"}, "'training.batch_size' or 'evaluation.batch_size'"),
        ({"training": "3"}, "takes a mapping"),
        ({"training.max_steps": "many"}, "takes an integer"),
        ({"training.max_steps": "0"}, "must be"),
        ({"training.schedule": "cosin"}, "did you mean 'cosine'"),
        ({"model.encoder_heads": "5"}, "no multiple"),
        ({"options.dimensio": "5"}, "did you mean 'dimension'"),
        ({"task": "linear_algebra/transpos"}, "did you mean 'linear_algebra/transpose'"),
        ({"seed": "x"}, "seed takes an integer"),
        ({"suites": "integration/clasic"}, "did you mean 'integration/classic'"),
        ({"suites": "integration/classic"}, "for models of integration"),
        ({"suites": [3]}, "takes a list of names"),
        ({"start_from": "runs/mine"}, "takes a mapping"),
        ({"start_from.modl": "runs/mine"}, "did you mean 'model'"),
    ],
)
def test_bad_values_are_one_line(overrides, expected):
    with pytest.raises(ValueError, match=expected) as caught:
        load_recipe(TRANSPOSE, overrides)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["[1, 2]", "a: [", "\x00", "task: 3", "!!python/name:os.system {}"]
)
def test_bad_files_are_one_line(tmp_path, text):
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    with pytest.raises(OptionError) as caught:
        load_recipe(path)
    assert "\n" not in str(caught.value)


def test_a_file_in_another_encoding_is_called_so(tmp_path):
    path = tmp_path / "latin.yaml"
    path.write_bytes("description: é".encode("latin-1"))
    with pytest.raises(OptionError, match="not text in UTF-8"):
        load_recipe(path)


def test_an_unknown_recipe_offers_the_nearest():
    with pytest.raises(OptionError, match="did you mean 'integration/bwd-laptop'"):
        load_recipe("integration/bwd-lap")


def test_bart_has_one_width():
    with pytest.raises(OptionError, match="one width"):
        ModelOptions(architecture="bart", encoder_width=32, decoder_width=64)


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, True, "1.5", None, float("inf"), [1]])
def test_seeds_that_a_library_refuses_are_refused_at_once(seed):
    with pytest.raises(OptionError, match="seed takes an integer from 0 to 4294967295"):
        load_recipe(TRANSPOSE, {"seed": seed})


@pytest.mark.parametrize("name", ["adam_beta1", "adam_beta2"])
def test_betas_are_less_than_1(name):
    with pytest.raises(OptionError, match=f"{name} must be less than 1"):
        load_recipe(TRANSPOSE, {f"training.{name}": 1})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: " + "[" * 100_000, "nested more than 100 deep"),
        ("options: " + "{a: " * 200, "nested more than 100 deep"),
        ("options: &a {b: 1}\nmodel: *a\n", r"aliases are not read \(\*a\)"),
        ("options: &a [*a]\n", "aliases"),
    ],
    ids=["open brackets", "open braces", "alias", "cycle"],
)
def test_short_files_that_unfold_are_refused(tmp_path, text, message):
    path = tmp_path / "recipe.yaml"
    path.write_text("task: linear_algebra/transpose\n" + text)
    with pytest.raises(OptionError, match=message):
        load_recipe(path)


def test_one_dimension_replaces_inherited_bounds(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("like: linear_algebra/eigenvalues-to-4x4-laptop\noptions:\n  dimension: 5\n")
    assert load_recipe(path).make_task().options["min_dimension"] == 0
    path.write_text("like: linear_algebra/eigenvalues-to-4x4-laptop\n")
    bounds = load_recipe(path)
    assert bounds.make_task().options["max_dimension"] == 4
    one = load_recipe(path, {"options.dimension": 3}).make_task().options
    assert (one["dimension"], one["min_dimension"], one["max_dimension"]) == (3, 0, 0)


def test_a_file_may_be_like_one_beside_it(tmp_path):
    (tmp_path / "base.yaml").write_text("like: quickstart\nseed: 3\n")
    (tmp_path / "child.yaml").write_text("like: base.yaml\n")
    assert load_recipe(tmp_path / "child.yaml").seed == 3
    (tmp_path / "child.yaml").write_text("like: nowhere.yaml\n")
    with pytest.raises(OptionError, match=r"nowhere\.yaml"):
        load_recipe(tmp_path / "child.yaml")
