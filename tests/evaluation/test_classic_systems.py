"""The known answers of classic systems are those that verification finds."""

import pytest

from hf_mathseq.evaluation.suites import get_suite
from hf_mathseq.evaluation.suites.classic_systems import SECTIONS, known_systems
from hf_mathseq.evaluation.suites.distributions import BASE, MORE
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks import data_sets, get_task
from hf_mathseq.verdict import Status

CONFIGS = data_sets()["differential_systems"]


@pytest.fixture(scope="module", params=CONFIGS)
def task(request):
    return get_task(f"differential_systems/{request.param}")


@pytest.fixture(scope="module")
def rows(task):
    return get_suite("differential_systems/classic").rows(task)


@pytest.mark.parametrize("criterion", ["strict", "paper"])
def test_known_answers_are_verified(task, rows, criterion):
    problems = [member.row for member in rows]
    answers = [row["target"].split() for row in problems]
    verdicts = task.verify_many(problems, answers, criterion=criterion)
    judged = zip(problems, verdicts, strict=True)
    assert not [(row, verdict) for row, verdict in judged if verdict.status is not Status.CORRECT]


def test_problems_are_written_in_the_words_of_the_task(task, rows):
    for member in rows:
        assert task.vocabulary.to_tokens(member.row["input_ids"]) == member.row["input"].split()
        assert task.problem_from(tokens=member.row["input"].split())


def test_every_config_has_problems():
    assert set(CONFIGS) <= set(SECTIONS)


def test_systems_are_many_and_different():
    for section, fewest in {"stability": 40, "control": 25, "pde": 20}.items():
        systems = [system for _, system, _ in known_systems(section)]
        assert len(systems) >= fewest
        assert len(set(systems)) == len(systems)


def test_both_answers_occur_often():
    task = get_task("differential_systems/stability")
    rows = [member.row for member in get_suite("differential_systems/classic").rows(task)]
    assert 20 <= sum(row["unstable"] for row in rows) <= len(rows) - 20
    missing = [known["uncontrollable"] for _, _, known in known_systems("control")]
    assert sum(dimension > 0 for dimension in missing) >= 8


@pytest.mark.parametrize("option", [{"target": "dimension"}, {"labels": "reference"}])
def test_options_of_the_model_do_not_change_what_is_known(option):
    task = get_task("differential_systems/controllability", **option)
    rows = [member.row for member in get_suite("differential_systems/classic").rows(task)]
    verdicts = task.verify_many(rows, [row["target"].split() for row in rows])
    assert all(verdict.correct for verdict in verdicts)


def test_models_of_other_data_have_no_classic_systems():
    with pytest.raises(UserError, match="has no problems for integration/bwd"):
        get_suite("differential_systems/classic").rows(get_task("integration/bwd"))


def test_distributions_follow_the_options():
    task = get_task("differential_systems/stability", max_degree=2)
    rows = get_suite("differential_systems/out_of_distribution").rows(task, 12)
    groups: dict[str, list[str]] = {}
    for member in rows:
        groups.setdefault(member.group, []).append(member.row["input"])
    own = task.generate(12, 0, "test")["input"].to_pylist()
    assert groups[BASE] == own
    text = {group: " ".join(inputs) for group, inputs in groups.items()}
    functions = {"exp", "ln", "sin", "cos", "tan", "asin", "acos", "atan"}
    assert functions & set(text[BASE].split())
    assert not functions & set(text["only square roots"].split())
    assert not functions - {"exp", "ln"} & set(text["no trigonometric functions"].split())
    assert not {"exp", "ln"} & set(text["no logarithms, no exponentials"].split())
    shares = [_integer_share(text[f"{percent} % integers"]) for percent in (10, 50, 70)]
    assert shares == sorted(shares)
    assert len(text["2n + 3 to 4n + 2 operators"]) > len(text[BASE])
    degrees = [member.row["degree"] for member in rows if member.group == MORE]
    assert min(degrees) > 2
    assert max(degrees) <= 6


def _integer_share(text):
    words = text.split()
    variables = sum(word.startswith("x") for word in words)
    integers = sum(word.startswith("INT") for word in words)
    return integers / (integers + variables)
