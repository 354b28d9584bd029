"""Lines about the system of a data-set row, shown behind a model's verified answer."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from hf_mathseq.analysis.fields import value_at
from hf_mathseq.analysis.systems import Analysis, analyse
from hf_mathseq.analysis.words import (
    assumed_controls,
    eigenvalue_list,
    equations,
    feedback_lines,
    grows,
    number,
    reach_text,
)
from hf_mathseq.systems.layout import system_trees
from hf_mathseq.systems.own_formulas import number_tree
from hf_mathseq.systems.own_system import OwnSystem
from hf_mathseq.systems.words import VARIABLES

NAMES = "names"
"""Key of a row's names of states and controls, which rows of users' own systems have."""
SHOWN = "shown"
"""Key of a user's own system as people read it."""
PUBLISHED = "the published point; 'at (0, 0)' behind the equations gives another one"


def shown_system(system: OwnSystem, published: float) -> str:
    """Return a system in the user's names with the point at which it is looked at.

    Args:
        system: The system.
        published: Every coordinate where the user gives no point.
    """
    known = system.point is not None
    values = [value_at(tree, []) for tree in system.point or ()] or [published] * len(system.names)
    at = ", ".join(f"{n} = {number(v)}" for n, v in zip(system.names, values, strict=True))
    remarks = [*([] if known else [PUBLISHED]), *assumed_controls(system)]
    return "".join([f"{'; '.join(equations(system))}; at {at}", *(f" ({r})" for r in remarks)])


def row_analysis(row: Mapping[str, Any]) -> Analysis:
    """Return the analysis of a row's system at the row's point, in the user's names.

    Raises:
        ProblemError: It cannot be analysed.
    """
    trees = tuple(system_trees(row["system"]))
    variables = len(trees) + row["controls"]
    names = tuple(row.get(NAMES, VARIABLES[:variables]))
    coordinate = number_tree(Fraction(str(row["point"])))
    return analyse(
        OwnSystem(
            states=names[: len(trees)],
            controls=names[len(trees) :],
            equations=trees,
            point=(coordinate,) * variables,
        )
    )


def eigenvalue_line(row: Mapping[str, Any]) -> str:
    """Return the eigenvalues of a row's Jacobian and its convergence speed."""
    found = row_analysis(row).spectrum
    return f"eigenvalues {eigenvalue_list(found)}; speed {number(-found.values[0].real)}"


def reach_line(row: Mapping[str, Any]) -> str:
    """Return which directions the controls of a row's system reach."""
    analysis = row_analysis(row)
    if analysis.reach is None:
        return "derivatives are not real"
    return reach_text(analysis.reach, analysis.system)


def exact_dimension(row: Mapping[str, Any]) -> int | None:
    """Return the dimension that the controls of a row's system do not reach, None if undecided."""
    analysis = row_analysis(row)
    reach = analysis.reach
    return None if reach is None or not reach.decided else len(analysis.system.states) - reach.rank


def without_gain_line(row: Mapping[str, Any]) -> str:
    """Return what can be done with a row's system that is not controllable.

    Names stand for distances from the user's point.
    """
    analysis = row_analysis(row)
    reach, feedback = analysis.reach, analysis.feedback
    if reach is None:
        return "derivatives are not real"
    line = reach_text(reach, analysis.system)
    if grows(reach):
        return f"no gain stabilises: {line}"
    if feedback is None:
        return line
    gains = feedback_lines(analysis.system, [0] * len(analysis.point), feedback.gain)
    return f"{line}; {'; '.join(gains)} stabilises"


def gain_line(row: Mapping[str, Any], gain: Any) -> str:
    """Return what a gain for the pair of the data means for the system itself.

    In the data A is divided by its Frobenius norm and B is not: |A| K belongs to the system. Names
    stand for distances from the user's point.
    """
    analysis = row_analysis(row)
    own = np.linalg.norm(analysis.jacobian) * np.asarray(gain, dtype=np.float64)
    closed = np.linalg.eigvals(analysis.jacobian + analysis.inputs @ own)
    largest = float(closed.real.max())
    lines = "; ".join(feedback_lines(analysis.system, [0] * len(analysis.point), own))
    return f"for the system itself {lines}, with largest real part {number(largest)}"
