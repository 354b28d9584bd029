"""What the tasks on ordinary differential equations share: reading, drawing and checking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa

from hf_mathseq.encodings.prefix import clean, clean_text, count_operators
from hf_mathseq.symbolic.equations import equation_of, order_of, read_equation, write_equation
from hf_mathseq.symbolic.expression import (
    Expr,
    ExpressionError,
    prefix_text,
    write_infix,
    write_prefix,
)
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.symbolic.initial_conditions import Condition, read_condition, read_problem
from hf_mathseq.symbolic.nodes import collector_paused
from hf_mathseq.symbolic.parameters import parameters_in, parameters_of
from hf_mathseq.symbolic.trees import BufferedDraws
from hf_mathseq.task import CRITERIA, Block, Row
from hf_mathseq.tasks.expression_task import ExpressionTask, right_side
from hf_mathseq.tasks.ode_construction import CONSTANTS, highest_factor
from hf_mathseq.tasks.ode_options import Ode1Config
from hf_mathseq.tasks.ode_pairs import OdePairs, OdeSettings
from hf_mathseq.tasks.particular_solution import (
    Particular,
    particular_relation,
    particular_solution,
)
from hf_mathseq.tasks.written_constants import solution_words
from hf_mathseq.tasks.written_relations import (
    curve_sides,
    has_constant,
    is_relation,
    relation_text,
    relation_words,
)
from hf_mathseq.verdict import ProblemError, Verdict
from hf_mathseq.verification.implicit_solution import WORD, read_relation
from hf_mathseq.verification.initial_values import check_curve, check_particular
from hf_mathseq.verification.ode_points import CONSTANTS as UNKNOWN_CONSTANTS
from hf_mathseq.verification.ode_solution import check_by_criterion, check_many, read_solution

ORDERS = {1: "first", 2: "second"}


def _conditions(row: Row) -> tuple[Condition, ...]:
    return tuple(map(read_condition, row.get("conditions") or ()))


class OdeTask(ExpressionTask):
    """What both orders share: words, drawing, reading and checking."""

    dataset = "ode"
    order: ClassVar[int]
    Config = Ode1Config
    config: Ode1Config
    natural_schema = pa.schema([("equation", pa.string()), ("solution", pa.string())])

    @property
    def max_lengths(self) -> tuple[int, int]:
        """The largest number of input and of target tokens, `</s>` included."""
        longest = self.config.max_len - 2
        return longest + 1, longest + 1

    # ------------------------------------------------------------------ writing and reading

    def encode(self, row: Row) -> tuple[list[str], list[str]]:
        """Return the published words of equation and solution; see `Task.encode`."""
        problem = clean(write_prefix(self._equation(row.get("posed") or row["equation"])))
        answer = row.get("solution")
        if answer and is_relation(answer):
            return problem, relation_words(answer, parameters_in(answer))
        return problem, write_prefix(self._solution(answer)) if answer else []

    def decode(self, tokens: Sequence[str]) -> str:
        """Return the solution as text, an implicit one as `F(x, y) = a8`.

        Raises:
            ProblemError: The tokens are not an expression in x and the constants.
        """
        try:
            if self.order == 1 and WORD in tokens:
                return relation_text(tokens)
            return write_infix(read_solution(tokens, self.order))
        except ExpressionError as error:
            raise ProblemError(str(error)) from None

    def problem_from(
        self, user_input: Any = None, *, tokens: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """Return `{"equation": text}` in normal form, with `"conditions"` where there are any.

        Where the data would write a typed equation in another way, without denominators and other
        factors, or without functions such as secants, that stands beside it as `"posed"`: models
        read it, and answers are checked in `"equation"`.

        Args:
            user_input: The equation as people type it, e.g. `"x*y' - y + x = 0"`, perhaps with as
                many initial conditions as its order, e.g. `"y' = y/x + x, y(1) = 2"`. The model
                does not see them, see `finish`. Where t is the variable, x is written for it.
            tokens: The equation in published words instead; it stands for `... = 0`.

        Raises:
            ProblemError: Not readable, not an equation of the task's order, or without a value.
        """
        if (user_input is None) == (tokens is None):
            raise ProblemError("give either an equation or its tokens")
        if tokens is not None:
            return {"equation": write_equation(self._checked(equation_of(tokens)))}
        equation, conditions = read_problem(user_input)
        row: dict[str, Any] = {"equation": write_equation(self._checked(equation))}
        posed = self._posed(equation)
        if posed != equation:
            row["posed"] = write_equation(posed)
        if conditions:
            row["conditions"] = [str(each) for each in conditions]
        return row

    def answer_from(self, row: Row, given: Any) -> str:
        """Return a formula without `y =` before it; see `written_constants` for its constants.

        Solutions of first order may be implicit, see `written_relations`.
        """
        if is_relation(given):
            if self.order > 1:
                raise ProblemError("implicit solutions are read for equations of first order only")
            return relation_text(relation_words(given, self.parameters(row)))
        words = solution_words(right_side(given), self.order, self.parameters(row))
        try:
            return write_infix(read_solution(words, self.order))
        except ExpressionError as error:
            raise ProblemError(str(error)) from None

    def check_given(
        self, row: Row, given: Any, *, criterion: str = "strict", tolerance: float | None = None
    ) -> Verdict:
        """Check a general solution, or one without constants where the row has conditions."""
        conditions = _conditions(row)
        if self.order == 1 and is_relation(given):
            parameters = self.parameters(row)
            if conditions and not has_constant(given, parameters):
                equation = self._equation(row["equation"])
                return check_curve(equation, *curve_sides(given, parameters), conditions[0])
            return super().check_given(row, given, criterion=criterion, tolerance=tolerance)
        solution = self._solution(self.answer_from(row, given))
        if not conditions or any(name.symbols & solution.symbols for name in UNKNOWN_CONSTANTS):
            return super().check_given(row, given, criterion=criterion, tolerance=tolerance)
        equation = self._equation(row["equation"])
        return check_particular(equation, solution, self.order, conditions)

    def finish(self, row: Row, answer: Any) -> str | None:
        """Return the particular solution for the initial conditions; see `Task.finish`."""
        found = self._particular(row, answer)
        return None if found is None else found.text

    def suits(self, row: Row, answer: Any) -> bool:
        """Return whether constants of the solution meet the initial conditions; see `Task`."""
        found = self._particular(row, answer)
        return found is None or found.met

    def show_problem(self, row: Row) -> str:
        """Return the equation with its initial conditions."""
        return ", ".join([row["equation"], *(row.get("conditions") or ())])

    def _particular(self, row: Row, answer: Any) -> Particular | None:
        conditions = _conditions(row)
        if not conditions:
            return None
        equation = self._equation(row["equation"])
        if is_relation(answer):
            words = relation_words(answer, parameters_in(answer))
            return particular_relation(equation, read_relation(words), conditions[0])
        return particular_solution(equation, self._solution(answer), conditions)

    def parameters(self, row: Row) -> list[str]:
        """Return the parameters of equation and conditions; see `Task.parameters`."""
        numbers = (number for each in _conditions(row) for number in (each.point, each.value))
        found = parameters_of(self._equation(row["equation"]), *numbers)
        return [name.value for name in found]

    def difficulty(self, row: Row) -> dict[str, int]:
        """Return the number of operator words of the equation."""
        return {"operators": count_operators(self.encode({"equation": row["equation"]})[0])}

    def _equation(self, text: Any) -> Expr:
        return self._checked(read_equation(text))

    def _checked(self, equation: Expr) -> Expr:
        order = order_of(equation)
        if order != self.order:
            raise ProblemError(
                f"{self.name} is about equations of {ORDERS[self.order]} order, this one has order"
                f" {order}"
            )
        return equation

    def _posed(self, equation: Expr) -> Expr:
        """Return an equation as the data would write it, or as it stands."""
        try:
            return highest_factor(self._in_drawn_functions(equation), self.order) or equation
        except ExpressionError:
            return equation

    def _solution(self, text: str) -> Expr:
        try:
            words = read_infix(text, ("x", *CONSTANTS[: self.order], *parameters_in(text)))
            return read_solution(words, self.order)
        except ExpressionError as error:
            raise ProblemError(str(error)) from None

    # ------------------------------------------------------------------ drawing

    def generate_block(self, rng: np.random.Generator, size: int) -> Block:
        """Draw `size` solutions; keep those whose equation can be written and is verified."""
        config = self.config
        settings = OdeSettings(
            order=self.order,
            min_ops=config.min_ops,
            max_ops=config.max_ops,
            simplify_probability=config.simplify_probability,
            max_words=config.max_len - 2,
        )
        with collector_paused():
            pairs = OdePairs(settings, BufferedDraws(config.trees, rng)).pairs(size)
            return self._written_block(
                problems=[clean_text(prefix_text(pair.equation)) for pair in pairs],
                answers=[prefix_text(pair.solution) for pair in pairs],
                natural={
                    "equation": [write_equation(pair.equation) for pair in pairs],
                    "solution": [write_infix(pair.solution) for pair in pairs],
                },
                problem_keys=[pair.problem_key for pair in pairs],
                attempts=size,
            )

    # ------------------------------------------------------------------ checking

    def trivial_answers(self) -> dict[str, list[str]]:
        """Return y = 0, a constant and, for order 2, a straight line.

        The published rule accepts them for many equations; see `Task.trivial_answers`.
        """
        answers = {"y = 0": ["INT+", "0"], "y = 1": ["INT+", "1"], "y = a8": ["a8"]}
        if self.order > 1:
            answers["y = a8 + a9*x"] = ["add", "a8", "mul", "a9", "x"]
        return answers

    def verify_by_criterion(
        self, rows: Sequence[Row], hypotheses: Sequence[Sequence[str]]
    ) -> dict[str, list[Verdict]]:
        """Check under every criterion; whether an equation is solved is asked once for all."""
        equations = self._read_column(rows, "equation", self._equation)
        return check_by_criterion(equations, hypotheses, self.order, CRITERIA)

    def _verdicts(
        self,
        rows: Sequence[Row],
        hypotheses: Sequence[Sequence[str]],
        criterion: str,
        tolerance: float | None,
    ) -> list[Verdict]:
        equations = self._read_column(rows, "equation", self._equation)
        return check_many(equations, hypotheses, self.order, criterion)
