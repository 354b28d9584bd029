"""Other programs as proposers, in processes of their own."""

from __future__ import annotations

import shutil
from abc import abstractmethod
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from hf_mathseq.engines.fricas import FricasEngine
from hf_mathseq.engines.giac import GIAC
from hf_mathseq.engines.infix_program import InfixProgram, Language
from hf_mathseq.engines.maxima import MAXIMA
from hf_mathseq.engines.questions import EQUATION, INTEGRAL
from hf_mathseq.engines.sympy_answers import SympyAnswers
from hf_mathseq.proposers.integrals import IntegralProposer, integrand_of
from hf_mathseq.proposers.proposer import Problem, Proposer, Tokens
from hf_mathseq.symbolic.equations import read_equation
from hf_mathseq.symbolic.expression import Expr, write_prefix
from hf_mathseq.task import Task
from hf_mathseq.tasks.integration import IntegrationTask
from hf_mathseq.tasks.ode_base import OdeTask


class _Calculus(Proposer):
    """A program that is asked for integrals and for solutions of differential equations."""

    def fits(self, task: Task) -> bool:
        """Return whether the problems of a task are integrals or differential equations."""
        return isinstance(task, (IntegrationTask, OdeTask))

    def propose(self, problem: Problem) -> Iterator[Tokens]:
        """Yield what the program finds in the time of the problem."""
        if isinstance(problem.task, IntegrationTask):
            yield from self._asked(INTEGRAL, integrand_of(problem.row), problem.left())
        else:
            equation = read_equation(problem.row["equation"])
            yield from self._asked(EQUATION, equation, problem.left())

    @abstractmethod
    def _asked(self, kind: str, question: Expr, seconds: float) -> list[Tokens]:
        """Return the program's answers to a question of a kind in `engines.questions`."""


class Sympy(_Calculus):
    """SymPy's `integrate` and `dsolve`."""

    name = "sympy"
    summary = "SymPy's integrate and dsolve, in a process of its own"
    knows_parameters = True

    def __init__(self) -> None:
        self._engine = SympyAnswers()

    @property
    def used_elsewhere(self) -> float:
        """Processor time of SymPy's process."""
        return self._engine.used_seconds

    def close(self) -> None:
        """End SymPy's process."""
        self._engine.close()

    def _asked(self, kind: str, question: Expr, seconds: float) -> list[Tokens]:
        return self._engine.ask(kind, write_prefix(question), seconds)


class _Installed(_Calculus):
    """A program of `engines.infix_program`, where it is installed."""

    language: ClassVar[Language]

    def __init__(self) -> None:
        self._engine = InfixProgram(self.language)

    @property
    def used_elsewhere(self) -> float:
        """Processor time of the program's process."""
        return self._engine.used_seconds

    @classmethod
    def available(cls) -> bool:
        """Return whether the program is installed."""
        return shutil.which(cls.language.command[0]) is not None

    def close(self) -> None:
        """End the program's process."""
        self._engine.close()

    def _asked(self, kind: str, question: Expr, seconds: float) -> list[Tokens]:
        return self._engine.ask(kind, question, seconds)


class Giac(_Installed):
    """Giac's `integrate` and `desolve`."""

    name = "giac"
    summary = "Giac's integrate and desolve, where Giac is installed"
    language = GIAC


class Maxima(_Installed):
    """Maxima's `integrate`, `ode2` and `contrib_ode`."""

    name = "maxima"
    summary = "Maxima's integrate, ode2 and contrib_ode, where Maxima is installed"
    language = MAXIMA


class Fricas(IntegralProposer):
    """FriCAS's `integrate`."""

    name = "fricas"
    summary = "FriCAS's integrate, where FriCAS is installed"

    @classmethod
    def available(cls) -> bool:
        """Return whether FriCAS is installed."""
        return shutil.which("fricas") is not None

    @property
    def used_elsewhere(self) -> float:
        """Processor time of FriCAS's process."""
        return self._engine.used_seconds if "_engine" in self.__dict__ else 0.0

    def propose(self, problem: Problem) -> Iterator[Tokens]:
        """Yield what FriCAS finds in the time of the problem."""
        answer = self._engine.integrate(integrand_of(problem.row), problem.left())
        if answer is not None:
            yield write_prefix(answer)

    def close(self) -> None:
        """End FriCAS's process."""
        if "_engine" in self.__dict__:
            self._engine.close()

    @cached_property
    def _engine(self) -> FricasEngine:
        return FricasEngine()
