"""The recipes of published tables: complete, quoted, of lengths that the programs allowed."""

from functools import cache
from importlib.resources import files

import pytest
import yaml

from hf_mathseq.modeling.configuration import model_config
from hf_mathseq.options import OptionError
from hf_mathseq.training.published import SOURCES, Published
from hf_mathseq.training.recipe import list_recipes, load_recipe, recipe_from

PUBLISHED_POSITIONS = 4096  # rows of the position tables of all four programs
QUOTED = ("options", "model", "training", "evaluation", "stop_at")
MUST_SAY = ("learning_rate", "batch_size", "encoder_layers", "encoder_width", "schedule")
SAYS_NOTHING = ("evaluation", "batch_size")  # how many are decoded together changes no answer
OURS = ("log_every", "save_every", "save_dtype", "min_learning_rate")


@cache
def loaded(name):
    return load_recipe(name)


def text_of(name):
    return (files("hf_mathseq.training") / "recipes" / f"{name}.yaml").read_text()


ALL = list_recipes()
FROM_TABLES = [name for name in ALL if "published:" in text_of(name)]


@pytest.mark.parametrize("name", ALL)
def test_hyper_parameters_quote_their_source(name):
    text = text_of(name)
    if "like:" not in text:
        assert all(f"  {key}:" in text for key in MUST_SAY)
    section = ""
    for line in text.splitlines():
        section = section if line.startswith((" ", "#")) else line.partition(":")[0]
        key = line.strip().partition(":")[0]
        whole = name in FROM_TABLES and section in QUOTED and line.startswith("  ")
        said = section in QUOTED and key in MUST_SAY and (section, key) != SAYS_NOTHING
        if (whole and key not in OURS) or said:
            assert "# paper" in line or "# program" in line, line


@pytest.mark.parametrize("name", FROM_TABLES)
def test_rows_of_tables_are_trainable_as_published(name):
    recipe = loaded(name)
    task = recipe.make_task()
    assert model_config(task, recipe.model).mathseq["task"] == recipe.task
    longest = max(task.max_lengths)
    assert longest <= PUBLISHED_POSITIONS
    assert recipe.model.positions == 0 or recipe.model.positions >= longest
    assert recipe.published.row
    assert recipe.published.table
    assert recipe.published.paper in ("1912.01412", "2006.06462", "2112.01898", "2112.03588") or (
        recipe.published.paper == "2211.00170" and "law" in name
    )


def test_every_published_recipe_stands_for_a_row_of_its_own():
    assert set(FROM_TABLES) == {n for n in ALL if n.endswith(("-published", "-program"))} | {
        n for n in ALL if "/paper/" in n
    }
    rows = [(p.paper, p.table, p.row) for p in (loaded(name).published for name in FROM_TABLES)]
    assert len(set(rows)) == len(rows)
    trained = [loaded(name) for name in FROM_TABLES]
    same = [
        (one, other)
        for number, one in enumerate(trained)
        for other in trained[:number]
        if (one.task, one.model) == (other.task, other.model) and one.trains_like(other)
    ]
    assert all(one.published.table != other.published.table for one, other in same)


def test_a_recipe_inherits_settings_but_no_row(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("like: linear_algebra/eigenvalues-published\nmodel: {encoder_layers: 2}\n")
    mine, base = load_recipe(path), load_recipe("linear_algebra/eigenvalues-published")
    assert (mine.model.encoder_layers, mine.model.encoder_width) == (2, base.model.encoder_width)
    assert mine.options == base.options
    assert base.published.figures
    assert mine.published == Published()


def test_a_recipe_that_is_like_itself_is_refused(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(f"like: {path}\n")
    with pytest.raises(OptionError, match="is like itself"):
        load_recipe(path)


def test_what_was_published_does_not_change_the_weights():
    recipe = load_recipe("linear_algebra/eigenvalues-published")
    stored = yaml.safe_load(recipe.to_yaml())
    assert recipe_from(stored) == recipe
    del stored["published"]
    assert recipe_from(stored).trains_like(recipe)


def test_figures_say_how_they_are_known():
    known = Published(figures={"1 %": 98.6}, source="recalled-low").claim()
    assert known == "1 %: 98.6 % (recalled, with low confidence)"
    assert Published().claim() == "figures not known"
    for name in FROM_TABLES:
        published = loaded(name).published
        assert (published.source in SOURCES) == bool(published.figures or published.statement)


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        ({"published.figures": {"1 %": 101}}, "from 0 to 100"),
        ({"published.figures": {"1 %": "much"}}, "from 0 to 100"),
        ({"published.figures": [1]}, "mapping of names"),
        ({"published.figures": {"1 %": 50.0}, "published.source": ""}, "name their source"),
        ({"published.source": "recaled-low"}, "did you mean 'recalled-low'"),
        ({"published.tabel": "1"}, "did you mean 'table'"),
        ({"published.paper": 2112.01898}, "takes text"),
    ],
)
def test_bad_rows_are_one_line(override, expected):
    with pytest.raises(OptionError, match=expected) as caught:
        load_recipe("linear_algebra/transpose-published", override)
    assert "\n" not in str(caught.value)


def test_inverse_square_root_of_the_updates(tmp_path):
    import torch
    from transformers import get_scheduler

    from hf_mathseq.training.arguments import training_arguments

    recipe = load_recipe(
        "differential_systems/controllability-published", {"training.warmup_steps": 10}
    )
    arguments = training_arguments(recipe, tmp_path, processes=1, progress=False)
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule = get_scheduler(arguments.lr_scheduler_type, optimizer, arguments.warmup_steps, 100)
    rates = [schedule.lr_lambdas[0](step) for step in (5, 10, 40, 90)]
    assert rates == pytest.approx([0.5, 1.0, 1 / 2, 1 / 3])
