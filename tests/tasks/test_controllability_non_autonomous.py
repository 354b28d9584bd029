"""The task on controllability in time: data, words, problems of users, verdicts."""

from collections import Counter
from pathlib import Path

import pytest

from hf_mathseq.options import OptionError
from hf_mathseq.tasks.controllability_non_autonomous import NonAutonomousControllability
from hf_mathseq.verdict import ProblemError, Status
from hf_mathseq.verification.system_facts import SystemAtPoint
from hf_mathseq.verification.systems import judge_many
from hf_mathseq.verification.time_controllability import judge_in_time

DATA = Path(__file__).parents[1] / "data" / "differential_systems"


@pytest.fixture(scope="module")
def task():
    return NonAutonomousControllability()


@pytest.fixture(scope="module")
def rows(task):
    return task.generate(60).to_pylist()


def test_published_words_are_read_and_written(task):
    controls = Counter()
    undefined = 0
    for line in (DATA / "control_t.counts").read_text().splitlines():
        problem, target = line.partition("|")[2].split("\t")
        try:
            row = task.problem_from(tokens=problem.split())
        except ProblemError:
            undefined += 1
            continue
        row["controllable"] = target == "INT+ 1"
        assert task.encode(row) == (problem.split(), target.split())
        controls[row["controls"]] += 1
    assert set(controls) == {1}
    # An infinite gradient, a value beyond the range of doubles, and one beside a branch cut.
    assert undefined == 3


def test_examples(task, rows):
    assert {row["degree"] for row in rows} == {2, 3}
    assert {row["point"] for row in rows} == {0.5}
    assert any(f"x{row['degree'] + 1}" in " ".join(row["system"]) for row in rows)
    for row in rows:
        words = row["input"].split(), row["target"].split()
        assert task.encode(row) == words
        assert task.decode(words[1]) == row["controllable"]


def test_both_criteria_accept_the_labels(task, rows):
    targets = [row["target"].split() for row in rows]
    bare = [{k: v for k, v in row.items() if k != "controllable"} for row in rows]
    some = slice(0, 12)
    strict = task.verify_many(bare[some], targets[some])
    assert [verdict.status for verdict in strict] == [Status.CORRECT] * 12
    assert all(verdict.correct for verdict in task.verify_many(bare, targets, criterion="paper"))
    others = [["INT+", "0" if words[1] == "1" else "1"] for words in targets]
    for criterion in ("strict", "paper"):
        verdicts = task.verify_many(bare[some], others[some], criterion=criterion)
        assert [verdict.status for verdict in verdicts] == [Status.INCORRECT] * 12


def test_balance():
    table = NonAutonomousControllability(controllable_share=0.5).draw("train", 0, 0)
    assert sum(table.natural["controllable"].to_pylist()) == len(table) // 2


def test_a_user_writes_time_as_t(task):
    row = task.problem_from("x' = y*t; y' = sin(x) + u at (0, 0)")
    assert (row["degree"], row["controls"]) == (2, 1)
    assert "x3" in row["system"][0]
    verdict = task.verify(row, ["INT+", "1"])
    assert verdict.correct
    assert "rank 2 of 2" in verdict.detail
    stuck = task.problem_from("x' = u; y' = 2*u at (0, 0)")
    assert task.verify(stuck, ["INT+", "0"]).correct


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("x' = y*t; y' = sin(x)", "needs a control"),
        ("x' = 1/(x - y) + u; y' = x*t at (0, 0)", "equation 1 has no gradient"),
        ("x' = t +; y' = u", "missing"),
    ],
)
def test_bad_problems_are_refused_in_one_line(task, given, words):
    with pytest.raises(ProblemError, match=words) as caught:
        task.problem_from(given)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("words", [[], ["INT+"], ["INT+", "2"], ["INT+", "1", "1"], ["x0"], ["²"]])
def test_malformed_answers_are_invalid(task, rows, words):
    for criterion in ("strict", "paper"):
        status = task.verify(rows[0], words, criterion=criterion).status
        assert status is Status.INVALID or (criterion == "paper" and words[:1] == ["INT+"])


def test_there_is_no_dimension_to_write():
    with pytest.raises(OptionError):
        NonAutonomousControllability(target="dimension")


def test_wrong_published_labels_are_found(task):
    # The smallest singular value is 2e-9: above 0, but below the published threshold.
    wrong = "cos + x1 / tan + + x0 / + / sqrt INT- 5 x1 x1 x1 x3 x2"
    lines = [line for line in (DATA / "control_t.counts").read_text().splitlines() if wrong in line]
    assert len(lines) == 1
    problem, target = lines[0].partition("|")[2].split("\t")
    row = task.problem_from(tokens=problem.split())
    assert target == "INT+ 0"
    assert task.verify(row, target.split()).status is Status.INCORRECT
    assert task.verify(row, ["INT+", "1"]).correct


def test_what_cannot_be_decided(task):
    nowhere = SystemAtPoint((("/", 1, "-", "x0", "x1"), ("x2",)), 1, 0.5)

    def judge(system, words):
        return judge_in_time(system, words, 1.0)

    assert judge_many(judge, [nowhere], [["INT+", "1"]])[0].status is Status.UNDECIDED
    long = SystemAtPoint((("+", "sin", "x0") * 2000 + ("x1",), ("x2",)), 1, 0.5)
    assert judge_many(judge, [long], [["INT+", "1"]])[0].status is Status.UNDECIDED
