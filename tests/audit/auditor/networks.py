"""Metabolic networks: existence by a search backwards, levels to many digits.

Every vertex 0 .. n has to reach the excretion n + 1. The levels solve a linear system whose
residual is computed exactly; floating point only proposes corrections to them.
"""

import re
from fractions import Fraction

import numpy as np

from .numbers import decade, read_float
from .opinion import MalformedError, Opinion, Word, right, within, wrong

TOLERANCE = Fraction(5, 100)
GOOD_ENOUGH = Fraction(1, 10**30)
"""Size of the residual, relative to the flow into the network, at which levels are known."""
SEPARATOR = "<SPECIAL_3>"
MAX_ROUNDS = 60
_VERTEX = re.compile(r"N(0|[1-9][0-9]{0,2})")


def read_network(words):
    """Return the number of inner vertices and the edges as pairs; every coefficient is 1."""
    numbers = [int(_VERTEX.fullmatch(word)[1]) for word in words]
    return numbers[0], list(zip(numbers[1::2], numbers[2::2], strict=True))


def has_equilibrium(n, edges):
    """Return whether every vertex but the excretion has a path to it."""
    sources = [[] for _ in range(n + 2)]
    for start, end in edges:
        sources[end].append(start)
    reached, left = {n + 1}, [n + 1]
    while left:
        for vertex in sources[left.pop()]:
            if vertex not in reached:
                reached.add(vertex)
                left.append(vertex)
    return len(reached) == n + 2


def judge_existence(problem, answer):
    """Return an opinion on `N1` or `N0`."""
    if list(answer) not in (["N0"], ["N1"]):
        return Opinion(Word.MALFORMED, "neither N0 nor N1")
    found = has_equilibrium(*read_network(problem))
    return right() if found == (answer[0] == "N1") else wrong()


def judge_levels(problem, answer):
    """Return an opinion on `N1` and levels, or on `N0`."""
    n, edges = read_network(problem)
    try:
        given = _read_levels(answer)
    except MalformedError as error:
        return Opinion(Word.MALFORMED, str(error))
    exists = has_equilibrium(n, edges)
    if given is None or not exists:
        return right() if (given is None) != exists else wrong("existence")
    if len(given) != n:
        return Opinion(Word.MALFORMED, "another number of levels")
    needed = [_needed(t, h) for t, h in zip(levels(n, edges), given, strict=True)]
    return within(None if None in needed else max(needed), TOLERANCE)


def _read_levels(words):
    if list(words) == ["N0"]:
        return None
    if not words or words[0] != "N1":
        raise MalformedError("neither N0 nor N1")
    at, found = 1, []
    while at < len(words):
        if words[at] != SEPARATOR:
            raise MalformedError("no separator")
        start = at + 1
        value, at = read_float(words, start)
        if list(words[start + 2 : start + 6 : 3]) != [".", "10^"]:
            raise MalformedError("no level of three digits")
        found.append(value)
    if not found:
        raise MalformedError("no levels")
    return found


def _needed(true, given):
    if not true:
        return Fraction(0) if not given else None
    half = Fraction(10) ** (decade(true) - 2) / 2
    return max(abs(given - true) - half, Fraction(0)) / true


def levels(n, edges):
    """Return the levels of a network that has an equilibrium, to 30 digits."""
    reached, left = {0}, [0]
    while left:
        vertex = left.pop()
        for start, end in edges:
            if start == vertex and end not in reached and end <= n:
                reached.add(end)
                left.append(end)
    own = sorted(reached - {0})
    place = {vertex: i for i, vertex in enumerate(own)}
    matrix, intake = np.zeros((len(own), len(own))), [0] * len(own)
    for start, end in edges:
        if start in place:
            matrix[place[start], place[start]] += 1
        if end in place and start in place:
            matrix[place[end], place[start]] -= 1
        elif end in place and start == 0:
            intake[place[end]] += 1
    solved = _refined(matrix, intake)
    return [solved[place[v]] if v in place else Fraction(0) for v in range(1, n + 1)]


def _refined(matrix, intake):
    """Return the solution of a linear system with small integers, by exact residuals."""
    guess = np.linalg.inv(matrix)
    rows = [[(j, int(matrix[i, j])) for j in np.flatnonzero(matrix[i])] for i in range(len(matrix))]
    shift = 160
    found = [0] * len(rows)  # In units of 2**-160.
    for _ in range(MAX_ROUNDS):
        residual = [
            (b << shift) - sum(c * found[j] for j, c in row)
            for b, row in zip(intake, rows, strict=True)
        ]
        worst = max(map(abs, residual))
        if worst <= GOOD_ENOUGH * (1 << shift):
            return [Fraction(v, 1 << shift) for v in found]
        scale = max(worst.bit_length() - 60, 0)
        step = guess @ np.array([r >> scale for r in residual], dtype=np.float64)
        found = [f + (int(s) << scale) for f, s in zip(found, step.tolist(), strict=True)]
    raise ArithmeticError("the levels do not settle")
