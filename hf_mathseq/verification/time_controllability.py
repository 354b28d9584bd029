"""Is a linearisation that depends on time controllable? By ranks with many digits (`ranks`).

With full rank of `[D_0, D_1, ...]` (`systems.time_rank`) at a published time, or at one of a
few more that depend on the system, it is. For analytic systems the ranks are the same at almost
all times, so it is not where the rank is below n at all times that have a value. Blocks are taken
up to i = n - 1 at least, after which the rank does not grow on an interval where it is constant.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from hf_mathseq.systems.precise import TooFewDigitsError, UndefinedValueError
from hf_mathseq.systems.precise_jets import precise_blocks
from hf_mathseq.systems.time_rank import last_block, published_times
from hf_mathseq.verdict import Status, Verdict
from hf_mathseq.verification.ranks import precise_rank
from hf_mathseq.verification.spectrum import DIGITS
from hf_mathseq.verification.system_answers import read_class
from hf_mathseq.verification.system_facts import SystemAtPoint

MAX_WORK = 100_000
"""Nodes of the equations times the square of the number of blocks: a few seconds of arithmetic.
Published systems have less than 10,000."""
MORE_TIMES = 3


def judge_in_time(system: SystemAtPoint, words: Sequence[str], horizon: float) -> Verdict:
    """Judge a class: 1 for controllable on [0, horizon], 0 for not; see the module docstring.

    Args:
        system: The problem; time is the variable after the controls.
        words: The answer.
        horizon: End of the interval.

    Raises:
        ProblemError: The words are not a class.
    """
    answer = read_class(words)
    if _work(system) > MAX_WORK:
        return Verdict(Status.UNDECIDED, "numeric", None, "the equations are too long to decide")
    rank, time = highest_rank(system, horizon)
    if rank is None:
        return Verdict(Status.UNDECIDED, "numeric", None, "the ranks of the blocks are not certain")
    status = Status.CORRECT if answer == (rank == system.degree) else Status.INCORRECT
    detail = f"at t = {time:g} the blocks have rank {rank} of {system.degree}"
    return Verdict(status, "numeric", None, detail)


@lru_cache(maxsize=1024)
def highest_rank(system: SystemAtPoint, horizon: float) -> tuple[int | None, float]:
    """Return the highest rank of the blocks at the times that are tried, and the time.

    The rank is None where it is undecided at a time, unless it is full at another one, and where
    no time has a value.
    """
    best: tuple[int | None, float] = (None, 0.0)
    certain = True
    for time in (*published_times(horizon), *_unforeseen_times(system, horizon)):
        try:
            rank = _rank(system, time)
        except UndefinedValueError:
            continue
        if rank == system.degree:
            return rank, time
        if rank is None:
            certain = False
        elif best[0] is None or rank > best[0]:
            best = rank, time
    return best if certain else (None, 0.0)


def _unforeseen_times(system: SystemAtPoint, horizon: float) -> list[float]:
    """Return times at which no right-hand side is made to vanish, one of them near the start."""
    seed = int.from_bytes(hashlib.blake2b(repr(system.trees).encode(), digest_size=8).digest())
    early, *others = np.random.default_rng(seed).uniform(size=MORE_TIMES).round(6).tolist()
    return [share * horizon for share in (early / 100, *others)]


def _blocks(system: SystemAtPoint) -> int:
    n, p = system.degree, system.controls
    return max(n - 1, last_block(n, p)) + 1


def _work(system: SystemAtPoint) -> int:
    return sum(map(len, system.trees)) * _blocks(system) ** 2


def _rank(system: SystemAtPoint, time: float) -> int | None:
    n, p = system.degree, system.controls
    # Few blocks are quicker, and where they have full rank more of them do not matter.
    if _rank_of_blocks(system, time, -(-n // p), DIGITS[:1]) == n:
        return n
    return _rank_of_blocks(system, time, _blocks(system), DIGITS)


def _rank_of_blocks(
    system: SystemAtPoint, time: float, blocks: int, precisions: Sequence[int]
) -> int | None:
    for digits in precisions:
        try:
            matrix = precise_blocks(
                system.trees, system.controls, system.value, time, blocks, digits
            )
        except TooFewDigitsError:
            continue
        rank = precise_rank(matrix)
        if rank is not None:
            return rank
    return None
