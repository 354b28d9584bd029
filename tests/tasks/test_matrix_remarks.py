"""What people are told of rounding, of the order of values, and of matrices that are too small."""

import pytest

import hf_mathseq
from hf_mathseq.proposers.given import check
from hf_mathseq.verdict import ProblemError

EIGENVALUES, INVERSE = "linear_algebra/eigenvalues", "linear_algebra/inverse"
ROUNDED = "of the matrix rounded to 3 digits"
HILBERT = "1 1/2 1/3; 1/2 1/3 1/4; 1/3 1/4 1/5"


def test_answers_say_that_the_matrix_was_rounded():
    for problem, task in (([[1234.5, 0], [0, 1]], EIGENVALUES), (HILBERT, INVERSE)):
        answers = hf_mathseq.solve(problem, task=task)
        assert answers.best.finished == ROUNDED
        assert f"\n  {ROUNDED}\n" in str(answers)
    assert hf_mathseq.solve([[1230, 0], [0, 0.1]], task=EIGENVALUES).best.finished is None


@pytest.mark.parametrize(
    ("problem", "answer", "task", "detail"),
    [
        ("2 1; 1 2", "2.999, 1.01", EIGENVALUES, "for the answer rounded to 3 digits"),
        ("2 1; 1 2.0001", "3, 1", EIGENVALUES, ROUNDED),
        ("2 1; 1 2", "3, 1", EIGENVALUES, "within what rounding explains"),
        ("2 1; 1 2", "1, 3", EIGENVALUES, "wanted largest first"),
        ("2 1; 1 2", "1, 3", "linear_algebra/singular_values", "wanted largest first"),
        ("2 1; 1 2", "2 1; 1 2", "linear_algebra/transpose", "relative error 0"),
    ],
)
def test_verdicts_say_what_was_rounded_and_what_is_wrong(problem, answer, task, detail):
    verdict = check(problem, answer, task=task)
    assert detail in verdict.detail
    assert ("digits" in detail) == ("digits" in verdict.detail)
    assert ("first" in detail) == (not verdict.correct)


def test_operations_of_cotraining_say_it_too():
    task = hf_mathseq.get_task("linear_algebra/cotraining", dimension=2)
    verdict = check("eigenvalues: 2 1; 1 2.0001", "3, 1", task=task)
    assert verdict.correct
    assert ROUNDED in verdict.detail
    row = task.problem_from("eigenvalues: 2 1; 1 2.0001")
    assert task.finish(row, [[3], [1]]) == ROUNDED


@pytest.mark.parametrize(
    ("problem", "task", "message"),
    [
        ("1 1.0001; 1 1", INVERSE, "its numbers rounded to 3 digits, is singular"),
        ("1 1; 1 1", INVERSE, "the matrix is singular"),
        ([[3]], EIGENVALUES, "matrices of 2 to 100 rows"),
        ("1 1/0; 1 1", INVERSE, "divided by zero"),
        ("1 1/2/3; 1 1", INVERSE, "not a number"),
    ],
)
def test_refusals_say_why(problem, task, message):
    with pytest.raises(ProblemError, match=message):
        hf_mathseq.solve(problem, task=task)


def test_fractions_are_read_in_problems_and_answers():
    assert check("[[2, 0], [0, 4]]", "[[1/2, 0], [0, 1/4]]", task=INVERSE).correct
    assert check("[[1/2, 0], [0, 1/3]]", "1/2, 1/3", task=EIGENVALUES).correct
    assert not check("[[1/2, 0], [0, 1/3]]", "1/2, 2/3", task=EIGENVALUES).correct
