"""The strict criteria: rounding costs nothing, everything else costs what it is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hf_mathseq.encodings.floats import FLOAT_ENCODINGS, float_encoding
from hf_mathseq.verification.matrices import published_figures
from hf_mathseq.verification.matrix_criteria import STRICT_CRITERIA, possible_errors, strict_errors

P1000 = float_encoding("P1000")
COUNT = 200


def symmetric(matrices):
    return np.tril(matrices) + np.swapaxes(np.tril(matrices, -1), 1, 2)


def eigenvectors(s):
    values, vectors = np.linalg.eigh(s)
    return np.concatenate([values[:, None], vectors], axis=1)


def singular_vectors(s):
    left, values, right = np.linalg.svd(s, full_matrices=False)
    return np.concatenate([values[:, None], left, np.swapaxes(right, 1, 2)], axis=1)


def halves(s):
    return np.split(s, 2, axis=2)


# Task -> the shape of a problem of dimension n, its answer by NumPy, whether it is symmetric.
SOLVERS = {
    "add": (lambda n: (n, 2 * n), lambda s: sum(halves(s)), False),
    "matvec": (lambda n: (n, n + 1), lambda s: s[:, :, :-1].swapaxes(1, 2) @ s[:, :, -1:], False),
    "matmul": (lambda n: (n + 1, 2 * n), lambda s: halves(s)[0].swapaxes(1, 2) @ halves(s)[1], 0),
    "eigenvalues": (lambda n: (n, n), lambda s: np.linalg.eigvalsh(s)[:, ::-1, None], True),
    "eigenvectors": (lambda n: (n, n), eigenvectors, True),
    "inverse": (lambda n: (n, n), np.linalg.inv, False),
    "symmetric_inverse": (lambda n: (n, n), np.linalg.inv, True),
    "singular_values": (lambda n: (n, n + 1), lambda s: singular_vectors(s)[:, 0, :, None], False),
    "singular_vectors": (lambda n: (n + 1, n), singular_vectors, False),
}


def drawn(kind, n, count=COUNT, seed=0):
    """Return unwritten problems and answers."""
    shape, solve, mirrored = SOLVERS[kind]
    matrices = np.random.default_rng([seed, n]).uniform(-10, 10, (count, *shape(n)))
    matrices = symmetric(matrices) if mirrored else matrices
    return matrices, solve(matrices)


def judged(kind, matrices, answers, given=P1000, written=P1000):
    """Write both sides and return the errors."""
    return strict_errors(
        kind, given.round(matrices).values(), written.round(answers).values(), given, written
    )


def test_every_solver_is_tested():
    assert set(SOLVERS) == set(STRICT_CRITERIA)


@pytest.mark.parametrize("kind", SOLVERS)
@pytest.mark.parametrize("written", FLOAT_ENCODINGS)
@pytest.mark.parametrize("given", ["P1000", "FP15"])
@pytest.mark.parametrize("n", [2, 5, 9])
def test_answers_to_the_unwritten_problem_pass_at_zero(kind, given, written, n):
    encodings = float_encoding(given), float_encoding(written)
    matrices, answers = drawn(kind, n)
    errors = judged(kind, matrices, answers, *encodings)
    if "inverse" in kind:  # few digits do not determine every inverse
        assert (errors == 0).mean() >= 0.93
        given, written = encodings
        problems, rounded = given.round(matrices).values(), written.round(answers).values()
        errors = possible_errors(kind, problems, rounded, given, written, errors)
    assert errors.max() == 0.0


@pytest.mark.parametrize("kind", SOLVERS)
def test_zeros_and_scaled_answers_are_refused(kind):
    matrices, answers = drawn(kind, 5)
    assert judged(kind, matrices, 0 * answers).min() > 0.05
    scaled = judged(kind, matrices, 1.3 * answers) > 0.05
    assert scaled.mean() > (0.995 if "inverse" in kind else 0.999)


@pytest.mark.parametrize("kind", SOLVERS)
def test_answers_to_other_problems_are_refused(kind):
    matrices, answers = drawn(kind, 5)
    assert judged(kind, matrices, np.roll(answers, 1, axis=0)).min() > 0.05


@pytest.mark.parametrize("kind", SOLVERS)
def test_overflow_is_an_infinite_error_without_a_warning(kind):
    matrices, answers = drawn(kind, 3, count=2)
    huge = np.full_like(answers, 1e300)
    huge[:, :, ::2] *= -1
    errors = strict_errors(kind, matrices, huge, P1000, P1000)
    assert (errors > 1).all()
    assert not np.isnan(errors).any()


@pytest.mark.parametrize("kind", ["add", "matvec", "matmul"])
@given(share=st.floats(0.1, 10), seed=st.integers(0, 50))
def test_the_worst_coefficient_is_what_counts(kind, share, seed):
    matrices, answers = drawn(kind, 3, count=1, seed=seed)
    place = np.unravel_index(np.abs(answers).argmax(), answers.shape)
    answers[place] *= 1 + share
    # three digits of problem and answer explain at most a few per cent of the largest coefficient
    assert judged(kind, matrices, answers)[0] == pytest.approx(share, abs=0.05 * (1 + share))


def test_sums_are_allowed_half_a_unit_of_each_number():
    matrices = np.array([[[1.0, 2.0]]])  # half units 0.005, 0.005 and, for 3.00, 0.005
    for wrong, refused in ((3.01, False), (3.02, True), (2.99, False), (2.98, True)):
        assert (judged("add", matrices, [[[wrong]]])[0] > 0) == refused
    assert judged("add", matrices, [[[3.3]]])[0] == pytest.approx((0.3 - 0.015) / 3, rel=1e-4)


@pytest.mark.parametrize("kind", ["eigenvectors", "singular_vectors"])
def test_signs_of_vectors_are_free_and_their_order_is_not(kind):
    matrices, answers = drawn(kind, 4)
    signs = np.where(np.arange(4) % 2, 1.0, -1.0)
    flipped = answers * signs
    flipped[:, 0] = answers[:, 0]
    assert judged(kind, matrices, flipped).max() == 0
    swapped = answers.copy()
    swapped[:, 1:] = swapped[:, 1:, [1, 0, 2, 3]]
    assert judged(kind, matrices, swapped).mean() > 0.1
    assert np.isinf(judged(kind, matrices, answers[:, :, ::-1])).all()


def test_one_sign_of_a_singular_pair_is_not_free():
    matrices, answers = drawn("singular_vectors", 4)
    answers[:, 1:6, 0] *= -1
    assert judged("singular_vectors", matrices, answers).min() > 0.5


@pytest.mark.parametrize("kind", ["eigenvectors", "singular_vectors"])
def test_what_the_published_criterion_forgives_is_refused(kind):
    matrices, answers = drawn(kind, 4)
    zero, scaled = 0 * answers, 2 * answers
    scaled[:, 0] *= 2
    for wrong in (zero, scaled):
        assert published_figures(kind, matrices, answers, wrong).accepted(0.05).all()
        assert judged(kind, matrices, wrong).min() > 0.5


def test_vectors_that_are_not_orthogonal_are_refused():
    matrices = np.diag([1.0, 1.0, 1.0])[None]
    answers = np.array([[[1, 1, 1], [1, 0.6, 0], [0, 0.8, 0], [0, 0, 1.0]]])
    # every vector is an eigenvector, with the true value and of unit length
    assert judged("eigenvectors", matrices, answers)[0] == pytest.approx(0.6, abs=0.01)


def test_any_basis_of_a_repeated_eigenvalue_is_right():
    matrices = np.diag([1.0, 1.0, 5.0])[None]
    answers = np.array([[[1, 1, 5], [0.6, -0.8, 0], [0.8, 0.6, 0], [0, 0, -1.0]]])
    assert judged("eigenvectors", matrices, answers)[0] == 0


def test_singular_values_are_not_negative_and_do_not_increase():
    matrices = np.diag([3.0, 2.0, 0.0])[None]
    right, negative, order = ([[[3], [2], [last]]] for last in (0.0, -0.004, 2.5))
    assert judged("singular_values", matrices, right)[0] == 0
    assert judged("singular_values", matrices, negative)[0] == np.inf
    assert judged("singular_values", matrices, order)[0] == np.inf


def test_the_error_of_an_inverse_bounds_its_distance():
    matrices, answers = drawn("inverse", 5)
    noise = np.random.default_rng(1).uniform(-0.2, 0.2, answers.shape)
    given = P1000.round(matrices).values()
    wrong = P1000.round(answers * (1 + noise)).values()
    errors = strict_errors("inverse", given, wrong, P1000, P1000)
    true = np.linalg.inv(given)
    half, unit = P1000.half_unit(given), P1000.half_unit(wrong)
    slack = half @ (np.abs(wrong) + unit) + np.abs(given) @ unit
    most = errors + np.abs(slack).sum(axis=1).max(axis=1)
    distance = np.linalg.norm(wrong - true, 1, axis=(1, 2)) / np.linalg.norm(true, 1, axis=(1, 2))
    assert (distance <= most * 1.001).all()
    assert (errors > 0.05).mean() > 0.8


def test_an_inverse_that_three_digits_spoil_passes_where_the_published_criterion_refuses_it():
    matrices = np.array([[[1.001, 1.0], [1.0, 1.03]]])  # written 1.00 1.00; 1.00 1.03
    answers = np.linalg.inv(matrices)
    given, written = P1000.round(matrices).values(), P1000.round(answers).values()
    assert not published_figures("inverse", given, written, written).accepted(0.05)[0]
    assert judged("inverse", matrices, answers)[0] == 0
    assert judged("inverse", matrices, -answers)[0] > 0.9


def test_zero_matrices_have_zero_values_and_any_orthonormal_vectors():
    zero = np.zeros((1, 2, 2))
    answers = np.array([[[0, 0], [1, 0], [0, 1.0]]])
    assert judged("eigenvectors", zero, answers)[0] == 0
    answers[0, 0, 1] = 1e-6
    assert judged("eigenvectors", zero, answers)[0] == np.inf
