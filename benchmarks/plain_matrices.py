"""Matrix problems one by one, written number by number: what whole blocks are compared with."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
BOUND = 10.0


def _symmetric(rng: np.random.Generator, n: int) -> Matrix:
    lower = np.tril(rng.uniform(-BOUND, BOUND, (n, n)))
    return lower + np.tril(lower, -1).T


def _general(columns: Callable[[int], int]) -> Callable[[np.random.Generator, int], Matrix]:
    return lambda rng, n: rng.uniform(-BOUND, BOUND, (n, columns(n)))


def _eigenvectors(matrix: Matrix) -> Matrix:
    values, vectors = np.linalg.eigh(matrix)
    return np.vstack([values, vectors])


def _singular_vectors(matrix: Matrix) -> Matrix:
    left, values, right = np.linalg.svd(matrix)
    return np.vstack([values, left, right.T])


_square, _pair, _with_vector = (
    _general(c) for c in (lambda n: n, lambda n: 2 * n, lambda n: n + 1)
)
# Task -> how a problem is drawn, and its answer.
PLAIN: dict[
    str, tuple[Callable[[np.random.Generator, int], Matrix], Callable[[Matrix], Matrix]]
] = {
    "transpose": (_square, np.transpose),
    "add": (_pair, lambda m: m[:, : len(m)] + m[:, len(m) :]),
    "matvec": (_with_vector, lambda m: m[:, :-1].T @ m[:, -1:]),
    "matmul": (_pair, lambda m: m[:, : len(m)].T @ m[:, len(m) :]),
    "eigenvalues": (_symmetric, lambda m: np.linalg.eigvalsh(m)[::-1, None]),
    "eigenvectors": (_symmetric, _eigenvectors),
    "inverse": (_square, np.linalg.inv),
    "symmetric_inverse": (_symmetric, np.linalg.inv),
    "singular_values": (_square, lambda m: np.linalg.svd(m, compute_uv=False)[:, None]),
    "singular_vectors": (_square, _singular_vectors),
}


def plain_number(x: float) -> list[str]:
    """Write one number in P1000 by decimal formatting."""
    digits, exponent = f"{abs(x):.2e}".split("e")
    mantissa, power = int(digits.replace(".", "")), int(exponent) - 2
    if mantissa == 0 or power < -100:
        return ["+", "0", "E0"]
    return ["-" if x < 0 else "+", str(mantissa), f"E{power}"]


def plain_tokens(matrix: Matrix) -> list[str]:
    """Write one matrix."""
    rows, columns = matrix.shape
    tokens = [f"V{rows}", f"V{columns}"]
    for row in matrix.tolist():
        for x in row:
            tokens += plain_number(x)
    return tokens


def plain_examples(name: str, n: int, count: int, ids: Mapping[str, int]) -> list[list[int]]:
    """Draw, solve and write examples one by one.

    Args:
        name: The task, a key of `PLAIN`.
        n: The dimension.
        count: Number of examples.
        ids: The vocabulary.

    Returns:
        The ids of each example, those of its problem and then those of its answer.
    """
    rng = np.random.default_rng(0)
    draw, solve = PLAIN[name]
    examples = []
    for _ in range(count):
        matrix = draw(rng, n)
        tokens = plain_tokens(matrix) + plain_tokens(solve(matrix))
        examples.append([ids[token] for token in tokens])
    return examples
