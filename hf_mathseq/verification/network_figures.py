"""Figures of level answers beside their verdicts (arXiv 2112.03588).

The relative L1 error is dominated by the largest levels; these figures tell how the small ones
fare, and how well an answer balances every vertex and the whole network, which needs no target.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.encodings.networks import MalformedNetwork
from hf_mathseq.networks.baselines import rules_of_thumb
from hf_mathseq.networks.batches import batches
from hf_mathseq.networks.graph_levels import graph_levels, stuck
from hf_mathseq.networks.outcomes import ALL_VERTICES
from hf_mathseq.verification.matrices import relative_to
from hf_mathseq.verification.networks import padded

NEAR = 0.1
"""Relative error up to which a level counts as near."""
NEAR_ZERO = 1e-3
"""Size up to which an answer counts as near a level that is 0."""

Figures = dict[str, FloatArray]
"""Name -> one number for each answer that was measured."""
Table = dict[str, dict[str, float | None]]
NEAR_VERTICES = "vertices within 10 %"
ALL_NEAR = "all vertices within 10 %"
RESIDUAL = "residual of the equations"
CONSERVATION = "excretion over intake"
MEASURED = "answers with all levels"


def level_figures(rows: Sequence[Mapping[str, Any]], answers: Sequence[Sequence[float]]) -> Figures:
    """Return the figures of the answers that give a level for every vertex.

    The share of vertices within 10 % (absolutely 0.001 where the level is 0); whether all are; the
    residual `|J h + phi|_1 / |phi|_1` of the answer h; and total excretion over total intake.
    Only networks that have an equilibrium are measured.

    Args:
        rows: The problems, with `n` and `edges`.
        answers: Levels for each of them; none, or another number than n, is passed over.
    """
    found: dict[str, list[FloatArray]] = {
        name: [] for name in (NEAR_VERTICES, ALL_NEAR, RESIDUAL, CONSERVATION)
    }
    pairs = zip(rows, answers, strict=True)
    whole = [(row, given) for row, given in pairs if len(given) == row["n"]]
    for members, graphs, rates in batches([row for row, _ in whole]):
        true = graph_levels(graphs, rates)
        exist = ~np.isnan(true).any(axis=1)
        inside, true, rates = graphs.inside[exist], true[exist], rates[exist]
        given = padded([whole[k][1] for k in members], graphs.order)[exist]
        near = _is_near(given, true)
        shares = (near & inside).sum(axis=1) / graphs.sizes[exist]
        found[NEAR_VERTICES].append(np.asarray(shares))
        found[ALL_NEAR].append(np.asarray((near | ~inside).all(axis=1), dtype=np.float64))
        found[RESIDUAL].append(residuals(given, rates))
        found[CONSERVATION].append(_conservation(given, rates))
    return {name: np.concatenate([*parts, np.empty(0)]) for name, parts in found.items()}


def diagnostics_of(
    rows: Sequence[Mapping[str, Any]],
    hypotheses: Sequence[Sequence[str]],
    read: Callable[[Sequence[str]], list[float] | None],
    rule: str = ALL_VERTICES,
) -> dict[str, dict[str, dict[str, float | None]]]:
    """Return what `Task.diagnostics` does of answers about levels.

    Mean and median of every figure of `level_figures`; where there are networks with and without
    equilibrium also how often the answers tell which, beside rules of thumb.

    Args:
        rows: The problems, with `n` and `edges`.
        hypotheses: Answers, as tokens.
        read: Turns tokens into levels, None for no equilibrium, or raises `MalformedNetwork`.
        rule: One of `LABEL_RULES`: what counts as an equilibrium.
    """
    answers = [_answer(read, tokens) for tokens in hypotheses]
    figures = level_figures(rows, [levels for _, levels in answers])
    measured = len(figures[RESIDUAL])
    table: Table = {MEASURED: {"mean": measured / max(1, len(rows)), "median": None}}
    for name, values in figures.items():
        means = (values.mean(), np.median(values)) if measured else (np.nan, np.nan)
        table[name] = {
            column: float(mean) if np.isfinite(mean) else None
            for column, mean in zip(("mean", "median"), means, strict=True)
        }
    existence = _existence(rows, [told for told, _ in answers], rule)
    return {"levels": table} | ({"existence": existence} if existence else {})


def _answer(
    read: Callable[[Sequence[str]], list[float] | None], tokens: Sequence[str]
) -> tuple[bool | None, list[float]]:
    """Return whether an answer tells of an equilibrium, None if it is malformed, and the levels."""
    try:
        levels = read(tokens)
    except MalformedNetwork:
        return None, []
    return levels is not None, levels or []


def _existence(rows: Sequence[Mapping[str, Any]], told: Sequence[bool | None], rule: str) -> Table:
    """Return how often answers and rules of thumb tell whether there is an equilibrium.

    Nothing where all networks are alike in that.
    """
    labels = np.zeros(len(rows), dtype=np.bool_)
    for members, graphs, _ in batches(rows):
        labels[members] = ~stuck(graphs, rule).any(axis=1)
    if labels.all() or not labels.any():
        return {}
    guesses = {"best answers": told} | rules_of_thumb(rows, rule)
    return {
        name: {"right": sum(map(operator.eq, guess, labels.tolist())) / len(rows)}
        for name, guess in guesses.items()
    }


def residuals(levels: FloatArray, rates: FloatArray) -> FloatArray:
    """Return `|J h + phi|_1 / |phi|_1`, shape (networks,).

    Args:
        levels: h, shape (networks, N).
        rates: Coefficients in the shape of `Graphs.links`.
    """
    internal, phi = rates[:, 1:, :-1], rates[:, 0, :-1]
    with np.errstate(over="ignore", invalid="ignore"):
        gained = (levels[:, :, None] * internal).sum(axis=1) + phi
        missed = np.abs(gained - levels * rates[:, 1:].sum(axis=2)).sum(axis=1)
    return relative_to(np.where(np.isnan(missed), np.inf, missed), phi.sum(axis=1))


def _conservation(levels: FloatArray, rates: FloatArray) -> FloatArray:
    with np.errstate(over="ignore"):
        leaving = (levels * rates[:, 1:, -1]).sum(axis=1)
    return relative_to(leaving, rates[:, 0, :-1].sum(axis=1))


def _is_near(given: FloatArray, true: FloatArray) -> np.ndarray[Any, np.dtype[np.bool_]]:
    allowed = np.where(true > 0, NEAR * true, NEAR_ZERO)
    return np.asarray(np.abs(given - true) <= allowed)
