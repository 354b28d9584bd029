"""Bounds of convergence speeds: known spectra, defective matrices, absurd scales."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hf_mathseq.systems.tree_text import read_infix_tree
from hf_mathseq.systems.words import VARIABLES
from hf_mathseq.verification.spectrum import decide, float_enclosure, jacobians


def speed(*texts, value=0.5):
    """Return the first bounds that are narrow or zero."""
    trees = [read_infix_tree(text, VARIABLES) for text in texts]

    def narrow(found):
        width = found.high - found.low
        return found if found.zero or width < 1e-9 * abs(found.low) else None

    return decide(jacobians(trees, [value] * len(trees)), narrow)


def test_a_triangular_matrix_has_its_diagonal():
    found = speed("-2*x0 + x1*x1", "-3*x1")
    assert float(found.low) == pytest.approx(2)
    assert found.low <= 2 <= found.high


def test_a_rotation_has_speed_zero():
    assert speed("x1", "0-x0").zero


def test_a_defective_matrix_is_enclosed():
    found = speed("0-x0 + x1", "x1*(-3) + (-1)*x0")
    assert float(found.low) == pytest.approx(2, abs=1e-9)


@pytest.mark.parametrize("shift", ["", "- x0"])
def test_a_nilpotent_matrix_that_is_not_triangular(shift):
    # [[1, 1], [-1, -1]] has the eigenvalue 0 twice, with one eigenvector.
    first, second = f"x0 + x1 {shift}", f"0-x0 - x1 {shift.replace('x0', 'x1')}"
    found = speed(first, second)
    assert found.zero if not shift else float(found.low) == pytest.approx(1, abs=1e-9)


def test_eigenvalues_that_floats_cannot_see():
    # Eigenvalues of [[1e30, 1], [1, 1e-31]]: the determinant is 0.1 - 1 < 0.
    large = "10*" * 30
    found = speed(f"{large}x0*(-1) + x1", f"x0 - x1/({large}10)")
    assert found.high < 0


def test_entries_below_the_range_of_floats_count():
    tiny = "exp(0-500)*exp(0-500)*"
    assert speed(f"{tiny}x0").high < 0
    assert speed(f"0-{tiny}x0", "0-x1").low > 0


def test_without_derivatives_there_is_no_answer():
    assert speed("1/(x0-x1)", "x1") is None


entries = st.floats(-10, 10, allow_nan=False).map(lambda value: round(value, 3))


@given(st.lists(st.lists(entries, min_size=4, max_size=4), min_size=4, max_size=4))
@settings(max_examples=60, deadline=None)
def test_bounds_hold_for_matrices_with_known_spectra(rows):
    triangle = np.triu(np.array(rows))
    basis = np.eye(4) + np.tril(np.arange(16).reshape(4, 4) % 3 - 1, -1)
    matrix = np.linalg.solve(basis, triangle @ basis)
    found = float_enclosure(matrix.astype(complex), 1e-12)
    if found is not None:
        true = -np.diag(triangle).max()
        assert found.low <= true <= found.high
