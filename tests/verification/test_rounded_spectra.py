"""Rounding a matrix moves no value of its spectrum further than the slack, which is small."""

from fractions import Fraction

import numpy as np
import pytest

from hf_mathseq.encodings.floats import float_encoding
from hf_mathseq.proposers.given import check
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import Status
from hf_mathseq.verification.rounded_spectra import rounded_eigenvalues, rounded_singular_values

P1000 = float_encoding("P1000")


def half_units(matrices):
    return P1000.half_unit(matrices)


def drawn(rng, rows, columns, symmetric):
    """Return matrices of entries of equal and of very different sizes."""
    matrices = rng.normal(size=(400, rows, columns))
    matrices[200:] *= 10.0 ** rng.integers(-3, 4, size=(200, rows, 1))
    if symmetric:
        matrices = (matrices + np.swapaxes(matrices, 1, 2)) / 2
    return P1000.round(matrices.ravel()).values().reshape(matrices.shape)


@pytest.mark.parametrize(("rows", "columns"), [(2, 2), (3, 3), (5, 5), (4, 2), (3, 5)])
@pytest.mark.parametrize("worst", [False, True])
def test_singular_values_move_no_further(rows, columns, worst):
    rng = np.random.default_rng(rows + 10 * columns + worst)
    matrices = drawn(rng, rows, columns, symmetric=False)
    units = half_units(matrices)
    values, moved, _ = rounded_singular_values(matrices, units)
    for _ in range(20):
        shares = rng.uniform(-1, 1, size=matrices.shape)
        unrounded = matrices + units * (np.sign(shares) if worst else shares)
        assert (np.abs(np.linalg.svd(unrounded, compute_uv=False) - values) <= moved).all()


@pytest.mark.parametrize("n", [2, 3, 5])
@pytest.mark.parametrize("worst", [False, True])
def test_eigenvalues_move_no_further(n, worst):
    rng = np.random.default_rng(n + worst)
    matrices = drawn(rng, n, n, symmetric=True)
    units = half_units(matrices)
    values, moved, _ = rounded_eigenvalues(matrices, units)
    for _ in range(20):
        shares = rng.uniform(-1, 1, size=matrices.shape)
        shares = np.triu(shares) + np.swapaxes(np.triu(shares, 1), 1, 2)
        unrounded = matrices + units * (np.sign(shares) if worst else shares)
        true = np.linalg.eigvalsh(unrounded)[:, ::-1]
        assert (np.abs(true - values) <= moved).all()


def test_a_large_value_excuses_no_small_one():
    matrices = np.array([[[1e6, 0.0], [0.0, 1.0]], [[1e6, 3.0], [3.0, 1.0]]])
    for rounded in (rounded_eigenvalues, rounded_singular_values):
        _, moved, _ = rounded(matrices, half_units(matrices))
        assert (moved[:, 0] > 1000).all()
        assert (moved[:, 1] < 0.1).all()


def test_values_that_cannot_be_told_apart_keep_the_bound_of_weyl():
    matrices = np.array([[[2.0, 0.001], [0.001, 2.0]]])
    units = half_units(matrices)
    _, moved, _ = rounded_eigenvalues(matrices, units)
    assert moved == pytest.approx(np.sqrt((units**2).sum()))


@pytest.mark.parametrize("name", ["eigenvalues", "singular_values"])
@pytest.mark.parametrize(("smaller", "status"), [(1, Status.CORRECT), (-4000, Status.INCORRECT)])
def test_small_values_beside_large_ones_are_checked(name, smaller, status):
    task = get_task(f"linear_algebra/{name}", dimension=2)
    answer = task.output_encoding.tokens([[1e6], [smaller]])
    assert task.verify(task.problem_from([[1e6, 0], [0, 1]]), answer).status is status


def test_values_that_doubles_lose_are_computed_with_more_digits():
    rng = np.random.default_rng(3)
    for rows, columns in ((3, 3), (4, 2), (2, 5)):
        plain = rng.normal(size=(1, rows, columns))
        scaled = plain * 10.0 ** np.arange(0, -80, -80 // rows)[:rows, None]
        for matrices in (plain, scaled, scaled[:, ::-1]):
            found = rounded_singular_values(matrices, np.full_like(matrices, 1e-98))
            assert not found.noise.any()
            squares = exact_gram(matrices[0])
            assert float(abs(np.prod(found.values**2) / squares - 1)) < 1e-9
    symmetric = np.array([[[1e8, 1.0], [1.0, 1e-8 + 1e-20]]])
    found = rounded_eigenvalues(symmetric, np.full_like(symmetric, 1e-98))
    assert found.values[0, 1] == pytest.approx(1e-20, rel=0.5)


def exact_gram(matrix):
    """Return the determinant of the smaller Gram matrix."""
    own = [[Fraction(value) for value in row] for row in matrix.tolist()]
    if len(own) > len(own[0]):
        own = [list(row) for row in zip(*own, strict=True)]
    gram = [[sum(a * b for a, b in zip(one, two, strict=True)) for two in own] for one in own]
    product = Fraction(1)
    for i in range(len(gram)):
        product *= gram[i][i]
        for j in range(i + 1, len(gram)):
            share = gram[j][i] / gram[i][i]
            gram[j] = [a - share * b for a, b in zip(gram[j], gram[i], strict=True)]
    return product


@pytest.mark.parametrize(
    ("task", "matrix", "answer", "status"),
    [
        ("eigenvalues", [[1e8, 0], [0, 1e-7]], [1e8, -5e-7], "INCORRECT"),
        ("eigenvalues", [[1e8, 0], [0, 1e-7]], [1e8, 1e-7], "CORRECT"),
        ("singular_values", [[1e-50, 0], [0, 1]], [1, 1e-17], "INCORRECT"),
        ("singular_values", [[1e-50, 0], [0, 1]], [1, 1e-50], "CORRECT"),
        ("singular_values", [[0, 0], [0, 1]], [1, 1e-17], "INCORRECT"),
        ("singular_values", [[1, 1], [1, 1]], [2, 0], "CORRECT"),
    ],
)
def test_the_errors_of_computing_excuse_nothing(task, matrix, answer, status):
    assert check(matrix, answer, task=f"linear_algebra/{task}").status == status


def test_what_is_lost_in_a_large_matrix_is_left_open():
    matrix = np.diag([1e8, *[1.0] * 22, 1e-7]).tolist()
    for last, status in ((-5e-7, "UNDECIDED"), (1e-7, "UNDECIDED")):
        answer = [1e8, *[1.0] * 22, last]
        verdict = check(matrix, answer, task="linear_algebra/eigenvalues")
        assert verdict.status == status
        assert "not certain" in verdict.detail
