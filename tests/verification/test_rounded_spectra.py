"""Rounding a matrix moves no value of its spectrum further than the slack, which is small."""

import numpy as np
import pytest

from hf_mathseq.encodings.floats import float_encoding
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
    values, moved = rounded_singular_values(matrices, units)
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
    values, moved = rounded_eigenvalues(matrices, units)
    for _ in range(20):
        shares = rng.uniform(-1, 1, size=matrices.shape)
        shares = np.triu(shares) + np.swapaxes(np.triu(shares, 1), 1, 2)
        unrounded = matrices + units * (np.sign(shares) if worst else shares)
        true = np.linalg.eigvalsh(unrounded)[:, ::-1]
        assert (np.abs(true - values) <= moved).all()


def test_a_large_value_excuses_no_small_one():
    matrices = np.array([[[1e6, 0.0], [0.0, 1.0]], [[1e6, 3.0], [3.0, 1.0]]])
    for rounded in (rounded_eigenvalues, rounded_singular_values):
        _, moved = rounded(matrices, half_units(matrices))
        assert (moved[:, 0] > 1000).all()
        assert (moved[:, 1] < 0.1).all()


def test_values_that_cannot_be_told_apart_keep_the_bound_of_weyl():
    matrices = np.array([[[2.0, 0.001], [0.001, 2.0]]])
    units = half_units(matrices)
    _, moved = rounded_eigenvalues(matrices, units)
    assert moved == pytest.approx(np.sqrt((units**2).sum()))


@pytest.mark.parametrize("name", ["eigenvalues", "singular_values"])
@pytest.mark.parametrize(("smaller", "status"), [(1, Status.CORRECT), (-4000, Status.INCORRECT)])
def test_small_values_beside_large_ones_are_checked(name, smaller, status):
    task = get_task(f"linear_algebra/{name}", dimension=2)
    answer = task.output_encoding.tokens([[1e6], [smaller]])
    assert task.verify(task.problem_from([[1e6, 0], [0, 1]]), answer).status is status
