"""Computer algebra programs that read and print formulas: integrals, differential equations.

Each runs in a process of its own, without the user's start-up files and environment, in a temporary
folder, with limited memory. Questions are written by our own writers, so that they hold nothing but
the operators of an expression; what is printed is read by our own reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from hf_mathseq.engines.confinement import confined
from hf_mathseq.engines.dialogue import Dialogue
from hf_mathseq.engines.infix_forms import (
    read_answers,
    write_differential_equation,
    write_integrand,
)
from hf_mathseq.engines.questions import INTEGRAL
from hf_mathseq.symbolic.expression import Expr

_ANSWER = re.compile(r'^"?answer (.*?)"?\s*$')


@dataclass(frozen=True)
class Language:
    """How a program is asked; its answers are printed on a line `answer ...` each.

    Attributes:
        command: The program and its arguments.
        preparation: What it is told when it starts.
        mark: See `Dialogue`.
        integral: The question for an integral, with `{}` in place of the integrand.
        equation: The same for a differential equation.
        constant: What its constants of integration look like.
        written: Its names of our operators, where they differ.
        read: Our names of its own, where they differ.
        derivatives: What it calls y'' and y', where that differs.
    """

    command: tuple[str, ...]
    preparation: str
    mark: str
    integral: str
    equation: str
    constant: re.Pattern[str]
    written: Mapping[str, str] = field(default_factory=dict)
    read: Mapping[str, str] = field(default_factory=dict)
    derivatives: Mapping[str, str] = field(default_factory=dict)


class InfixProgram:
    """Asks a program; it is started by the first question.

    Args:
        language: How to ask it.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        command = confined(*language.command)
        self._dialogue = Dialogue(command, language.preparation, language.mark)

    @property
    def pid(self) -> int | None:
        """The program's process id, or None when it does not run."""
        return self._dialogue.pid

    @property
    def used_seconds(self) -> float:
        """Processor time that all answers have taken."""
        return self._dialogue.used_seconds

    def ask(self, kind: str, expr: Expr, seconds: float) -> list[list[str]]:
        """Return the answers that the program gives in published words.

        Args:
            kind: INTEGRAL, or EQUATION for a differential equation.
            expr: The integrand, or the expression that must vanish.
            seconds: Processor time.
        """
        language = self._language
        printed = self._dialogue.ask(self._question(kind, expr), seconds)
        texts = [match[1] for match in map(_ANSWER.match, printed or ()) if match]
        found = (read_answers(text, language.read, language.constant) for text in texts)
        return list(chain.from_iterable(found))

    def close(self) -> None:
        """End the program; the next question starts it again."""
        self._dialogue.close()

    def _question(self, kind: str, expr: Expr) -> str:
        language = self._language
        if kind == INTEGRAL:
            return language.integral.format(write_integrand(expr, language.written))
        equation = write_differential_equation(expr, language.written)
        for ours, theirs in language.derivatives.items():
            equation = equation.replace(ours, theirs)
        return language.equation.format(equation)
