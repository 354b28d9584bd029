"""Symbolic integration (arXiv 1912.01412): find F with F' = f."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from hf_mathseq.encodings.prefix import (
    COEFFICIENTS,
    PARAMETERS,
    VARIABLES,
    count_operators,
)
from hf_mathseq.symbolic.expression import (
    Expr,
    ExpressionError,
    UndefinedValueError,
    prefix_text,
    read_prefix,
    write_infix,
    write_prefix,
)
from hf_mathseq.symbolic.independent_variable import in_x
from hf_mathseq.symbolic.infix import InfixError, read_infix
from hf_mathseq.symbolic.nodes import X, collector_paused
from hf_mathseq.symbolic.parameters import parameters_in, parameters_of, with_greek_letters
from hf_mathseq.symbolic.trees import BufferedDraws
from hf_mathseq.task import CRITERIA, Block, Row, TaskDescription
from hf_mathseq.tasks.backward_pairs import BackwardPairs, PairSettings
from hf_mathseq.tasks.expression_task import ExpressionTask, right_side
from hf_mathseq.tasks.integration_options import BackwardConfig, IntegrationConfig
from hf_mathseq.tasks.integration_pairs import Pair
from hf_mathseq.tasks.written_constants import antiderivative_words
from hf_mathseq.verdict import ProblemError, Verdict
from hf_mathseq.verification.antiderivative import check_by_criterion, check_many, read_answer

PREFIX = ("sub", "Y'")


class IntegrationTask(ExpressionTask):
    """What every integration task shares: words, reading, writing and checking."""

    dataset = "integration"
    block_size = 512
    Config = IntegrationConfig
    config: IntegrationConfig
    natural_schema = pa.schema([("integrand", pa.string()), ("antiderivative", pa.string())])

    @property
    def max_lengths(self) -> tuple[int, int]:
        """The largest number of input and of target tokens, `</s>` included.

        The published limit counts two end marks and not the input's leading `sub Y'`.
        """
        longest = self.config.max_len - 2
        return longest + len(PREFIX) + 1, longest + 1

    # ------------------------------------------------------------------ writing and reading

    def encode(self, row: Row) -> tuple[list[str], list[str]]:
        """Return the published words of integrand and antiderivative; see `Task.encode`."""
        integrand = read_problem(row.get("posed") or row["integrand"])
        problem = [*PREFIX, *write_prefix(integrand)]
        answer = row.get("antiderivative")
        return problem, write_prefix(read_problem(answer)) if answer else []

    def decode(self, tokens: Sequence[str]) -> str:
        """Return the antiderivative as text.

        Raises:
            ProblemError: The tokens are not an expression in x.
        """
        try:
            return write_infix(read_answer(tokens))
        except ExpressionError as error:
            raise ProblemError(str(error)) from None

    def problem_from(
        self, user_input: Any = None, *, tokens: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """Return `{"integrand": text}` in normal form.

        Where it has functions that the data are drawn without, such as secants, the same in others
        stands beside it as `"posed"`: models read that, and answers are checked in `"integrand"`.

        Args:
            user_input: The integrand as people type it, e.g. `"x*cos(x)"`; single letters such as
                a, k or n are parameters, see `symbolic.parameters`.
            tokens: The integrand in published words instead, with or without `sub Y'`.

        Raises:
            ProblemError: Not readable, with other symbols, or without a value.
        """
        if (user_input is None) == (tokens is None):
            raise ProblemError("give either an integrand or its tokens")
        if tokens is None:
            integrand = read_problem(user_input)
            _check_variable(integrand, user_input)
            return self._typed(integrand)
        words = list(tokens)
        if tuple(words[: len(PREFIX)]) == PREFIX:
            words = words[len(PREFIX) :]
        return {"integrand": write_infix(_checked(words))}

    def _typed(self, integrand: Expr) -> dict[str, Any]:
        row = {"integrand": write_infix(integrand)}
        with contextlib.suppress(ExpressionError):
            posed = self._in_drawn_functions(integrand)
            if posed != integrand:
                row["posed"] = write_infix(posed)
        return row

    def answer_from(self, row: Row, given: Any) -> Any:
        """Return a formula without `F(x) =` before it and without added constants such as `C`."""
        parameters = self.parameters(row)
        words = antiderivative_words(right_side(given), parameters)
        return write_infix(_checked(words, parameters, "the answer"))

    def parameters(self, row: Row) -> list[str]:
        """Return the parameters of the integrand; see `Task.parameters`."""
        return [name.value for name in parameters_of(read_problem(row["integrand"]))]

    def difficulty(self, row: Row) -> dict[str, int]:
        """Return the number of operator words of the integrand."""
        return {"operators": count_operators(self.encode({"integrand": row["integrand"]})[0][2:])}

    # ------------------------------------------------------------------ drawing

    def _block(self, pairs: Sequence[Pair], attempts: int) -> Block:
        """Write drawn pairs as columns."""
        return self._written_block(
            problems=[prefix_text(pair.integrand) for pair in pairs],
            answers=[prefix_text(pair.antiderivative) for pair in pairs],
            natural={
                "integrand": [write_infix(pair.integrand) for pair in pairs],
                "antiderivative": [write_infix(pair.antiderivative) for pair in pairs],
            },
            problem_keys=[pair.problem_key for pair in pairs],
            attempts=attempts,
            lead=" ".join(PREFIX) + " ",
        )

    # ------------------------------------------------------------------ checking

    def verify_by_criterion(
        self, rows: Sequence[Row], hypotheses: Sequence[Sequence[str]]
    ) -> dict[str, list[Verdict]]:
        """Check under every criterion; the evidence is gathered once for all."""
        integrands = self._read_column(rows, "integrand", read_problem)
        return check_by_criterion(integrands, hypotheses, CRITERIA)

    def _verdicts(
        self,
        rows: Sequence[Row],
        hypotheses: Sequence[Sequence[str]],
        criterion: str,
        tolerance: float | None,
    ) -> list[Verdict]:
        integrands = self._read_column(rows, "integrand", read_problem)
        return check_many(integrands, hypotheses, criterion)


def described(
    title: str,
    *,
    example: str,
    answer: str = "A function F of x with F' = f, checked numerically.",
) -> TaskDescription:
    """Return the description of a task that draws integrals.

    Args:
        title: One line.
        example: An integrand as people type it.
        answer: What the antiderivatives are.
    """
    return TaskDescription(
        title=title,
        paper="1912.01412",
        problem="integrand",
        answer="antiderivative",
        columns={
            "integrand": "The function f of x to integrate, as text that SymPy also reads.",
            "antiderivative": answer,
        },
        example=example,
    )


class BackwardIntegration(IntegrationTask):
    """Draw F, differentiate it to get f (generator "BWD" of the paper)."""

    config_name = "bwd"
    Config = BackwardConfig
    config: BackwardConfig
    description = described(
        "Integration, backward generation: random antiderivatives, differentiated",
        example="x*cos(x)",
    )

    def generate_block(self, rng: np.random.Generator, size: int) -> Block:
        """Draw `size` functions; keep those whose derivative can be written and is verified."""
        config = self.config
        draws = BufferedDraws(config.trees, rng)
        source = BackwardPairs(
            PairSettings(
                min_ops=config.min_ops,
                max_ops=config.max_ops,
                short_probability=config.short_probability,
                simplify_probability=config.simplify_probability,
                max_words=config.max_len - 2,
            ),
            draws,
        )
        with collector_paused():
            return self._block(source.pairs(size), size)


def read_problem(text: Any) -> Expr:
    """Read a function of x, or of t, and of parameters, as people type it.

    Raises:
        ProblemError: Not readable, with other symbols, or without a value.
    """
    if not isinstance(text, str):
        raise ProblemError(f"an integrand is text, not {type(text).__name__}")
    try:
        typed = in_x(with_greek_letters(text))
        parameters = parameters_in(typed)
        words = read_infix(typed, ("x", *parameters))
    except InfixError as error:
        raise ProblemError(str(error)) from None
    return _checked(words, parameters)


def _check_variable(integrand: Expr, text: str) -> None:
    """Refuse parameters without x: `u^2` was probably meant with `du`."""
    names = [name.value for name in parameters_of(integrand)]
    if names and not integrand.symbols & X.symbols and not _DIFFERENTIAL.search(text):
        raise ProblemError(
            f"no x in the integrand, where {names[0]} is a constant; write it in x, "
            f"or ∫ {names[0]} dx"
        )


def _checked(
    words: Sequence[str], parameters: Sequence[str] = (), what: str = "the integrand"
) -> Expr:
    """Read words of an expression in x and parameters, real where it has values."""
    foreign = next((w for w in words if w in _FOREIGN and w not in parameters), None)
    if foreign is not None:
        raise ProblemError(f"{what} may use x and no other symbol, not {foreign!r}")
    try:
        expr = read_prefix(words)
    except UndefinedValueError as error:
        raise ProblemError(f"{what} has no value: {error}") from None
    except ExpressionError as error:
        raise ProblemError(str(error)) from None
    if "I" in write_prefix(expr):
        raise ProblemError(f"{what} has complex parts; only real functions are read")
    return expr


_DIFFERENTIAL = re.compile(r"d\s*+[xt](?![A-Za-z])")
_UNKNOWN_FUNCTIONS = ("Y", "Y'", "Y''", "f", "g", "h", "derivative")
_FOREIGN = frozenset((*VARIABLES, *COEFFICIENTS, *PARAMETERS, *_UNKNOWN_FUNCTIONS, "I")) - {"x"}
