"""Laws of systems of differential equations and of partial differential equations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from math import comb

import numpy as np

from hf_mathseq.splits import UInt64Array
from hf_mathseq.systems.pde_drawing import MAX_FACTORS, PdeLaw, draw_pdes
from hf_mathseq.systems.pde_problem import CONSTANT, FACTOR_POWERS, KERNELS, Pde
from hf_mathseq.systems.shapes import ShapeLaw
from hf_mathseq.task import Task
from laws.fit import Finding, equally_likely, frequencies, unrelated


def sizes(generator: str, law: ShapeLaw, keys: UInt64Array, claimed: ShapeLaw) -> Iterator[Finding]:
    """Test degrees, and controls and operators of each degree; all are uniform."""
    drawn = law.draw(keys)
    degrees = range(claimed.min_degree, claimed.max_degree + 1)
    counts = Counter(drawn.degrees.tolist())
    yield equally_likely(generator, "numbers of equations", counts, degrees)
    for degree in range(law.min_degree, law.max_degree + 1):
        own = drawn.degrees == degree
        controls = drawn.controls[own]
        if claimed.controlled and degree > 3:
            name = f"controls of {degree} equations"
            values = range(1, degree // 2 + 1)
            yield equally_likely(generator, name, Counter(controls.tolist()), values)
        variables = degree + int(controls.min())
        first, second = drawn.operators[own][controls == controls.min(), :2].T
        seen, values = Counter(first.tolist()), _operators(claimed, variables)
        yield equally_likely(generator, f"operators with {variables} variables", seen, values)
        name = f"operators of two of {degree} equations are unrelated"
        yield unrelated(generator, name, first, second)


def _operators(law: ShapeLaw, variables: int) -> range:
    (a, b), (c, d) = law.fewest, law.most
    return range(a * variables + b, c * variables + d + 1)


def balance(
    task: Task, column: str, group: str | None, seed: int, blocks: int, claimed: float
) -> Finding:
    """Test whether each block has a class in its share, up to one place of each group.

    Nothing is left to chance here, so that p is 1 or 0. Places that were given up do not count.

    Args:
        task: What draws.
        column: Natural column of the class.
        group: Natural column of groups that are balanced by themselves, None for whole blocks.
        seed: The seed.
        blocks: Number of blocks.
        claimed: The share.
    """
    worst = 0.0
    for number in range(blocks):
        drawn = task.draw("train", seed, number)
        labels = drawn.natural[column].to_numpy(zero_copy_only=False).astype(bool)
        groups = np.zeros(len(drawn)) if group is None else drawn.natural[group].to_numpy()
        lost = task.block_size - len(drawn)
        for value in np.unique(groups):
            own = labels[groups == value]
            worst = max(worst, abs(own.sum() - claimed * len(own)) - lost)
    p = float(worst <= 1)
    return Finding(task.name, f"share of {column}", "exact", blocks, worst, p)


def pdes(rng: np.random.Generator, count: int, claimed: PdeLaw) -> Iterator[Finding]:
    """Test every part of partial differential equations that is drawn by a law of its own."""
    drawn = draw_pdes(rng, count, PdeLaw())
    name = "partial differential equations"
    low, high, m = claimed.min_dimension, claimed.max_dimension, claimed.max_scale
    dimensions = Counter(pde.dimension for pde in drawn)
    yield equally_likely(name, "dimensions", dimensions, range(low, high + 1))
    kernels = [kernel for pde in drawn for kernel in pde.kernels]
    yield equally_likely(name, "kernels", Counter(kind for kind, _ in kernels), KERNELS)
    scales = Counter(scale for kind, scale in kernels if kind != CONSTANT)
    yield equally_likely(name, "scales of kernels", scales, range(-m, m))
    shifts = Counter(value for pde in drawn for _, value in pde.shifts)
    yield equally_likely(name, "shifts", shifts, range(-m, m))
    top = range(1, claimed.max_coefficient + 1)
    leads = Counter(pde.monomials[0].coefficient for pde in drawn)
    yield equally_likely(name, "first coefficients", leads, top)
    others = Counter(one.coefficient for pde in drawn for one in pde.monomials[1:])
    signed = [sign * value for sign in (1, -1) for value in top]
    yield equally_likely(name, "other coefficients", others, signed)
    yield from _by_dimension(name, drawn, low)


def _by_dimension(name: str, drawn: Sequence[Pde], n: int) -> Iterator[Finding]:
    """Test numbers of shifts and the first monomial of problems of one dimension."""
    own = [pde for pde in drawn if pde.dimension == n]
    counts = Counter(len(pde.shifts) for pde in own)
    yield frequencies(name, f"numbers of shifts in {n} dimensions", counts, shift_numbers(n))
    first = Counter(tuple(pde.monomials[0].factors) for pde in own)
    yield frequencies(name, f"first monomials in {n} dimensions", first, first_monomials(n))


def shift_numbers(n: int) -> dict[int, float]:
    """Return how many different coordinates 1 to 2n draws of n meet, by inclusion-exclusion."""
    law = dict.fromkeys(range(1, n + 1), 0.0)
    for draws in range(1, 2 * n + 1):
        for met in law:
            onto = sum((-1) ** k * comb(met, k) * (met - k) ** draws for k in range(met + 1))
            law[met] += comb(n, met) * onto / n**draws / (2 * n)
    return law


def first_monomials(n: int) -> dict[tuple[tuple[int, int], ...], float]:
    """Return the probability of each first monomial: factors that come up again are dropped."""
    factors = list(product(range(n), FACTOR_POWERS))
    law: dict[tuple[tuple[int, int], ...], float] = {}
    for length in range(1, MAX_FACTORS + 1):
        each = 1 / MAX_FACTORS / len(factors) ** length
        for row in product(factors, repeat=length):
            kept = tuple(dict.fromkeys(row))
            law[kept] = law.get(kept, 0.0) + each
    return law
