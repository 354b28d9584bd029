"""What the tasks whose problems and answers are expressions share (arXiv 1912.01412)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from hf_mathseq.encodings.prefix import EXPRESSION_WORDS
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.encodings.vocabulary import Vocabulary
from hf_mathseq.splits import key_of
from hf_mathseq.symbolic.common_functions import in_common_functions
from hf_mathseq.symbolic.nodes import Expr
from hf_mathseq.symbolic.numeric_backends import OF_RECIPROCAL, RECIPROCALS
from hf_mathseq.task import Block, Row, Task
from hf_mathseq.tasks.expression_options import ExpressionConfig

_LEFT_SIDE = re.compile(r"^\s*[A-Za-z](\s*\(\s*[xt]\s*\))?\s*=")
_RARE = {*RECIPROCALS, *OF_RECIPROCAL}


class ExpressionTask(Task):
    """A task in the published words of expressions."""

    config: ExpressionConfig

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The published words in their order, without those that frame sequences."""
        return Vocabulary(EXPRESSION_WORDS)

    def _in_drawn_functions(self, expr: Expr) -> Expr:
        """Return a typed expression without secants and the like where the data have none.

        Raises:
            ExpressionError: The result is out of bounds.
        """
        drawn = self.config.trees.operators
        return expr if drawn.keys() & _RARE else in_common_functions(expr)

    def _read_column(
        self, rows: Sequence[Row], name: str, read: Callable[[Any], Expr]
    ) -> list[Expr]:
        """Read a column, equal texts once: the hypotheses of a beam share their row."""
        known: dict[str, Expr] = {}
        found = []
        for row in rows:
            text = row[name]
            expr = known.get(str(text))
            if expr is None:
                expr = known[str(text)] = read(text)
            found.append(expr)
        return found

    def _written_block(
        self,
        problems: Sequence[str],
        answers: Sequence[str],
        natural: dict[str, list[str]],
        problem_keys: Sequence[int],
        attempts: int,
        lead: str = "",
    ) -> Block:
        """Return pairs as columns.

        Args:
            problems: Words of the inputs.
            answers: Words of the targets.
            natural: The columns that people read.
            problem_keys: What decides the splits.
            attempts: Number of draws.
            lead: Words before every input.
        """
        row_keys = [key_of(f"{f}  {F}".encode()) for f, F in zip(problems, answers, strict=True)]
        return Block(
            natural={name: pa.array(texts, pa.string()) for name, texts in natural.items()},
            inputs=Ragged.from_text([lead + words for words in problems], self.vocabulary),
            targets=Ragged.from_text(answers, self.vocabulary),
            problem_keys=np.array(problem_keys, dtype=np.uint64),
            row_keys=np.array(row_keys, dtype=np.uint64),
            attempts=attempts,
        )


def right_side(given: Any) -> Any:
    """Return a formula, if it is text, without the `F =`, `y =` or `y(x) =` before it."""
    return _LEFT_SIDE.sub("", given) if isinstance(given, str) else given
