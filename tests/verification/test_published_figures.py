"""The published error figures and decisions on all 2,080 answers that its program judged."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from hf_mathseq.encodings.arrays import MalformedMatrix, MatrixEncoding
from hf_mathseq.encodings.floats import float_encoding
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.cotraining import OPERATIONS
from hf_mathseq.verdict import Status
from hf_mathseq.verification.matrices import PAPER_TOLERANCES, published_figures

DATA = Path(__file__).parents[1] / "data" / "linear_algebra" / "published_figures.jsonl.gz"
PROBLEMS = [json.loads(line) for line in gzip.decompress(DATA.read_bytes()).splitlines()]
FIGURES = ("relative_l1", "relative_squared_l2", "relative_max", "fraction_within_1pct")
CASES = [
    pytest.param(problem, id=f"{problem['task']}-{problem['predictions'][0]['id']}")
    for problem in PROBLEMS
]


def encoding(problem, side):
    return MatrixEncoding(float_encoding(problem[f"{side}_encoding"]))


def asked(problem):
    """Return the operation, the matrix and the target."""
    given, target = problem["input"].split(), problem["target"].split()
    kind = problem["task"]
    if kind == "cotraining":
        kind, given, target = OPERATIONS[given[0]].config_name, given[1:], target[1:]
    return kind, encoding(problem, "input").read(given), encoding(problem, "output").read(target)


def row_of(problem):
    kind, matrix, result = asked(problem)
    if problem["task"] == "cotraining":
        return {"problem": {"operation": kind, "matrix": matrix}, "result": result}
    return {"matrix": matrix, "result": result}


def verdicts(problem, **how):
    options = {key: problem[key] for key in ("input_encoding", "output_encoding")}
    task = get_task(f"linear_algebra/{problem['task']}", **options)
    answers = [found["prediction"].split() for found in problem["predictions"]]
    return task.verify_many([row_of(problem)] * len(answers), answers, **how)


def figures_of(problem, answer):
    """Return the figures of one answer, or None where it is not scored."""
    kind, matrix, target = asked(problem)
    if problem["task"] == "cotraining":
        if answer[:1] != [problem["input"][0]]:
            return None
        answer = answer[1:]
    try:
        found = np.array([encoding(problem, "output").read(answer)])
    except MalformedMatrix:
        return None
    expected = np.array([target])
    if found.shape != expected.shape:
        return None
    figures = published_figures(kind, np.array([matrix]), expected, found)
    return figures if figures.scored[0] else None


def decision(found, place):
    """Return what was decided; the published program crashed on singular values."""
    if found["exact"]:
        return True
    if found["correct"] is None:
        return found["figures"] is not None and found["figures"][0] < PAPER_TOLERANCES[place]
    return found["correct"][place]


def test_every_task_is_there_with_all_its_answers():
    assert sum(len(problem["predictions"]) for problem in PROBLEMS) == 2080
    assert {p["task"] for p in PROBLEMS} == {*(t.config_name for t in OPERATIONS.values())} | {
        *("symmetric_inverse", "singular_values", "singular_vectors", "cotraining")
    }


@pytest.mark.parametrize("problem", CASES)
def test_figures_equal_the_published_ones(problem):
    for found in problem["predictions"]:
        figures = figures_of(problem, found["prediction"].split())
        if found["figures"] is None:
            assert figures is None
            continue
        values = [getattr(figures, name)[0] for name in FIGURES]
        assert values == pytest.approx(found["figures"], rel=1e-7, abs=1e-14)


@pytest.mark.parametrize("problem", CASES)
def test_decisions_equal_the_published_ones_at_all_tolerances(problem):
    for place, tolerance in enumerate(PAPER_TOLERANCES):
        judged = verdicts(problem, criterion="paper", tolerance=tolerance)
        expected = [decision(found, place) for found in problem["predictions"]]
        assert [verdict.correct for verdict in judged] == expected


@pytest.mark.parametrize("problem", CASES)
def test_the_tolerance_that_an_answer_needs_gives_all_decisions_at_once(problem):
    judged = verdicts(problem, criterion="paper")
    for place, tolerance in enumerate(PAPER_TOLERANCES):
        expected = [decision(found, place) for found in problem["predictions"]]
        assert [v.needed is not None and v.needed <= tolerance for v in judged] == expected


@pytest.mark.parametrize("problem", CASES)
def test_malformed_answers_are_invalid_and_never_raise(problem):
    for found, verdict in zip(
        problem["predictions"], verdicts(problem, criterion="paper"), strict=True
    ):
        if found["figures"] is None and not found["note"].startswith("zero target"):
            assert verdict.status is Status.INVALID


KNOWN_DEFECTS = ("all zeros", "vectors times 2, values times 4 (accepted by the criterion)")


@pytest.mark.parametrize("note", KNOWN_DEFECTS)
def test_what_the_published_criterion_accepts_by_mistake_is_refused_strictly(note):
    seen = 0
    for problem in PROBLEMS:
        if asked(problem)[0] not in ("eigenvectors", "singular_vectors"):
            continue
        pairs = zip(verdicts(problem, criterion="paper"), verdicts(problem), strict=True)
        for found, (paper, strict) in zip(problem["predictions"], pairs, strict=True):
            if found["note"] == note:
                seen += 1
                assert paper.correct
                assert strict.status is Status.INCORRECT
    assert seen >= 20


def test_right_answers_that_the_published_criterion_refuses_pass_strictly():
    refused = 0
    for problem in PROBLEMS:
        for found, verdict in zip(problem["predictions"], verdicts(problem), strict=True):
            if found["note"] == "prediction equals the rounded target":
                assert verdict.correct
                refused += not (found["figures"] and found["figures"][0] < PAPER_TOLERANCES[-1])
    assert refused >= 5  # inverses, by three digits


def test_overflowing_answers_are_wrong_without_a_warning():
    matrices = np.eye(3)[None]
    answers = np.full((1, 4, 3), 1e200)
    figures = published_figures("eigenvectors", matrices, answers, answers)
    assert not figures.accepted(0.05)[0]
