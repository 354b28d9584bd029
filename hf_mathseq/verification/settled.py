"""Verdicts that do not need many digits, for many answers at once.

Three ways to a verdict, each exact by itself:

- the normal form of F' is the integrand, and F has a value somewhere: CORRECT ("structural");
- F' and f are equal as expressions in independent functions: they have equal values modulo a large
  prime at several random points (`symbolic.fingerprints`), some of them known to nobody before the
  answer is written; a near miss is no nearer there than anything else. The rules that hold there
  (roots are multiplicative, exp is a homomorphism) hold on the real line wherever all parts are
  real, save that a root of a square has a sign of its own (`root_signs`). With floats that agree
  at enough real points as well, CORRECT ("identity"); not where abs, sign or roots that depend on
  each other occur;
- F' and f differ at a real point by far more than a bound on all rounding errors: INCORRECT.

Everything else is left to `agreement`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hf_mathseq.symbolic.batch_bounds import BatchBounds
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.fingerprints import Fingerprints, unforeseen_values
from hf_mathseq.symbolic.nodes import Expr, ExpressionError
from hf_mathseq.symbolic.prefix_writer import prefix_text
from hf_mathseq.verdict import Status, Verdict
from hf_mathseq.verification.precise_comparison import counter_example
from hf_mathseq.verification.probes import PROBES
from hf_mathseq.verification.root_signs import independent_roots
from hf_mathseq.verification.screening import AGREEMENT, MIN_POINTS
from hf_mathseq.verification.valued import have_values

CHUNK = 512
"""Pairs evaluated together: some 30,000 distinct nodes, 16 MB of floats."""
SAFETY = 100
"""How many times larger than its bound a difference has to be."""
MAX_STRUCTURAL_DEPTH = 64
"""Deepest answer whose derivative is formed: chains of n functions have n products of up to n
factors. Published answers are less than half as deep."""

LARGE_NUMBER = r"(?:\d ?){9}"
"""Pattern of numbers near the size of the prime, which residues cannot tell from others."""
UNFIT = re.compile(rf"abs|sign|{LARGE_NUMBER}")
"""What residues are no proof for: large numbers, and signs, of which a few points show few
patterns."""

Pair = tuple[Expr, Expr]


@dataclass(frozen=True, slots=True)
class Settled:
    """What can be said cheaply of an answer.

    Attributes:
        verdict: That of "strict"; None where a closer look is needed.
        partial: Whether it is INCORRECT in spite of points that agree, where "paper" has to look
            closer.
    """

    verdict: Verdict | None = None
    partial: bool = False

    def under(self, criterion: str) -> Verdict | None:
        """Return the verdict of "strict" or "paper"; see `verification.antiderivative`."""
        return None if self.partial and criterion == "paper" else self.verdict


def settle(pairs: Sequence[Pair]) -> list[Settled]:
    """Return what can be said cheaply of pairs (F, f).

    Args:
        pairs: Antiderivatives and integrands, expressions in x.
    """
    found: list[Settled] = []
    for start in range(0, len(pairs), CHUNK):
        found += _settle_chunk(pairs[start : start + CHUNK])
    return found


def _settle_chunk(pairs: Sequence[Pair]) -> list[Settled]:
    found = [Settled()] * len(pairs)
    formal: list[int] = []
    open_pairs: list[tuple[int, Expr, Expr, Expr]] = []
    for at, (antiderivative, integrand) in enumerate(pairs):
        slope = _derivative(antiderivative)
        if slope is integrand:
            formal.append(at)
        elif slope is not None:
            open_pairs.append((at, antiderivative, slope, integrand))
    for at, valued in zip(formal, have_values([pairs[at][0] for at in formal]), strict=True):
        if valued:
            found[at] = Settled(_correct("structural", "the derivative is the integrand"))
        else:
            detail = "the derivative is the integrand, but no point has a value that can be told"
            found[at] = Settled(Verdict(Status.UNDECIDED, "structural", None, detail))
    if open_pairs:
        places, antiderivatives, slopes, integrands = zip(*open_pairs, strict=True)
        for at, settled in zip(places, _compared(antiderivatives, slopes, integrands), strict=True):
            found[at] = settled
    return found


def _derivative(antiderivative: Expr) -> Expr | None:
    """Return F' in normal form, None where it is out of bounds."""
    if antiderivative.depth > MAX_STRUCTURAL_DEPTH:
        return None
    try:
        return derivative(antiderivative)
    except (ExpressionError, RecursionError):
        return None


def _compared(
    antiderivatives: Sequence[Expr], slopes: Sequence[Expr], integrands: Sequence[Expr]
) -> list[Settled]:
    batch = BatchBounds([*antiderivatives, *slopes, *integrands], PROBES)
    residues = Fingerprints()
    left, right = batch.values(slopes), batch.values(integrands)
    with np.errstate(all="ignore"):
        valid = np.isfinite(batch.values(antiderivatives) + left + right)
        scale = np.maximum(np.abs(left), np.abs(right))
        gaps = np.where(valid, np.abs(left - right) / np.where(scale > 0, scale, 1), 0.0)
        certain = gaps * scale > SAFETY * (batch.bounds(slopes) + batch.bounds(integrands))
        certain &= valid & (gaps > AGREEMENT)
    found: list[Settled] = []
    for i, (slope, integrand) in enumerate(zip(slopes, integrands, strict=True)):
        points, settled = int(valid[i].sum()), Settled()
        if certain[i].any():
            at = int(np.argmax(np.where(certain[i], gaps[i], 0.0)))
            verdict = _incorrect(PROBES[at], left[i, at], right[i, at], gaps[i, at])
            settled = Settled(verdict, partial=not (gaps[i][valid[i]] > AGREEMENT).all())
        elif points < MIN_POINTS or gaps[i].max() > AGREEMENT:
            pass
        elif _identical(slope, integrand, residues):
            detail = f"the derivative equals the integrand ({points} points)"
            settled = Settled(_correct("identity", detail))
        found.append(settled)
    return found


def _identical(left: Expr, right: Expr, residues: Fingerprints) -> bool:
    """Return whether two expressions are equal modulo the prime, none of them being 0 there."""
    if any(UNFIT.search(prefix_text(side)) for side in (left, right)):
        return False
    try:
        equal = _equal_values(left, right, residues)
        equal &= equal and _equal_values(left, right, Fingerprints(unforeseen_values(left, right)))
    except (ExpressionError, RecursionError):
        return False
    return equal and independent_roots(left, right)


def _equal_values(left: Expr, right: Expr, residues: Fingerprints) -> bool:
    values = residues.values(left)
    return all(values) and values == residues.values(right)


def _correct(method: str, detail: str) -> Verdict:
    return Verdict(Status.CORRECT, method, 0.0, detail)


def _incorrect(point: float, slope: float, target: float, gap: float) -> Verdict:
    detail = counter_example(float(point), f"{slope:.8g}", f"{target:.8g}", f"{gap:.2g}")
    return Verdict(Status.INCORRECT, "numeric", float(gap), detail)
