"""Laws of random metabolic networks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from itertools import combinations

import numpy as np
from scipy import stats

from hf_mathseq.encodings.networks import MAX_COEFFICIENT
from hf_mathseq.networks.choices import distinct_pairs
from hf_mathseq.networks.families import ERDOS, GNM, NetworkLaw
from hf_mathseq.networks.labelled import LabelLaw
from hf_mathseq.networks.outcomes import ALL_VERTICES
from hf_mathseq.networks.scale_free import IN_DEGREE_OFFSET, NEW_ORIGIN_SHARE, scale_free
from hf_mathseq.networks.small_world import small_world
from hf_mathseq.tasks.metabolic_drawn import Drawn
from laws.fit import Array, Finding, equally_likely, frequencies, share

Edges = frozenset[tuple[int, int]]


def edge_numbers(family: str, n: int, low: float, high: float) -> dict[int, float]:
    """Return the law of the number of internal edges of n vertices.

    The wanted number is n times a uniform ratio, rounded; independent edges have it on average.
    """
    pairs = n * (n - 1)
    limits = np.clip(np.arange(pairs + 2) - 0.5, low * n, high * n)
    wanted = np.diff(limits) / ((high - low) * n)
    if family == GNM:
        return {m: float(p) for m, p in enumerate(wanted) if p}
    mixed = np.zeros(pairs + 1)
    for m in np.flatnonzero(wanted):
        mixed += wanted[m] * stats.binom.pmf(np.arange(pairs + 1), pairs, m / pairs)
    return dict(enumerate(mixed.tolist()))


def sizes_and_edges(
    family: str,
    rng: np.random.Generator,
    count: int,
    ratios: tuple[float, float],
    claimed: tuple[float, float] | None = None,
) -> Iterator[Finding]:
    """Test numbers of vertices and of edges, and where intakes and excretions are."""
    nodes = (6, 9)
    graphs = NetworkLaw(family, nodes, ratios, intakes=(1, 3), excretions=(2, 4)).draw(rng, count)
    values = range(nodes[0], nodes[1] + 1)
    yield equally_likely(family, "numbers of vertices", Counter(graphs.sizes.tolist()), values)
    inner = graphs.links[:, 1:, :-1].sum(axis=(1, 2))
    for n in values if family in (ERDOS, GNM) else ():
        seen = Counter(inner[graphs.sizes == n].tolist())
        law = edge_numbers(family, n, *(claimed or ratios))
        yield frequencies(family, f"numbers of edges of {n} vertices", seen, law)
    for name, ends, fewest in (
        ("intakes", graphs.links[:, 0, :-1], 1),
        ("excretions", graphs.links[:, 1:, -1], 2),
    ):
        own = ends[graphs.sizes == nodes[0], : nodes[0]]
        seen = Counter(own.sum(axis=1).tolist())
        yield equally_likely(family, f"numbers of {name}", seen, range(fewest, fewest + 3))
        pairs = own[own.sum(axis=1) == 2]
        places = Counter(tuple(np.flatnonzero(row).tolist()) for row in pairs)
        yield equally_likely(family, f"places of two {name}", places, _pairs(nodes[0]))


def _pairs(n: int) -> list[tuple[int, ...]]:
    return list(combinations(range(n), 2))


def _drawn(links: Array) -> Counter[Hashable]:
    """Count networks by their sets of edges."""
    return Counter(frozenset(map(tuple, np.argwhere(matrix).tolist())) for matrix in links)


def edge_places(rng: np.random.Generator, count: int, n: int = 4, edges: int = 3) -> Finding:
    """Test whether all sets of so many edges are as likely."""
    links = distinct_pairs(rng, np.full(count, n), np.full(count, edges), n)
    ordered = [(u, v) for u in range(n) for v in range(n) if u != v]
    sets = [frozenset(chosen) for chosen in combinations(ordered, edges)]
    return equally_likely(GNM, f"{edges} edges of {n} vertices", _drawn(links), sets)


def small_worlds(
    rng: np.random.Generator, count: int, rewiring: float, claimed: float, n: int = 4
) -> Finding:
    """Test rings of two neighbours, rewired, against all that can come of them."""
    links = small_world(rng, np.full(count, n), np.full(count, n), n, rewiring)
    law = f"rings of {n} rewired with probability {claimed:g}"
    return frequencies("small_world", law, _drawn(links), rewired_rings(n, claimed))


def rewired_rings(n: int, chance: float) -> dict[Hashable, float]:
    """Return the probability of every directed network, following each edge of the ring."""
    ring = frozenset(frozenset((v, (v + 1) % n)) for v in range(n))
    law: dict[frozenset[frozenset[int]], float] = {ring: 1.0}
    for vertex in range(n):
        following: dict[frozenset[frozenset[int]], float] = {}
        for joined, probability in law.items():
            old = frozenset((vertex, (vertex + 1) % n))
            free = [w for w in range(n) if w != vertex and frozenset((vertex, w)) not in joined]
            kept = 1.0 if not free else 1 - chance
            following[joined] = following.get(joined, 0.0) + probability * kept
            for other in free:
                moved = joined - {old} | {frozenset((vertex, other))}
                each = probability * chance / len(free)
                following[moved] = following.get(moved, 0.0) + each
        law = following
    return _directed(law)


def _directed(law: Mapping[frozenset[frozenset[int]], float]) -> dict[Hashable, float]:
    """Give every edge either direction, both as likely."""
    found: dict[Hashable, float] = {}
    for joined, probability in law.items():
        edges = [tuple(sorted(edge)) for edge in joined]
        for bits in range(2 ** len(edges)):
            turned = (e[::-1] if bits >> i & 1 else e for i, e in enumerate(edges))
            key = frozenset(turned)
            found[key] = found.get(key, 0.0) + probability / 2 ** len(edges)
    return found


def scale_free_growth(
    rng: np.random.Generator,
    count: int,
    n: int = 5,
    origin_share: float = NEW_ORIGIN_SHARE,
    offset: float = IN_DEGREE_OFFSET,
) -> Finding:
    """Test growth in which each step adds a vertex against all that can come of it."""
    links = scale_free(rng, np.full(count, n), np.full(count, n), n)
    expected = grown(n, origin_share, offset)
    return frequencies("scale_free", f"growth to {n} vertices", _drawn(links), expected)


def grown(n: int, origin_share: float, offset: float) -> dict[Hashable, float]:
    """Return the probability of every network of n vertices, following each step of the growth.

    Args:
        n: Number of vertices, grown from a triangle.
        origin_share: Probability that a new vertex gets an edge out rather than in.
        offset: What is added to in-degrees when a target is chosen.
    """
    law: dict[tuple[tuple[int, int], ...], float] = {((0, 1), (1, 2), (2, 0)): 1.0}
    for new in range(3, n):
        following: dict[tuple[tuple[int, int], ...], float] = {}
        for edges, probability in law.items():
            for edge, chance in _steps(edges, new, origin_share, offset):
                more = (*edges, edge)
                following[more] = following.get(more, 0.0) + probability * chance
        law = following
    found: dict[Hashable, float] = {}
    for edges, probability in law.items():
        key = frozenset((u, v) for u, v in edges if u != v)
        found[key] = found.get(key, 0.0) + probability
    return found


def _steps(
    edges: tuple[tuple[int, int], ...], new: int, origin_share: float, offset: float
) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield the edges that one step can add, with their probabilities."""
    known = new + 1  # a new origin may choose itself, as published
    indegrees = Counter(v for _, v in edges)
    for v in range(known):
        weight = (indegrees[v] + offset) / (len(edges) + offset * known)
        yield (new, v), origin_share * weight
    for u, degree in Counter(u for u, _ in edges).items():
        yield (u, new), (1 - origin_share) * degree / len(edges)


