"""The check of generated pairs, for many pairs at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hf_mathseq.symbolic.batch_numeric import BatchEvaluation
from hf_mathseq.symbolic.nodes import Expr
from hf_mathseq.verification.agreement import agrees
from hf_mathseq.verification.probes import PROBES
from hf_mathseq.verification.screening import AGREEMENT, MIN_POINTS

CHUNK = 1024
"""Pairs evaluated together: some 20,000 distinct nodes, 10 MB of floats."""


def agree_many(pairs: Sequence[tuple[Expr, Expr]]) -> list[bool]:
    """Return `agrees(F, f)` for every pair (F, f), most of them settled together.

    What is clear at the first probes is accepted as `agrees` accepts it; every other pair is left
    to `agrees`.

    Args:
        pairs: Antiderivatives and integrands, expressions in x.
    """
    verdicts: list[bool] = []
    for start in range(0, len(pairs), CHUNK):
        chunk = pairs[start : start + CHUNK]
        for pair, clear in zip(chunk, _clear(chunk), strict=True):
            verdicts.append(clear or agrees(*pair))
    return verdicts


def _clear(pairs: Sequence[tuple[Expr, Expr]]) -> list[bool]:
    """Return which pairs have values at enough probes and are equal to rounding at all of these."""
    antiderivatives, integrands = zip(*pairs, strict=True)
    batch = BatchEvaluation(antiderivatives, integrands, PROBES)
    with np.errstate(all="ignore"):
        slope, target = batch.derivatives(antiderivatives), batch.values(integrands)
        valid = np.isfinite(slope + target)
        gaps = np.abs(target - slope)
        equal = gaps <= AGREEMENT * np.maximum(np.abs(target), np.abs(slope))
    clear: list[bool] = ((valid.sum(axis=1) >= MIN_POINTS) & (equal | ~valid).all(axis=1)).tolist()
    return clear
