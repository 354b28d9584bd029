import pytest

from hf_mathseq.evaluation.suites import get_suite
from hf_mathseq.experiments import list_experiments, load_experiment
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks.matrix_laws import EIGENVALUE_LAWS

NOISE = "linear_algebra/noise-laptop"


@pytest.mark.parametrize("name", list_experiments())
def test_every_experiment_is_complete_and_says_what_it_is(name):
    experiment = load_experiment(name)
    assert experiment.description
    assert len(experiment.vary) > 2


def test_every_experiment_comes_small_and_as_published():
    names = list_experiments()
    large = [name for name in names if not name.endswith("-laptop")]
    assert sorted([*large, *(f"{name}-laptop" for name in large)]) == names


def test_one_file_takes_over_what_another_says(toy):
    given = load_experiment(toy(like=NOISE, vary=[{"label": "one"}]))
    assert given.recipe == "linear_algebra/transpose-laptop"
    assert load_experiment(NOISE).suite == load_experiment("linear_algebra/noise").suite
    assert load_experiment(NOISE).recipe != load_experiment("linear_algebra/noise").recipe


def test_a_file_that_is_like_itself_is_refused(toy):
    path = toy()
    with pytest.raises(UserError, match="like itself"):
        load_experiment(toy(like=str(path)))


def test_folders_are_plain_names(toy):
    runs = load_experiment(toy()).vary
    assert [run.folder for run in runs] == ["small-ones", "larger-from-small"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"veri": []}, "did you mean 'vary'"),
        ({"vary": []}, "takes a list of runs"),
        ({"vary": [{"label": "a", "setings": {}}]}, "did you mean 'settings'"),
        ({"vary": [{"label": "?"}]}, "needs a label"),
        ({"vary": [{"label": "a b"}, {"label": "A B"}]}, "two runs are called"),
        ({"vary": [{"label": "large", "start": "larg"}]}, "unknown earlier run 'larg'"),
        ({"vary": [{"label": "a", "settings": {"options.dimensio": 3}}]}, "'a': .*'dimension'"),
        ({"settings": {"trainig.max_steps": 3}}, "did you mean 'training'"),
        ({"settings": [3]}, "takes a mapping"),
        ({"recipe": "linear_algebra/transpose-lap"}, "did you mean 'linear_algebra/transpose"),
        ({"suite": "linear_algebra/dimension"}, "did you mean 'linear_algebra/dimensions'"),
        ({"suite": "integration/classic"}, "for models of integration"),
        ({"suite": None}, "names its suite"),
        ({"like": "linear_algebra/nois"}, "did you mean 'linear_algebra/noise'"),
    ],
)
def test_bad_experiments_are_one_line(toy, changes, expected):
    with pytest.raises(UserError, match=expected) as caught:
        load_experiment(toy(**changes))
    assert "\n" not in str(caught.value)


def test_an_unknown_experiment_offers_the_nearest():
    with pytest.raises(UserError, match="did you mean 'linear_algebra/noise"):
        load_experiment("linear_algebra/noises")


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("linear_algebra/eigenvalue-laws", EIGENVALUE_LAWS),
        ("linear_algebra/dimensions", ["5x5 to 15x15"]),
    ],
)
def test_published_figures_stand_beside_the_published_sizes(name, labels):
    experiment = load_experiment(name)
    suite = get_suite(experiment.suite)
    published = [
        run.label
        for run in experiment.vary
        if suite.published_by_tolerance(experiment.recipe_of(run, {}).make_task())
    ]
    assert {*labels} <= {*published}


def test_settings_that_make_all_runs_the_same_are_refused():
    experiment = load_experiment(NOISE)
    assert len(experiment.recipes({"training.max_steps": 5})) == len(experiment.vary)
    with pytest.raises(UserError, match=r"options.noise: all runs of .* would be the same"):
        experiment.recipes({"options.noise": 0.03})
