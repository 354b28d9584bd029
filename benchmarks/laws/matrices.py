"""Laws of random matrices: coefficients, dimensions, spectra, noise, operations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
from scipy import stats

from hf_mathseq.tasks.linear_algebra_base import MatrixTask
from hf_mathseq.tasks.matrix_general import GeneralMatrixTask
from hf_mathseq.tasks.matrix_laws import bounds, coefficients, symmetric_matrices
from hf_mathseq.tasks.matrix_noise import with_noise
from laws.fit import (
    Array,
    Finding,
    distribution,
    equally_likely,
    same_distribution,
    share,
    uncorrelated,
    unrelated,
)

Law = Callable[[Array], Array]


def coefficient_law(name: str, bound: float) -> Law:
    """Return the distribution function of coefficients: uniform, or normal with its deviation."""
    if name == "uniform":
        return partial(stats.uniform.cdf, loc=-bound, scale=2 * bound)
    return partial(stats.norm.cdf, scale=bound / np.sqrt(3))


def spectrum_law(name: str, n: int, bound: float) -> Law:
    """Return the distribution function of the eigenvalues that are drawn independently.

    Their root mean square is sqrt(n) A / sqrt(3) for every law (arXiv 2112.01898, section 4.5).
    """
    sigma = np.sqrt(n) * bound / np.sqrt(3)
    laws: dict[str, Law] = {
        "uniform": partial(
            stats.uniform.cdf, loc=-sigma * np.sqrt(3), scale=2 * sigma * np.sqrt(3)
        ),
        "gaussian": partial(stats.norm.cdf, scale=sigma),
        "laplace": partial(stats.laplace.cdf, scale=sigma / np.sqrt(2)),
        "positive2": partial(stats.expon.cdf, scale=sigma / np.sqrt(2)),
    }
    return laws[name]


def matrix_task(task: MatrixTask, rng: np.random.Generator, count: int) -> Iterator[Finding]:
    """Test the coefficients that a task draws with its options; one law, no noise."""
    drawn = task.draw_matrices(rng, count)
    config = task.config
    law = coefficient_law(config.coefficients, config.max_coefficient)
    square = not isinstance(task, GeneralMatrixTask)
    free, pairs = [], []
    for _, stack in drawn.groups():
        entries = stack.reshape(len(stack), -1)
        if square:
            entries = stack[:, *np.tril_indices(stack.shape[1])]
        free.append(entries.ravel())
        pairs.append(entries[:, :2])
    first, second = np.concatenate(pairs).T
    yield distribution(task.name, "coefficients", np.concatenate(free), law)
    yield uncorrelated(task.name, "neighbouring coefficients are unrelated", first, second)


def dimensions(
    task: MatrixTask, rng: np.random.Generator, count: int, values: Sequence[int]
) -> Iterator[Finding]:
    """Test whether numbers of rows and columns are uniform, and independent if they differ."""
    drawn = task.draw_matrices(rng, count)
    rows, columns = drawn.rows, drawn.columns
    yield equally_likely(task.name, "numbers of rows", Counter(rows.tolist()), values)
    if getattr(task.config, "rectangular", False):
        yield equally_likely(task.name, "numbers of columns", Counter(columns.tolist()), values)
        yield unrelated(task.name, "rows and columns are unrelated", rows, columns)


def varying_bounds(rng: np.random.Generator, count: int, low: int, high: int) -> Iterator[Finding]:
    """Test the bounds A that are drawn for each matrix, and coefficients in units of them."""
    drawn = bounds(rng, count, low, high)
    assert isinstance(drawn, np.ndarray)
    seen = Counter(drawn.astype(int).tolist())
    yield equally_likely("matrices", "bounds are uniform", seen, range(low, high + 1))
    values = coefficients(rng, count, "uniform", drawn) / drawn
    yield distribution(
        "matrices", "coefficients by their bound", values, coefficient_law("uniform", 1)
    )


def independent_spectrum(
    name: str, claimed: Law, rng: np.random.Generator, count: int, n: int, bound: float
) -> Finding:
    """Test all eigenvalues of matrices whose spectrum is drawn value by value."""
    matrices = symmetric_matrices(rng, count, n, "uniform", bound, [name])
    values = np.linalg.eigvalsh(matrices).ravel()
    return distribution("symmetric matrices", f"{name} spectrum, n = {n}", values, claimed)


def other_spectrum(
    name: str,
    rng: np.random.Generator,
    count: int,
    n: int,
    bound: float,
    law: str = "uniform",
    claimed_bound: float | None = None,
) -> Finding:
    """Test one eigenvalue of each matrix against matrices that are built here from their laws."""
    drawn = symmetric_matrices(rng, count, n, law, bound, [name])
    own = np.random.default_rng(rng.integers(2**63))
    reference = _reference(name, own, count, n, claimed_bound or bound, law)
    return same_distribution(
        "symmetric matrices",
        f"{name} spectrum of {law} coefficients, n = {n}",
        *(_one_eigenvalue(rng, stack) for stack in (drawn, reference)),
    )


def _one_eigenvalue(rng: np.random.Generator, stack: Array) -> Array:
    """Return an eigenvalue of each matrix, which makes them independent."""
    values = np.linalg.eigvalsh(stack)
    return values[np.arange(len(values)), rng.integers(0, values.shape[1], len(values))]


def _reference(
    name: str, rng: np.random.Generator, count: int, n: int, bound: float, law: str
) -> Array:
    """Return matrices drawn entry by entry, as sections 3.1 and 4.5 of the paper say."""

    def entries(a: float) -> Array:
        flat = rng.random((count, n, n))
        quantile = stats.uniform.ppf if law == "uniform" else stats.norm.ppf
        return 2 * a * flat - a if law == "uniform" else quantile(flat) * a / np.sqrt(3)

    if name == "marcenko":
        factors = entries(np.sqrt(bound))
        return np.swapaxes(factors, 1, 2) @ factors
    upper = np.triu(entries(bound))
    matrices = upper + np.swapaxes(np.triu(upper, 1), 1, 2)
    if name == "positive":
        values, vectors = np.linalg.eigh(matrices)
        matrices = (vectors * np.abs(values)[:, None]) @ np.swapaxes(vectors, 1, 2)
    return matrices


def mixed_spectra(rng: np.random.Generator, count: int, claimed: float = 0.5) -> Finding:
    """Test how often a list of two laws gives each; at n = 24 only one of them is positive."""
    matrices = symmetric_matrices(rng, count, 24, "uniform", 10.0, ["semicircle", "positive2"])
    positive = int((np.linalg.eigvalsh(matrices)[:, 0] >= 0).sum())
    return share("symmetric matrices", "each law of a list as often", positive, count, claimed)


def noise(task: MatrixTask, rng: np.random.Generator, count: int, claimed: float) -> Finding:
    """Test noise against the normal law of the deviation that is claimed."""
    drawn = task.draw_matrices(rng, count)
    noisy = with_noise(rng, drawn, task.config.noise_deviation)
    added = noisy.values - drawn.values
    law = partial(stats.norm.cdf, scale=claimed)
    return distribution(task.name, "noise is normal", added, law)


def operations(task: Any, seed: int, blocks: int) -> Finding:
    """Test how often each operation is drawn, counting what was dropped.

    Inverses are dropped now and then, so that only blocks before that are looked at: operations
    that drop nothing are compared with each other.
    """
    kept = [name for name in task.config.operations if name != "I"]
    seen: Counter[str] = Counter()
    for number in range(blocks):
        ids = task.draw("train", seed, number).inputs
        first = ids.values[ids.offsets[:-1]]
        seen.update(task.vocabulary.tokens[int(i)] for i in first.tolist())
    seen.pop("I", None)
    return equally_likely(task.name, "operations are as likely", seen, kept)
