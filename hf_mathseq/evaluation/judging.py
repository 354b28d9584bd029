"""Decoding and checking the problems of one chunk: what is decoded is checked while more is."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from hf_mathseq.evaluation.decoding import Decoding, Hypothesis, decode
from hf_mathseq.evaluation.loading import TrainedModel
from hf_mathseq.evaluation.verifying import Checked, Verifiers
from hf_mathseq.task import CRITERIA, Row
from hf_mathseq.verdict import Verdict

Seconds = dict[str, float]
Judgement = tuple[
    list[list[Hypothesis]], dict[str, list[list[Verdict]]], Seconds, dict[str, list[float]]
]
"""Hypotheses for each row, their verdicts by criterion, the seconds of the chunk by activity, and
the seconds of each row by column."""


class Judge:
    """Answers problems with a model and checks the answers.

    Args:
        trained: The model.
        decoding: How answers are searched.
        verifiers: Check them.
    """

    def __init__(self, trained: TrainedModel, decoding: Decoding, verifiers: Verifiers) -> None:
        self._trained, self._decoding, self._verifiers = trained, decoding, verifiers

    def __call__(self, rows: Sequence[Row], advance: Callable[[int], object]) -> Judgement:
        """Return what is found for each row.

        Args:
            rows: The problems; those that the model cannot read get one empty answer.
            advance: Told the number of problems whenever some are answered.
        """
        chunk = _Chunk(rows, self._verifiers, advance)
        readable = [at for at, row in enumerate(rows) if self._trained.reads(row)]
        unread = sorted({*range(len(rows))} - {*readable})
        chunk.add(unread, [[Hypothesis([], float("-inf"))] for _ in unread])

        def add(places: Sequence[int], found: Sequence[list[Hypothesis]]) -> None:
            chunk.add([readable[place] for place in places], found)

        trained, own = self._trained, [rows[at] for at in readable]
        ids = [trained.input_ids(row) for row in own]
        limit = trained.answer_limit(own)
        decode(trained.model, ids, trained.vocabulary, self._decoding, add, limit)
        return chunk.judgement()


class _Chunk:
    """Collects hypotheses and their verdicts, and takes the time.

    Checking in this process is taken out of the time of decoding.
    """

    def __init__(
        self, rows: Sequence[Row], verifiers: Verifiers, advance: Callable[[int], object]
    ) -> None:
        self._rows, self._verifiers, self._advance = rows, verifiers, advance
        self._found: dict[int, list[Hypothesis]] = {}
        self._checked: dict[int, Future[Checked]] = {}
        self._decode_seconds: dict[int, float] = {}
        self._began = self._resumed = time.monotonic()

    def add(self, places: Sequence[int], found: Sequence[list[Hypothesis]]) -> None:
        """Hand over the hypotheses for some rows to be checked."""
        seconds = time.monotonic() - self._resumed
        for place, hypotheses in zip(places, found, strict=True):
            self._found[place] = hypotheses
            self._decode_seconds[place] = seconds / len(places)
            answers = [hypothesis.tokens for hypothesis in hypotheses]
            self._checked[place] = self._verifiers.check(self._rows[place], answers)
        self._advance(len(places))
        self._resumed = time.monotonic()

    def judgement(self) -> Judgement:
        """Return everything once the last verdict is there."""
        places = range(len(self._rows))
        checked = [self._checked[place].result() for place in places]
        each: dict[str, list[float]] = {
            "decode_seconds": [self._decode_seconds[place] for place in places],
            "verify_seconds": [one.seconds for one in checked],
        }
        seconds = {
            "decode": sum(each["decode_seconds"]),
            "verify": sum(each["verify_seconds"]),
            "wall": time.monotonic() - self._began,
        }
        verdicts: dict[str, Any] = {c: [one.verdicts[c] for one in checked] for c in CRITERIA}
        return [self._found[place] for place in places], verdicts, seconds, each
