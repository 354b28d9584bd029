"""Equilibrium levels in exact arithmetic."""

from __future__ import annotations

from fractions import Fraction

from hf_mathseq.networks.levels import fed_places
from hf_mathseq.networks.network import INTAKE, Network


def exact_levels(network: Network) -> list[Fraction]:
    """Return the levels of `levels.levels` as fractions; meant for n up to about 40.

    Coefficients in floating point count as the binary fractions that they are.

    Raises:
        NoEquilibriumError: There is none.
    """
    fed = fed_places(network).tolist()
    place = {vertex + 1: i for i, vertex in enumerate(fed)}
    # The equations outflow_v x_v - sum of f_uv x_u = phi_v, the right-hand side last.
    rows: list[dict[int, Fraction]] = [{} for _ in fed]
    for u, v, f in network.edges:
        if u in place:
            _add(rows[place[u]], place[u], Fraction(f))
        if v in place and u in place:
            _add(rows[place[v]], place[u], -Fraction(f))
        elif v in place and u == INTAKE:
            _add(rows[place[v]], len(fed), Fraction(f))
    solved = _solution(rows)
    found = [Fraction(0)] * network.n
    for vertex, value in zip(fed, solved, strict=True):
        found[vertex] = value
    return found


def _add(row: dict[int, Fraction], column: int, value: Fraction) -> None:
    row[column] = row.get(column, Fraction(0)) + value


def _solution(rows: list[dict[int, Fraction]]) -> list[Fraction]:
    """Return the solution of sparse equations whose matrix is an M-matrix: no pivot is 0."""
    size = len(rows)
    for k, pivot in enumerate(rows):
        for row in rows[k + 1 :]:
            if k in row:
                factor = row.pop(k) / pivot[k]
                for column, value in pivot.items():
                    if column > k:
                        _add(row, column, -factor * value)
    found: list[Fraction] = [Fraction(0)] * size
    for k in reversed(range(size)):
        known = rows[k].get(size, Fraction(0))
        rest = sum((rows[k].get(j, 0) * found[j] for j in range(k + 1, size)), Fraction(0))
        found[k] = (known - rest) / rows[k][k]
    return found
