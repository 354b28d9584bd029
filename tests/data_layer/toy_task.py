"""A small task of an outsider: sums of digits, drawn slowly on demand, with rejections."""

import os
import time
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.encodings.vocabulary import Vocabulary
from hf_mathseq.options import option
from hf_mathseq.splits import keys_of_rows
from hf_mathseq.task import Block, ProblemError, Task, TaskDescription
from hf_mathseq.verdict import Status, Verdict


class DigitSums(Task):
    """How much is the sum of some digits, with the rows whose sum is zero rejected."""

    dataset = "toy_sums"
    config_name = "digits"
    block_size = 500

    @dataclass(frozen=True)
    class Config:
        """Options of the toy."""

        terms: int = option(6, "number of digits", minimum=1, maximum=12)
        base: str = option("ten", "base of the sum", choices=("ten", "eight"))

    description = TaskDescription(
        title="Sums of digits",
        paper="0000.00000",
        problem="digits",
        answer="total",
        columns={"digits": "The digits.", "total": "Their sum."},
        example="1 2 3",
    )
    natural_schema = pa.schema([("digits", pa.list_(pa.int8())), ("total", pa.int32())])

    @property
    def vocabulary(self):
        return Vocabulary([str(d) for d in range(10)])

    @property
    def max_lengths(self):
        return self.config.terms + 1, 5

    def generate_block(self, rng, size):
        time.sleep(float(os.environ.get("TOY_SECONDS_PER_BLOCK", "0")))
        if log := os.environ.get("TOY_LOG"):
            with open(log, "a") as file:
                file.write(".")
        digits = rng.integers(0, 10, (size, self.config.terms))
        digits = digits[digits.sum(1) > 0]
        totals = digits.sum(1)
        numbers = [" ".join(self._written(total)) for total in totals]
        keys = keys_of_rows(digits)
        return Block(
            natural={
                "digits": pa.array(digits.tolist(), pa.list_(pa.int8())),
                "total": pa.array(totals, pa.int32()),
            },
            inputs=Ragged.from_lengths(digits.ravel() + 3, np.full(len(digits), digits.shape[1])),
            targets=Ragged.from_text(numbers, self.vocabulary),
            problem_keys=keys,
            row_keys=keys,
            attempts=size,
        )

    def _written(self, total):
        return f"{total:o}" if self.config.base == "eight" else str(total)

    def encode(self, row):
        total = row.get("total")
        digits = [str(d) for d in row["digits"]]
        return digits, [] if total is None else list(self._written(total))

    def decode(self, tokens):
        try:
            return int("".join(tokens), 8 if self.config.base == "eight" else 10)
        except ValueError:
            raise ProblemError("not a number") from None

    def problem_from(self, user_input=None, *, tokens=None):
        return {"digits": [int(t) for t in tokens or str(user_input).split()]}

    def _verdicts(self, rows, hypotheses, criterion, tolerance):
        return [
            Verdict(
                Status.CORRECT if self.decode(h) == sum(r["digits"]) else Status.INCORRECT, "exact"
            )
            for r, h in zip(rows, hypotheses, strict=True)
        ]
