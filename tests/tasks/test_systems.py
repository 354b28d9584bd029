"""Tasks on systems: published examples, options, balance, and what users may give."""

from pathlib import Path

import numpy as np
import pytest

from hf_mathseq.options import OptionError
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import ProblemError, Status

DATA = Path(__file__).parents[1] / "data" / "differential_systems"
NAMES = ("stability", "convergence_speed", "controllability", "feedback_gain")


def task_of(name, **options):
    return get_task(f"differential_systems/{name}", **options)


def published(name):
    for line in (DATA / f"{name}.counts").read_text().splitlines():
        given, target = line.partition("|")[2].split("\t")
        yield given.split(), target.split()


@pytest.mark.parametrize(
    ("name", "task", "options", "identical", "not_computed"),
    [
        ("stability", "convergence_speed", {}, 29, 1),
        ("stability_balanced", "convergence_speed", {"max_degree": 5}, 20, 0),
        (
            "stability_jacobian",
            "convergence_speed",
            {"precision": 3, "jacobian": True, "jacobian_precision": 1},
            8,
            0,
        ),
        ("control", "controllability", {}, 25, 1),
        ("control_dim", "controllability", {"point": 0.5, "target": "dimension"}, 12, 0),
        ("gram", "feedback_gain", {}, 20, 0),
    ],
)
def test_published_examples(name, task, options, identical, not_computed):
    """Token by token; what is not computed is 0/0 in floating point."""
    task = task_of(task, labels="reference", **options)
    found = []
    for given, target in published(name):
        try:
            row = task.problem_from(tokens=given)
        except ProblemError:
            found.append("not computed")
            continue
        assert task.encode(row)[0] == given
        found.append("identical" if task.computed_answer(row) == target else "different")
    assert found.count("identical") == identical
    assert found.count("not computed") == not_computed
    assert len(found) == identical + not_computed


def test_the_class_of_a_published_speed():
    """The published program reads 1, unstable, from a negative speed; 0 is not unstable."""
    stability = task_of("stability", labels="reference")
    for given, target in published("stability_balanced"):
        row = stability.problem_from(tokens=given)
        assert stability.computed_answer(row) == ["INT+", str(int(target[0] == "FLOAT-"))]
    row = stability.problem_from(["0 - x1", "x0"])
    assert stability.computed_answer(row) == ["INT+", "0"]


def drawn_rows(task, size=64):
    """Return the rows of a small block."""
    task.block_size = size
    return task.table_of(task.draw("train", 0, 0), "train").to_pylist()


@pytest.mark.parametrize("labels", ["clean", "reference"])
@pytest.mark.parametrize("name", NAMES)
def test_answers_follow_from_the_problem(name, labels):
    task = task_of(name, labels=labels)
    for row in drawn_rows(task):
        problem = task.problem_from(tokens=row["input"].split())
        assert task.computed_answer(problem) == row["target"].split()


@pytest.mark.parametrize("name", NAMES)
def test_an_example_does_not_depend_on_what_is_drawn_with_it(name):
    """Batches, numbers of attempts and rejections differ; the first systems are the same."""
    few, many = task_of(name), task_of(name)
    few.block_size, many.block_size = 12, 40
    drawn, more = few.draw("train", 3, 0), many.draw("train", 3, 0)
    assert drawn.inputs.to_text(few.vocabulary).equals(
        more.inputs.to_text(many.vocabulary).slice(0, len(drawn))
    )
    assert list(drawn.row_keys) == list(more.row_keys[: len(drawn)])


@pytest.mark.parametrize("share", [0.5, 0.25, 1.0])
def test_stability_is_balanced_for_each_degree(share):
    task = task_of("stability", max_degree=3, stable_share=share)
    drawn = task.draw("train", 0, 0)
    degrees = np.array(drawn.natural["degree"])
    unstable = np.array(drawn.natural["unstable"])
    assert set(degrees) == {2, 3}
    for degree in (2, 3):
        members = unstable[degrees == degree]
        assert abs(len(members) - 256) < 60
        assert abs((1 - members.mean()) - share) < 0.01


def test_unbalanced_base_rates():
    """Measured on 700 systems of the published program: 17, 4, 5, 1 and 1 % are stable."""
    task = task_of("convergence_speed", labels="reference")
    drawn = [task.draw("train", 0, block) for block in range(4)]
    degrees = np.concatenate([block.natural["degree"] for block in drawn])
    speeds = np.concatenate([block.natural["speed"] for block in drawn])
    assert [round(np.mean(speeds[degrees == n] > 0), 2) for n in (2, 6)] == pytest.approx(
        [0.17, 0.01], abs=0.05
    )


def test_controllability_is_balanced_and_raw_systems_are_not():
    balanced = drawn_rows(task_of("controllability"), 200)
    assert np.mean([row["controllable"] for row in balanced]) == pytest.approx(0.5, abs=0.1)
    raw = drawn_rows(task_of("controllability", controllable_share=-1, labels="reference"), 300)
    assert np.mean([row["controllable"] for row in raw]) > 0.9


def test_other_targets():
    dimension = task_of("controllability", target="dimension", controllable_share=0.0)
    row = drawn_rows(dimension, 16)[3]
    assert row["target"] == f"INT+ {row['uncontrollable']}"
    assert row["uncontrollable"] > 0
    assert not row["controllable"]
    assert dimension.decode(["INT+", "2"]) == 2
    assert dimension.show(2) == "the uncontrollable part has dimension 2"
    both = task_of("feedback_gain", controllable_only=False, labels="reference")
    rows = drawn_rows(both, 200)
    without = [row for row in rows if row["uncontrollable"]]
    assert without
    assert all(row["gain"] == [] for row in without)
    assert all(both.encode(row)[1] == row["target"].split() for row in rows)
    jacobian = task_of("convergence_speed", jacobian=True)
    rows = drawn_rows(jacobian)
    targets = [row["target"].split() for row in rows]
    assert all(target.count("<SPECIAL_6>") == 1 for target in targets)
    statuses = [verdict.status for verdict in jacobian.verify_many(rows, targets)]
    assert Status.INVALID not in statuses


