"""Existence and growth of solutions of partial differential equations (arXiv 2006.06462)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.encodings.vocabulary import Vocabulary
from hf_mathseq.splits import key_of
from hf_mathseq.systems.pde_answer_text import answer_text, given_answer
from hf_mathseq.systems.pde_answers import (
    PdeAnswer,
    answer_of,
    read_answer,
    write_answer,
    written_bounds,
)
from hf_mathseq.systems.pde_decision import behaviours
from hf_mathseq.systems.pde_drawing import draw_pdes, longest_pde
from hf_mathseq.systems.pde_input import pde_from_text
from hf_mathseq.systems.pde_problem import GROWS, NO_SOLUTION, UNDECIDED, VANISHES, Pde
from hf_mathseq.systems.pde_reader import read_pde
from hf_mathseq.systems.pde_reference import reference_behaviour
from hf_mathseq.systems.pde_symbol import real_symbol
from hf_mathseq.systems.pde_text import pde_text
from hf_mathseq.systems.pde_words import pde_vocabulary_words, write_pde
from hf_mathseq.task import Block, Row, Task, TaskDescription
from hf_mathseq.tasks.pde_options import PdeConfig
from hf_mathseq.verdict import ProblemError, Verdict
from hf_mathseq.verification.pde import REASONS, paper_verdict, strict_verdict

_LONGEST_BOUND = 1.0  # no bound has an exponent of two digits
_BEHAVIOUR = pa.struct(
    [
        ("exists", pa.bool_()),
        ("vanishes", pa.bool_()),
        ("bounds", pa.list_(pa.list_(pa.float64()))),
    ]
)


class PartialDifferentialEquations(Task):
    """Existence and growth of solutions of `u_t + P u = 0` with a given initial condition.

    P is a polynomial with real constant coefficients in the derivatives, the initial condition a
    product of one kernel per coordinate (constant, sinc, Dirac, Gaussian) and of shifts
    `exp(i b x_k)`. A solution exists when Re P(2 pi i xi) is bounded from below on the frequencies
    xi of the initial condition; it is said to vanish when the lower bound is not negative (the
    published rule; where it is 0, solutions stay bounded and need not decay).

    Labels: the published program looks for the minimum by one local search, and calls a minimum
    below -1e14 no lower bound. Here (`labels="clean"`) the real part is a polynomial with integer
    coefficients on a box with integer or infinite corners, and algebra decides; what it leaves open
    (0.2 % of what is drawn) is dropped. The two labels differ for 9.3 % of 5,000 problems
    (`benchmarks/pde.py`): deep finite minima are called infinite, ways down are not found.
    Problems are otherwise drawn by the published law; factors and terms stand in the order of
    drawing instead of that of a hash table.

    Strict criterion: the booleans are right by algebra, and so are frequency bounds, where given,
    in all their digits. Paper: the booleans equal those of the target.
    """

    dataset = "differential_systems"
    config_name = "pde"
    block_size = 1024
    Config = PdeConfig
    config: PdeConfig
    natural_schema = pa.schema(
        [("equation", pa.string()), ("dimension", pa.int8()), ("behaviour", _BEHAVIOUR)]
    )
    description = TaskDescription(
        title="Existence and growth of solutions of partial differential equations",
        paper="2006.06462",
        problem="equation",
        answer="behaviour",
        columns={
            "equation": "The equation and its initial condition; dk is d/dx_k, i the imaginary "
            "unit, sinc(y) is sin(y)/y, and a factor 1 a constant kernel.",
            "dimension": "Number of coordinates.",
            "behaviour": "Whether a solution exists, whether it vanishes, and for every coordinate "
            "the interval of frequencies in cycles, as its tokens say it (null without bounds).",
        },
        example="u_t = u_xx + 2*u_yy - 3*u_xxxx; u(0) = exp(5*i*x)*sinc(3*x)*exp(-y^2)",
    )

    # ------------------------------------------------------------------ drawing

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The tokens of inputs and targets, ordered."""
        return Vocabulary(pde_vocabulary_words())

    @property
    def max_lengths(self) -> tuple[int, int]:
        """The largest number of input and of target tokens, `</s>` included."""
        n = self.config.max_dimension
        pde = longest_pde(n, self.config.max_coefficient, self.config.max_scale)
        bounds = ((_LONGEST_BOUND, _LONGEST_BOUND),) * n if self.config.bounds else None
        answer = write_answer(PdeAnswer(exists=True, vanishes=True, bounds=bounds))
        return len(write_pde(pde).split()) + 1, len(answer) + 1

    def generate_block(self, rng: np.random.Generator, size: int) -> Block:
        """Draw `size` problems and keep those with a label."""
        drawn = draw_pdes(rng, size, self.config.law)
        decided = self._behaviours(drawn)
        pdes = [pde for pde, code in zip(drawn, decided, strict=True) if code != UNDECIDED]
        answers = [
            self._answer(pde, code)
            for pde, code in zip(drawn, decided, strict=True)
            if code != UNDECIDED
        ]
        inputs = [write_pde(pde) for pde in pdes]
        return Block(
            natural={
                "equation": pa.array(map(pde_text, pdes), pa.string()),
                "dimension": pa.array([pde.dimension for pde in pdes], pa.int8()),
                "behaviour": pa.array(map(_natural, answers), _BEHAVIOUR),
            },
            inputs=Ragged.from_text(inputs, self.vocabulary),
            targets=Ragged.from_text(
                [" ".join(write_answer(answer)) for answer in answers], self.vocabulary
            ),
            problem_keys=np.array([pde.key for pde in pdes], dtype=np.uint64),
            row_keys=np.array([key_of(text.encode()) for text in inputs], dtype=np.uint64),
            attempts=size,
        )

    def _behaviours(self, pdes: Sequence[Pde]) -> list[int]:
        """Return the codes of the configured labels."""
        if self.config.clean:
            return behaviours([real_symbol(pde) for pde in pdes]).tolist()
        found = map(reference_behaviour, pdes)
        return [UNDECIDED if code is None else code for code in found]

    def _answer(self, pde: Pde, behaviour: int) -> PdeAnswer:
        answer = answer_of(behaviour)
        bounds = written_bounds(pde.frequency_bounds()) if self.config.bounds else None
        return PdeAnswer(answer.exists, answer.vanishes, bounds)

    # ------------------------------------------------------------------ writing and reading

    def encode(self, row: Row) -> tuple[list[str], list[str]]:
        """Return the words of a row's problem and of its answer; see `Task.encode`."""
        problem = write_pde(pde_from_text(row["equation"])).split()
        answer = row.get("behaviour")
        return problem, [] if answer is None else write_answer(_answer_from(answer))

    def decode(self, tokens: Sequence[str]) -> dict[str, Any]:
        """Return `{"exists": ..., "vanishes": ..., "bounds": ...}`.

        Raises:
            ProblemError: The tokens are not a well-formed answer.
        """
        return _natural(read_answer(tokens))

    def problem_from(
        self, user_input: Any = None, *, tokens: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """Return `{"equation": ..., "dimension": ...}`.

        Args:
            user_input: Text such as "u_t = u_xx + u_yy; u(0) = exp(-x^2)*delta(y)"; see
                `systems.pde_input`.
            tokens: The published words instead.

        Raises:
            ProblemError: The problem cannot be read or has too many coordinates.
        """
        if (user_input is None) == (tokens is None):
            raise ProblemError("give either an equation or its tokens")
        if tokens is not None:
            pde = read_pde(tokens)
        else:
            pde = pde_from_text(user_input, self.config.min_dimension)
        low, high = self.config.min_dimension, self.config.max_dimension
        if not low <= pde.dimension <= high:
            raise ProblemError(f"{pde.dimension} coordinates; here there are {low} to {high}")
        return {"equation": pde_text(pde), "dimension": pde.dimension}

    def answer_from(self, row: Row, given: Any) -> Any:
        """Return an answer from its words, see `show`; the bounds may be left out."""
        return _natural(given_answer(given))

    def show(self, answer: Any) -> str:
        """Return an answer in words."""
        return answer_text(_answer_from(answer))

    def finish(self, row: Row, answer: Any) -> str:
        """Return why, in one line."""
        return REASONS[int(behaviours([real_symbol(pde_from_text(row["equation"]))])[0])]

    def trivial_answers(self) -> dict[str, list[str]]:
        """Return the three answers without bounds; see `Task.trivial_answers`."""
        answers = {code: write_answer(answer_of(code)) for code in (NO_SOLUTION, GROWS, VANISHES)}
        return {
            "always no solution": answers[NO_SOLUTION],
            "always a solution that grows": answers[GROWS],
            "always a solution that vanishes": answers[VANISHES],
        }

    def difficulty(self, row: Row) -> dict[str, int]:
        """Return the number of coordinates."""
        return {"dimension": row["dimension"]}

    # ------------------------------------------------------------------ checking

    def _verdicts(
        self,
        rows: Sequence[Row],
        hypotheses: Sequence[Sequence[str]],
        criterion: str,
        tolerance: float | None,
    ) -> list[Verdict]:
        places = {text: i for i, text in enumerate(dict.fromkeys(row["equation"] for row in rows))}
        pdes = [pde_from_text(text) for text in places]
        indices = [places[row["equation"]] for row in rows]
        if criterion == "strict":
            codes = behaviours([real_symbol(pde) for pde in pdes]).tolist()
            return [
                strict_verdict(pdes[i], codes[i], words, tolerance)
                for i, words in zip(indices, hypotheses, strict=True)
            ]
        unlabelled = any(row.get("behaviour") is None for row in rows)
        codes = self._behaviours(pdes) if unlabelled else []
        return [
            paper_verdict(_target(row, codes[i : i + 1]), words)
            for i, row, words in zip(indices, rows, hypotheses, strict=True)
        ]


def _target(row: Row, codes: Sequence[int]) -> PdeAnswer | None:
    """Return a row's answer; where it has none, the one of its code, None if undecided."""
    if row.get("behaviour") is not None:
        return _answer_from(row["behaviour"])
    return answer_of(codes[0]) if codes[0] != UNDECIDED else None


def _natural(answer: PdeAnswer) -> dict[str, Any]:
    bounds = None if answer.bounds is None else [list(interval) for interval in answer.bounds]
    return {"exists": answer.exists, "vanishes": answer.vanishes, "bounds": bounds}


def _answer_from(behaviour: Any) -> PdeAnswer:
    given = behaviour["bounds"]
    bounds = None if given is None else tuple((low, high) for low, high in given)
    return PdeAnswer(behaviour["exists"], behaviour["vanishes"], bounds)
