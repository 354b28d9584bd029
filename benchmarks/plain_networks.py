"""Random networks one at a time, as one would write them first, to compare our rates with."""

from __future__ import annotations

from collections import deque

import numpy as np

from hf_mathseq.encodings.levels import LevelsEncoding
from hf_mathseq.encodings.networks import network_vocabulary

VOCABULARY = network_vocabulary()
LEVELS = LevelsEncoding(VOCABULARY, precision=2)
Matrix = np.ndarray[tuple[int, int], np.dtype[np.bool_]]


def drawn_network(rng: np.random.Generator) -> Matrix:
    """Return the adjacency matrix of a network of size S, rows and columns 0 to n + 1."""
    n = int(rng.integers(32, 65))
    wanted = round((2 + 2 * rng.random()) * n)
    links = np.zeros((n + 2, n + 2), dtype=np.bool_)
    links[1 : n + 1, 1 : n + 1] = rng.random((n, n)) < wanted / (n * (n - 1))
    np.fill_diagonal(links, val=False)
    links[rng.integers(1, n + 1), n + 1] = True
    links[0, rng.integers(1, n + 1)] = True
    return links


def undrained(links: Matrix) -> list[int]:
    """Return the vertices without a path to the last one, by breadth-first search."""
    last = len(links) - 1
    found, waiting = {last}, deque([last])
    while waiting:
        for vertex in np.flatnonzero(links[:, waiting.popleft()]).tolist():
            if vertex not in found:
                found.add(vertex)
                waiting.append(vertex)
    return [vertex for vertex in range(last) if vertex not in found]


def repaired(rng: np.random.Generator, links: Matrix) -> Matrix:
    """Add edges until every vertex has a path to the last one."""
    while missing := undrained(links):
        origin = missing[rng.integers(len(missing))]
        free = [v for v in range(1, len(links)) if v != origin and not links[origin, v]]
        links[origin, free[rng.integers(len(free))]] = True
    return links


def solved(links: Matrix) -> list[float]:
    """Return the levels of a network in which every vertex is drained."""
    inner = links[1:-1, 1:-1]
    matrix = np.diag(links[1:-1].sum(axis=1)) - inner.T
    levels = np.linalg.solve(matrix.astype(np.float64), links[0, 1:-1].astype(np.float64))
    reached, waiting = set(), deque(np.flatnonzero(links[0, 1:-1]).tolist())
    while waiting:
        vertex = waiting.popleft()
        if vertex not in reached:
            reached.add(vertex)
            waiting.extend(np.flatnonzero(inner[vertex]).tolist())
    return [level if vertex in reached else 0.0 for vertex, level in enumerate(levels.tolist())]


def examples(count: int, levels: bool) -> list[tuple[list[int], list[int]]]:
    """Return ids of inputs and targets from `count` draws, balanced as published."""
    rng = np.random.default_rng(0)
    found = []
    for _ in range(count):
        links = drawn_network(rng)
        label = not undrained(links)
        if not label and rng.random() < 0.4:
            links, label = repaired(rng, links), True
        if levels and not label:
            continue
        words = [f"N{len(links) - 2}"]
        for u, v in np.argwhere(links).tolist():
            words += [f"N{u}", f"N{v}"]
        target = LEVELS.tokens(solved(links)) if levels else [f"N{int(label)}"]
        found.append(([VOCABULARY.ids[word] for word in words], VOCABULARY.to_ids(target)))
    return found