def test_options_change_what_is_drawn():
    task = task_of(
        "convergence_speed",
        functions="sqrt, sin",
        integer_probability=0.7,
        max_integer=3,
        min_length_factor=1,
        max_length_factor=3,
        min_degree=7,
        max_degree=9,
    )
    rows = drawn_rows(task)
    words = {word for row in rows for word in row["input"].split()}
    assert not words & {"exp", "ln", "cos", "tan", "asin", "acos", "atan"}
    assert {"sqrt", "sin", "x8"} <= words
    assert {row["degree"] for row in rows} == {7, 8, 9}
    assert max(len(row["input_ids"]) for row in rows) <= task.max_lengths[0]


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("stability", {"min_degree": 4, "max_degree": 3}, "degrees go from 4 to 3"),
        ("stability", {"functions": "sin,sinh"}, "sinh"),
        ("stability", {"stable_share": -0.5}, "-1 or a share from 0 to 1"),
        ("stability", {"min_length_factor": 2}, "below max_length_factor"),
        ("stability", {"labels": "exact"}, "exact"),
        ("controllability", {"target": "rank"}, "rank"),
        ("controllability", {"controllable_share": 2}, r"\[-1.0, 1.0\]"),
        ("feedback_gain", {"max_degree": 11}, r"\[2, 10\]"),
    ],
)
def test_bad_options(name, options, message):
    with pytest.raises(OptionError, match=message):
        task_of(name, **options)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("stability", ["x0 + x1"], "without controls"),
        ("stability", ["ln(x0 - x0)"], "no gradient at the point"),
        ("stability", ["x0^2"], "unexpected"),
        ("stability", "x' = x + u", "without controls|nothing is said"),
        ("stability", "x' = x + t", "t occurs"),
        ("stability", ["x0"] * 11, "1 to 10 are allowed"),
        ("controllability", ["x1", "x0"], "needs a control"),
        ("controllability", ["sqrt(x0 - 5)", "x2"], "not real"),
        ("feedback_gain", ["exp(exp(exp(9*x2)))", "x2"], "no gradient"),
    ],
)
def test_bad_systems(name, given, message):
    with pytest.raises(ProblemError, match=message) as caught:
        task_of(name).problem_from(given)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "tokens",
    [
        "INT+ 2 <SPECIAL_3> x0",
        "INT+ 1 <SPECIAL_3> x0 <SPECIAL_3>",
        "<SPECIAL_3> x0",
        "INT- 1 <SPECIAL_3> x0",
        "INT+ 1 <SPECIAL_3> + x0",
        "INT+ 1 x0 <SPECIAL_3> x0",
        "INT+ 0",
        "",
    ],
)
def test_malformed_token_systems(tokens):
    with pytest.raises(ProblemError):
        task_of("stability").problem_from(tokens=tokens.split())


def test_a_users_system_is_moved_to_the_published_point():
    task = task_of("convergence_speed")
    row = task.problem_from("x' = x*x - 4*x; y' = x - y at (2, 1)")
    assert task.decode(task.computed_answer(row)) == pytest.approx(0, abs=1e-12)
    row = task.problem_from("x' = x*x - 4*x; y' = x - y at (0, 0)")
    assert task.decode(task.computed_answer(row)) == 1.0
    assert task.show(1.0) == "1"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("stability", "INT+ 2"),
        ("stability", "INT+"),
        ("convergence_speed", "INT+ 1"),
        ("convergence_speed", "FLOAT+ 1 . 0 10^ INT+ 0 x0"),
        ("controllability", "FLOAT+ 1"),
        ("feedback_gain", "INT+ 0 <SPECIAL_6>"),
        ("feedback_gain", "INT+ 0 <SPECIAL_6> FLOAT+ 1 . 0 10^ INT+ 0 <SPECIAL_4>"),
        ("feedback_gain", "INT+ 0 <SPECIAL_6> FLOAT+ 1 I <SPECIAL_5> <SPECIAL_4>"),
        ("feedback_gain", "INT+ 1 <SPECIAL_6> FLOAT+ 1 <SPECIAL_5> <SPECIAL_4>"),
    ],
)
def test_malformed_answers(name, words):
    task = task_of(name)
    with pytest.raises(ProblemError):
        task.decode(words.split())
    example = ["x1" if task.controlled else "1 - x0"]
    verdict = task.verify(task.problem_from(example), words.split())
    assert verdict.status is Status.INVALID


@pytest.mark.parametrize(
    ("name", "options", "shares"),
    [
        ("stability", {}, [0.5, 0.5]),
        ("controllability", {"controllable_share": 0.25}, [0.25, 0.75]),
        ("controllability", {"target": "dimension"}, [0.5]),
    ],
)
def test_answers_that_look_at_no_system_are_right_for_their_class(name, options, shares):
    task = task_of(name, max_degree=3, **options)
    rows = task.generate(40).to_pylist()
    for words, share in zip(task.trivial_answers().values(), shares, strict=True):
        right = sum(verdict.correct for verdict in task.verify_many(rows, [words] * 40))
        assert right == sum(row["target"].split() == words for row in rows)
        assert right / 40 == pytest.approx(share, abs=0.15)