def weights(rng: np.random.Generator, count: int) -> Finding:
    """Test coefficients, 1 to 99 with the same probability."""
    law = LabelLaw(NetworkLaw(GNM, (8, 8), (2.0, 2.0)), ALL_VERTICES)
    drawn = Drawn.with_coefficients(rng, law.released(rng, count, 0.4), weighted=True)
    seen = Counter(drawn.edges[:, 2].tolist())
    values = range(1, MAX_COEFFICIENT + 1)
    return equally_likely("weighted networks", "coefficients", seen, values)


def repairs(rng: np.random.Generator, count: int, claimed: float) -> Finding:
    """Test the share of networks without equilibrium that are repaired."""
    drawn = LabelLaw(NetworkLaw(ERDOS, (8, 16), (2.0, 4.0)), ALL_VERTICES).released(rng, count, 0.4)
    open_to_repair = int((drawn.repaired | ~drawn.labels).sum())
    hits = int(drawn.repaired.sum())
    return share("networks", "share that is repaired", hits, open_to_repair, claimed)


def balanced(rng: np.random.Generator, count: int, wanted: float, claimed: float) -> Finding:
    """Test the share of networks with an equilibrium where it is drawn first."""
    law = LabelLaw(NetworkLaw(ERDOS, (8, 16), (2.0, 4.0)), ALL_VERTICES)
    labels = law.balanced(rng, count, wanted).labels
    return share("networks", "exact balance", int(labels.sum()), len(labels), claimed)


def hard_classes(rng: np.random.Generator, count: int) -> Finding:
    """Test whether the hard set has as many networks with an equilibrium as without."""
    law = LabelLaw(NetworkLaw(ERDOS, (8, 16), (2.0, 4.0)), ALL_VERTICES)
    labels = law.hard(rng, count).labels
    p = 1.0 if 2 * int(labels.sum()) == len(labels) else 0.0
    return Finding("networks", "hard set has both classes alike", "exact", len(labels), 0.0, p)
