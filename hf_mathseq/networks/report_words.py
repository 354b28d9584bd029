"""Reports on networks in words and as JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from hf_mathseq.networks.json_form import network_object
from hf_mathseq.networks.knock_outs import KnockOut
from hf_mathseq.networks.network import Network
from hf_mathseq.networks.outcomes import LABEL_RULES, Outcome, has_equilibrium_label

if TYPE_CHECKING:
    from hf_mathseq.networks.report import NetworkReport

DIGITS = 6
SHOWN_NAMES = 8
"""So many vertices are named in a sentence before the rest is only counted."""


def in_words(report: NetworkReport) -> str:
    """Return a report as lines for people."""
    return "\n".join(_lines(report))


def as_dict(report: NetworkReport) -> dict[str, Any]:
    """Return a report as plain JSON values; numbers of vertices as in the network's edges."""
    network, solved = report.network, report.levels
    found = network_object(network) | {
        "status": str(report.outcome),
        "labels": {rule: has_equilibrium_label(network, rule) for rule in LABEL_RULES},
        "trapped": report.trapped,
        "not_reached": report.unreached,
        "offending_path": report.path,
        "accumulation_rate": report.accumulation,
        "total_intake": report.total_intake,
        "total_excretion": report.total_excretion,
        "equilibrium": None if solved is None else solved.tolist(),
        "levels": None if solved is None else _by_name(network, solved.tolist()),
        "edge_fluxes": None if report.fluxes is None else _on_edges(network, report.fluxes),
        "summary": summary(report),
    }
    if report.knock_outs is not None:
        found["knock_outs"] = [_knock_out(knocked) for knocked in report.knock_outs]
    if report.sensitivities is not None:
        found["sensitivities"] = report.sensitivities.tolist()
    return found


def summary(report: NetworkReport) -> str:
    """Return how many equilibria there are, and why, in one line."""
    network = report.network
    if report.outcome is Outcome.UNIQUE:
        return "one equilibrium: every vertex has a path to the excretion"
    stuck = _named(network, report.trapped)
    verb = "has" if len(report.trapped) == 1 else "have"
    if report.outcome is Outcome.NON_UNIQUE:
        return (
            f"many equilibria: {stuck} {verb} no path to the excretion, but nothing flows there; "
            "shown is the one that is empty there"
        )
    way = " -> ".join(network.name(vertex) for vertex in report.path)
    return (
        f"no equilibrium: {way} leads where no path to the excretion does, and "
        f"{_number(report.accumulation)} per time accumulates"
    )


def _lines(report: NetworkReport) -> Iterator[str]:
    network = report.network
    unit = "" if network.weighted else ", all coefficients 1"
    yield f"{_count(network.n, 'vertex', 'vertices')}, {_count(len(network.edges), 'edge')}{unit}"
    yield summary(report)
    if report.trapped:
        yield f"no path to the excretion: {_named(network, report.trapped)}"
    if report.unreached:
        yield f"not reached by the intake: {_named(network, report.unreached)}"
    if report.levels is not None and report.fluxes is not None:
        yield from _equilibrium_lines(report, report.levels.tolist(), report.fluxes.tolist())
    if report.knock_outs is not None:
        yield "\nknock-outs"
        yield from _columns(_knock_out_row(network, knocked) for knocked in report.knock_outs)
    if report.sensitivities is not None:
        yield "\nsensitivities: the coefficient that each level depends on most"
        yield from _columns(_strongest(network, report.sensitivities))


def _equilibrium_lines(
    report: NetworkReport, levels: Sequence[float], fluxes: Sequence[float]
) -> Iterator[str]:
    network = report.network
    yield "\nlevels"
    yield from _columns([name, _number(level)] for name, level in _by_name(network, levels).items())
    yield "\nfluxes"
    yield from _columns(
        [_edge(network, u, v), _number(flux)]
        for (u, v, _), flux in zip(network.edges, fluxes, strict=True)
    )
    yield (
        f"\ntotal intake {_number(report.total_intake)}, "
        f"total excretion {_number(report.total_excretion or 0.0)}"
    )


def _knock_out_row(network: Network, knocked: KnockOut) -> list[str]:
    ends = knocked.removed
    removed = _edge(network, *ends) if len(ends) == 2 else network.name(ends[0])
    if knocked.levels is None:
        return [f"without {removed}", str(knocked.outcome), ""]
    highest = int(knocked.levels.argmax())
    shown = f"highest level {network.name(highest + 1)} {_number(float(knocked.levels[highest]))}"
    return [f"without {removed}", str(knocked.outcome), shown]


def _strongest(network: Network, sensitivities: Any) -> Iterator[list[str]]:
    for vertex, row in enumerate(sensitivities, start=1):
        k = int(np.abs(row).argmax()) if len(row) else -1
        if k < 0 or not row[k]:
            yield [network.name(vertex), "none", ""]
            continue
        u, v, _ = network.edges[k]
        yield [network.name(vertex), _edge(network, u, v), f"{row[k]:+.{DIGITS}g}"]


def _knock_out(knocked: KnockOut) -> dict[str, Any]:
    return {
        "removed": list(knocked.removed),
        "status": str(knocked.outcome),
        "equilibrium": None if knocked.levels is None else knocked.levels.tolist(),
    }


def _by_name(network: Network, levels: Sequence[float]) -> dict[str, float]:
    return {network.name(vertex): level for vertex, level in enumerate(levels, start=1)}


def _on_edges(network: Network, fluxes: Any) -> list[list[Any]]:
    return [[u, v, flux] for (u, v, _), flux in zip(network.edges, fluxes.tolist(), strict=True)]


def _named(network: Network, vertices: Sequence[int]) -> str:
    names = ", ".join(network.name(vertex) for vertex in vertices[:SHOWN_NAMES])
    more = len(vertices) - SHOWN_NAMES
    return f"{names} and {more} more" if more > 0 else names


def _edge(network: Network, origin: int, target: int) -> str:
    return f"{network.name(origin)} -> {network.name(target)}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _number(value: float) -> str:
    return f"{value:.{DIGITS}g}"


def _columns(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield rows as aligned lines."""
    cells = list(rows)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"  {line}".rstrip()
