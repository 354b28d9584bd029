"""The cascade of checks on residuals of differential equations, cheapest first."""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.symbolic.expression import (
    Expr,
    ExpressionError,
    UndefinedValueError,
    write_prefix,
)
from hf_mathseq.symbolic.nodes import ZERO
from hf_mathseq.verdict import Status, Verdict
from hf_mathseq.verification.ode_attempt import Attempt, attempt
from hf_mathseq.verification.ode_evidence import weigh
from hf_mathseq.verification.ode_finding import Finding, undecided
from hf_mathseq.verification.ode_points import PROBES, WIDE_PROBES
from hf_mathseq.verification.ode_screen import Screen, real_screens
from hf_mathseq.verification.ode_settled import settle
from hf_mathseq.verification.worker import shared_worker


def findings_on(
    pairs: Sequence[tuple[Expr, Expr]], order: int, prove: bool
) -> list[tuple[Attempt | None, Finding]]:
    """Return what is found about the residual of every pair, beside the attempt it is about.

    Args:
        pairs: Equations and solutions.
        order: 1 or 2.
        prove: Whether SymPy is asked about what is left; the answer depends on a clock. Without it
            pairs count as generated ones, see `ode_settled`.
    """
    attempts: list[Attempt | Finding] = []
    for equation, solution in pairs:
        try:
            tried = attempt(equation, solution, order)
            attempts.append(_no_value() if tried.undefined else tried)
        except (ExpressionError, RecursionError) as error:
            attempts.append(undecided(f"the answer cannot be inserted: {error}"))
    made = [each for each in attempts if isinstance(each, Attempt)]
    screens = iter(_screens(made))
    found: list[tuple[Attempt | None, Finding]] = []
    for each in attempts:
        if isinstance(each, Finding):
            found.append((None, each))
        else:
            screen = next(screens)
            found.append(
                (each, settle(each, screen, not prove) or _closer_look(each, screen, prove))
            )
    return found


def _screens(attempts: Sequence[Attempt]) -> list[Screen]:
    """Evaluate attempts at a few points, at many where too few of them have values."""
    screens = real_screens(attempts, PROBES)
    sparse = [at for at, screen in enumerate(screens) if screen.sparse]
    wide = real_screens([attempts[at] for at in sparse], WIDE_PROBES)
    for at, screen in zip(sparse, wide, strict=True):
        screens[at] = screen
    return screens


def _closer_look(tried: Attempt, screen: Screen, prove: bool) -> Finding:
    try:
        finding = weigh(tried, screen, generated=not prove)
    except RecursionError:  # called from deep inside somebody's stack
        return undecided("too deeply nested for this thread")
    if finding.verdict.status is not Status.UNDECIDED or finding.hopeless:
        return finding
    return _symbolic(tried, prove) or finding


def _no_value() -> Finding:
    detail = "the equation has no value for this answer"
    return Finding(Verdict(Status.INCORRECT, "structural", None, detail))


def _symbolic(tried: Attempt, prove: bool) -> Finding | None:
    """Return what the residual's normal form, and SymPy, say without points."""
    try:
        residual = tried.normal_residual
    except UndefinedValueError:
        return _no_value()
    except (ExpressionError, RecursionError):
        return None
    if residual is ZERO:
        detail = "the residual is 0 in normal form"
        return Finding(Verdict(Status.CORRECT, "structural", 0.0, detail))
    if prove and shared_worker().vanishes(write_prefix(residual)):
        detail = "the residual simplifies to 0"
        return Finding(Verdict(Status.CORRECT, "symbolic", None, detail))
    return None
