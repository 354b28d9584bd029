"""Findings on differential equations that do not need many digits.

- The residual vanishes in normal form (*structural*), or as an expression in independent
  functions modulo a large prime (*identity*), and its floats are 0 to rounding at enough real
  points.
- For generated pairs it is enough that the residual vanishes on a branch: where roots are square
  roots of squares, residues take one of the two at random, and so a residual that vanishes at two
  points of several vanishes on a branch. Floats say that it looks like one of the real line; for
  answers, which may be near misses, many digits have to say so.
- The residual is 0 to rounding nowhere, and differs from 0 by far more than a bound on all rounding
  errors at enough points: INCORRECT.

Everything else is left to `ode_evidence`.
"""

from __future__ import annotations

import re

import numpy as np

from hf_mathseq.symbolic.fingerprints import SYMBOL_VALUES, Fingerprints, unforeseen_values
from hf_mathseq.symbolic.nodes import ZERO, Expr, ExpressionError
from hf_mathseq.symbolic.prefix_writer import prefix_text
from hf_mathseq.verification.branch_residues import BranchResidues
from hf_mathseq.verification.ode_attempt import Attempt
from hf_mathseq.verification.ode_finding import Finding, differs, holds
from hf_mathseq.verification.ode_screen import Screen
from hf_mathseq.verification.root_signs import independent_roots
from hf_mathseq.verification.screening import MIN_POINTS
from hf_mathseq.verification.settled import LARGE_NUMBER, UNFIT

ZEROS = 2
"""Points at which a residual has to vanish modulo the prime: an accident has a probability near
1e-9 at each."""

_LARGE_NUMBER = re.compile(LARGE_NUMBER)


def settle(attempt: Attempt, screen: Screen, branches: bool) -> Finding | None:
    """Return a finding that can be had cheaply, or None.

    Args:
        attempt: An answer put into its equation.
        screen: The same at real points.
        branches: Whether a branch on which the residual vanishes may be any one.
    """
    if screen.agreeing.sum() >= MIN_POINTS:
        return _formal(attempt, screen, branches)
    if screen.agreeing.any() or screen.apart.sum() < MIN_POINTS:
        return None
    worst = int(np.argmax(np.where(screen.apart, screen.gaps, 0.0)))
    return differs(attempt, screen, worst, float(screen.gaps[worst]))


def _formal(attempt: Attempt, screen: Screen, branches: bool) -> Finding | None:
    try:
        if attempt.normal_residual is ZERO:
            how = "the residual is 0 in normal form"
            return holds(attempt, screen, screen.agreeing, "structural", how)
        if (
            _on_a_branch(attempt.normal_residual)
            if branches
            else _vanishes(attempt.normal_residual)
        ):
            how = f"the residual vanishes ({int(screen.agreeing.sum())} points)"
            return holds(attempt, screen, screen.agreeing, "identity", how)
    except (ExpressionError, RecursionError):
        pass
    return None


def _vanishes(residual: Expr) -> bool:
    """Return whether a residual vanishes modulo the prime, whatever the signs of its roots."""
    if UNFIT.search(prefix_text(residual)):
        return False
    points = Fingerprints(), Fingerprints(unforeseen_values(residual))
    return not any(any(each.values(residual)) for each in points) and independent_roots(residual)


def _on_a_branch(residual: Expr) -> bool:
    """Return whether a residual vanishes modulo the prime on a branch of the roots in it."""
    if _LARGE_NUMBER.search(prefix_text(residual)):
        return False
    zeros = 0
    for symbols in SYMBOL_VALUES:
        zeros += BranchResidues(symbols).values(residual).count(0)
        if zeros >= ZEROS:
            return True
    return False
