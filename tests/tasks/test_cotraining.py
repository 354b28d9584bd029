"""`linear_algebra/cotraining`: seven operations, a letter in front of each."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from hf_mathseq.encodings.arrays import Matrices
from hf_mathseq.options import OptionError
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.cotraining import LETTERS
from hf_mathseq.verdict import ProblemError, Status


def cotraining(**options):
    return get_task("linear_algebra/cotraining", **options)


def test_operations_are_drawn_equally_often_and_mixed():
    rows = cotraining(dimension=3).generate(3500).to_pylist()
    operations = [row["problem"]["operation"] for row in rows]
    counts = Counter(operations)
    assert set(counts) == set(LETTERS)
    assert all(abs(count - 500) < 100 for count in counts.values())
    runs = sum(a != b for a, b in pairwise(operations))
    assert runs > 0.8 * len(rows)
    for row, operation in zip(rows, operations, strict=True):
        letter = LETTERS[operation]
        assert row["input"].split()[0] == row["target"].split()[0] == letter


def test_only_the_named_operations_are_drawn():
    task = cotraining(operations="EF", dimension=3)
    rows = task.generate(50).to_pylist()
    assert {row["problem"]["operation"] for row in rows} == {"eigenvalues", "eigenvectors"}
    assert task.vocabulary.tokens == cotraining().vocabulary.tokens
    with pytest.raises(ProblemError, match="one of eigenvalues, eigenvectors"):
        task.problem_from("transpose: 1 2 3; 4 5 6; 7 8 9")


@pytest.mark.parametrize("operations", ["", "TX", "TT", "t"])
def test_other_letters_are_refused(operations):
    with pytest.raises(OptionError, match="TADMEFI"):
        cotraining(operations=operations)


@pytest.mark.parametrize("criterion", ["strict", "paper"])
def test_another_letter_is_invalid(criterion):
    task = cotraining(operations="TI", dimension=2)
    problem = task.problem_from("transpose: 2 0; 0 4")
    answer = task.exact_answers([problem])[0]
    assert task.verify(problem, answer, criterion=criterion).correct
    for wrong in (["I", *answer[1:]], answer[1:], [], ["T"]):
        found = task.verify(problem, wrong, criterion=criterion)
        assert found.status is Status.INVALID
        assert found.detail


def test_problems_are_read_as_text_and_shown_as_text():
    task = cotraining(dimension=2)
    problem = task.problem_from("eigenvalues: 2 1; 1 2")
    assert problem == {"problem": {"operation": "eigenvalues", "matrix": [[2, 1], [1, 2]]}}
    assert task.show_problem(problem) == "eigenvalues: [[2, 1], [1, 2]]"
    (answer,) = task.exact_answers([problem])
    assert task.decode(answer) == [[3], [1]]
    assert task.show(task.decode(answer)) == "[[3], [1]]"
    assert task.difficulty(problem) == {"eigenvalues": 2}
    with pytest.raises(ProblemError, match="not symmetric"):
        task.problem_from("eigenvectors: 1 2; 3 4")


def test_an_operation_without_answer_has_no_exact_one():
    task = cotraining(dimension=2)
    row = {"problem": {"operation": "inverse", "matrix": [[1, 2], [2, 4]]}}
    assert task.exact_answers([row]) == [[]]
    with pytest.raises(ProblemError, match="singular"):
        task.problem_from("inverse: 1 2; 2 4")


def test_a_matrix_is_in_the_same_split_as_in_its_own_task():
    block = cotraining(operations="T", dimension=3).draw("train", 0, 0)
    stack = np.array([problem["matrix"] for problem in block.natural["problem"].to_pylist()])
    own = get_task("linear_algebra/transpose", dimension=3)
    own.draw_matrices = lambda rng, size: Matrices.stacked(stack)
    alone = own.generate_block(np.random.default_rng(0), len(stack))
    assert np.array_equal(block.problem_keys, alone.problem_keys)
