"""Proposers asked one after the other until an answer is verified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from hf_mathseq.processes.time_limit import TimeIsUpError, TimeLimit
from hf_mathseq.proposers.proposer import Problem, Proposer, Tokens
from hf_mathseq.task import Row, Task
from hf_mathseq.verdict import Verdict

SECONDS = 10.0
"""Processor time of one proposer for one problem."""
MAX_PROPOSALS = 200
"""Answers of one proposer that are checked."""
MAX_UNSUITABLE = 4
"""Verified answers without what the user asks beyond the problem, before the search ends."""


@dataclass(frozen=True)
class Found:
    """An answer with its source.

    Attributes:
        source: The name of the proposer.
        tokens: Target tokens.
        verdict: What checking the answer said.
    """

    source: str
    tokens: Tokens
    verdict: Verdict


class Chain:
    """Asks proposers in order and checks what they say.

    Args:
        task: What the problems belong to.
        proposers: Asked in this order; those that do not know the task are left out.
        seconds: Processor time of each of them for one problem, that of the programs that it asks
            included; by the clock it is `wall_seconds` of that. Proposers that run in this process
            are stopped between answers and where they call `time_limit.check`; each of these is
            bounded by counted steps.
        criterion: "strict" or "paper".
        helpers: Asked before the others, for other problems only (`Problem.solve`).
    """

    def __init__(
        self,
        task: Task,
        proposers: Sequence[Proposer],
        seconds: float = SECONDS,
        criterion: str = "strict",
        helpers: Sequence[Proposer] = (),
    ) -> None:
        self._task = task
        self._proposers = [proposer for proposer in proposers if proposer.fits(task)]
        self._helpers = [*helpers, *(each for each in self._proposers if not each.derived)]
        self._seconds = seconds
        self._criterion = criterion

    def answers(self, row: Row, tried: Sequence[Tokens] = ()) -> Iterator[Found]:
        """Yield answers with their verdicts; the first CORRECT one that suits is the last.

        Answers suit that have what is asked beyond the problem, see `Task.suits`.

        Args:
            row: A result of `Task.problem_from`.
            tried: Answers that were found wrong before.
        """
        known, unsuitable = list(tried), 0
        parameters = self._task.parameters(row)
        for proposer in self._proposers:
            if parameters and not proposer.knows_parameters:
                continue
            for found in self._checked(proposer, row, known, self._seconds):
                yield found
                if found.verdict.correct:
                    unsuitable += 1
                    answer = self._task.decode(found.tokens)
                    if unsuitable == MAX_UNSUITABLE or self._task.suits(row, answer):
                        return

    def _checked(
        self, proposer: Proposer, row: Row, known: list[Tokens], seconds: float
    ) -> Iterator[Found]:
        """Yield a proposer's answers that are not known yet, and enter them there."""
        limit = TimeLimit(seconds, self._used_elsewhere)
        problem = Problem(self._task, row, limit.left, tuple(known), self._solved)
        proposals = islice(_until_time_is_up(proposer.propose(problem), limit), MAX_PROPOSALS)
        for tokens in proposals:
            if tokens not in known:
                known.append(tokens)
                verdict = self._task.verify(row, tokens, criterion=self._criterion)
                yield Found(proposer.name, tokens, verdict)

    def _solved(self, row: Row, seconds: float) -> Tokens | None:
        """Return a verified answer to another problem; see `Problem.solve`."""
        limit = TimeLimit(seconds, self._used_elsewhere)
        known: list[Tokens] = []
        for proposer in self._helpers:
            left = limit.left()
            if left <= 0:
                return None
            for found in self._checked(proposer, row, known, left):
                if found.verdict.correct:
                    return found.tokens
        return None

    def _used_elsewhere(self) -> float:
        return sum(each.used_elsewhere for each in self._helpers)


def _until_time_is_up(proposals: Iterator[Tokens], limit: TimeLimit) -> Iterator[Tokens]:
    """Yield proposals as long as time is left."""
    while True:
        try:
            with limit.in_force():
                tokens = next(proposals)
        except (StopIteration, TimeIsUpError):
            return
        yield tokens
        if limit.left() <= 0:
            return
