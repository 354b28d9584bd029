"""Verdicts on answers about networks: is there an equilibrium, and at what levels (2112.03588).

Labels are decided anew by graph search and levels solved for anew, from the network of a row. The
two criteria of levels are in `level_criteria`. Where the label says that there is no
equilibrium, only the answer that says so is right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.encodings.levels import written_levels
from hf_mathseq.encodings.networks import MalformedNetwork
from hf_mathseq.networks.batches import batches
from hf_mathseq.networks.graph_levels import graph_levels, stuck
from hf_mathseq.networks.graphs import Graphs
from hf_mathseq.networks.outcomes import ALL_VERTICES
from hf_mathseq.verdict import Status, Verdict, invalid
from hf_mathseq.verification.level_criteria import (
    PAPER_TOLERANCES,
    STRICT_TOLERANCE,
    published_needed,
    relative_l1,
    strict_level_errors,
)

Row = Mapping[str, Any]
Tokens = Sequence[str]
T = TypeVar("T")


@dataclass(frozen=True)
class LevelsCriterion:
    """How levels are judged.

    Attributes:
        precision: Decimals of the mantissas that levels are written with.
        strict: Whether by the strict criterion instead of the published one.
        tolerance: Relative tolerance; None is 5 % (strict) or 10 % (paper).
        rule: One of `LABEL_RULES`: when no levels are expected.
    """

    precision: int
    strict: bool = True
    tolerance: float | None = None
    rule: str = ALL_VERTICES

    @property
    def limit(self) -> float:
        """The tolerance that applies."""
        own = STRICT_TOLERANCE if self.strict else PAPER_TOLERANCES[0]
        return own if self.tolerance is None else self.tolerance


def existence_verdicts(
    rows: Sequence[Row],
    hypotheses: Sequence[Tokens],
    read: Callable[[Tokens], bool],
    rule: str = ALL_VERTICES,
) -> list[Verdict]:
    """Return one verdict per hypothesis on whether there is an equilibrium.

    Args:
        rows: The problems, with `n` and `edges`.
        hypotheses: Answers, as tokens.
        read: Turns tokens into an answer or raises `MalformedNetwork`.
        rule: One of `LABEL_RULES`.
    """
    verdicts, answers = _read_all(hypotheses, read)
    places = list(answers)
    for members, graphs, _ in batches([rows[i] for i in places]):
        own = [places[k] for k in members]
        for i, vertex in zip(own, _witnesses(graphs, rule), strict=True):
            verdicts[i] = _class_verdict(answers[i] == (vertex is None), rows[i], vertex)
    return verdicts


def levels_verdicts(
    rows: Sequence[Row],
    hypotheses: Sequence[Tokens],
    read: Callable[[Tokens], list[float] | None],
    criterion: LevelsCriterion,
) -> list[Verdict]:
    """Return one verdict per hypothesis on the levels at equilibrium.

    Args:
        rows: The problems, with `n` and `edges`. The paper's criterion takes `levels` from them;
            they are computed for rows without.
        hypotheses: Answers, as tokens.
        read: Turns tokens into levels, None for no equilibrium, or raises `MalformedNetwork`.
        criterion: How levels are judged.
    """
    verdicts, answers = _read_all(hypotheses, read)
    places = list(answers)
    for members, graphs, coefficients in batches([rows[i] for i in places]):
        own = [places[k] for k in members]
        found = _judged(
            [rows[i] for i in own], [answers[i] for i in own], graphs, coefficients, criterion
        )
        for i, verdict in zip(own, found, strict=True):
            verdicts[i] = verdict
    return verdicts


def _read_all(
    hypotheses: Sequence[Tokens], read: Callable[[Tokens], T]
) -> tuple[list[Verdict], dict[int, T]]:
    """Return a verdict for every hypothesis and, by position, those that could be read."""
    verdicts = [invalid("")] * len(hypotheses)
    answers: dict[int, T] = {}
    for i, tokens in enumerate(hypotheses):
        try:
            answers[i] = read(tokens)
        except MalformedNetwork as error:
            verdicts[i] = invalid(str(error))
    return verdicts, answers


def _witnesses(graphs: Graphs, rule: str) -> list[int | None]:
    """Return for each network the first vertex that stands against an equilibrium, if any."""
    against = stuck(graphs, rule)
    first = np.where(against.any(axis=1), against.argmax(axis=1), -1)
    return [vertex if vertex >= 0 else None for vertex in first.tolist()]


def _class_verdict(
    right: bool, row: Row, vertex: int | None, needed: float | None = None
) -> Verdict:
    """Return the verdict on an answer that is only about whether there is an equilibrium."""
    detail = "there is an equilibrium: every vertex that counts has a path to the excretion"
    if vertex is not None:
        detail = f"{_name(row, vertex)} has no path to the excretion"
    return Verdict(Status.CORRECT if right else Status.INCORRECT, "graph", None, detail, needed)


def _name(row: Row, vertex: int) -> str:
    """Return what a vertex is called, by its name where the row has names."""
    names = row.get("names")
    if not vertex:
        return "the intake"
    return names[vertex - 1] if names else f"vertex {vertex}"


def _judged(
    rows: Sequence[Row],
    answers: Sequence[Sequence[float] | None],
    graphs: Graphs,
    coefficients: FloatArray,
    criterion: LevelsCriterion,
) -> list[Verdict]:
    """Return the verdicts on one batch; only complete levels of networks that have some are scored.

    Any levels are wrong where there is no equilibrium, however many they are.
    """
    found: dict[int, Verdict] = {}
    witnesses = _witnesses(graphs, criterion.rule)
    for i, (row, vertex, answer) in enumerate(zip(rows, witnesses, answers, strict=True)):
        if vertex is not None or answer is None:
            right = (answer is None) == (vertex is not None)
            found[i] = _class_verdict(right, row, vertex, 0.0 if right else np.inf)
        elif len(answer) != row["n"]:
            found[i] = invalid(f"{len(answer)} levels instead of {row['n']}")
    scored = [i for i in range(len(rows)) if i not in found]
    if scored:
        part = graphs.take(np.array(scored))
        given = padded([answers[i] or () for i in scored], graphs.order)
        judge = _strict if criterion.strict else _published
        judged = judge([rows[i] for i in scored], part, coefficients[scored], given, criterion)
        found |= dict(zip(scored, judged, strict=True))
    return [found[i] for i in range(len(rows))]


def padded(levels: Sequence[Sequence[float]], order: int) -> FloatArray:
    """Return levels with zeros up to the same length, shape (networks, order)."""
    found = np.zeros((len(levels), order))
    for own, values in zip(found, levels, strict=True):
        own[: len(values)] = values
    return found


def _strict(
    rows: Sequence[Row],
    graphs: Graphs,
    coefficients: FloatArray,
    given: FloatArray,
    criterion: LevelsCriterion,
) -> list[Verdict]:
    true = graph_levels(graphs, coefficients)
    errors = strict_level_errors(true, given, criterion.precision)
    worst = errors.argmax(axis=1)
    found = []
    for k, (row, vertex) in enumerate(zip(rows, worst.tolist(), strict=True)):
        error = float(errors[k, vertex])
        detail = "every level is right to its last digit"
        if error:
            detail = f"{_name(row, vertex + 1)} is at {true[k, vertex]:.6g}, the answer is "
            detail += f"{given[k, vertex]:.6g}"
        found.append(_level_verdict(error, error, criterion.limit, detail))
    return found


def _published(
    rows: Sequence[Row],
    graphs: Graphs,
    coefficients: FloatArray,
    given: FloatArray,
    criterion: LevelsCriterion,
) -> list[Verdict]:
    targets = _targets(rows, graphs, coefficients, criterion.precision)
    errors = relative_l1(targets, given)
    needed = published_needed(errors)
    return [
        _level_verdict(error, least, criterion.limit, f"relative L1 error {error:.3g}")
        for error, least in zip(errors.tolist(), needed.tolist(), strict=True)
    ]


def _targets(
    rows: Sequence[Row], graphs: Graphs, coefficients: FloatArray, precision: int
) -> FloatArray:
    """Return the levels of networks as written; computed unless every row has them."""
    given = [row.get("levels") for row in rows]
    if all(levels is not None for levels in given):
        return padded([levels or () for levels in given], graphs.order)
    true = graph_levels(graphs, coefficients)
    return written_levels(true.ravel(), precision).reshape(true.shape)


def _level_verdict(error: float, needed: float, limit: float, detail: str) -> Verdict:
    status = Status.CORRECT if needed <= limit else Status.INCORRECT
    return Verdict(status, "numeric", error if np.isfinite(error) else None, detail, needed)
