"""Other programs as proposers: SymPy and FriCAS, in processes of their own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cached_property

from hf_mathseq.engines.fricas import FricasEngine
from hf_mathseq.engines.sympy_answers import EQUATION, INTEGRAL, SympyAnswers
from hf_mathseq.proposers.integrals import IntegralProposer, integrand_of
from hf_mathseq.proposers.proposer import Problem, Proposer, Tokens
from hf_mathseq.symbolic.equations import read_equation
from hf_mathseq.symbolic.expression import write_prefix
from hf_mathseq.task import Task
from hf_mathseq.tasks.integration import IntegrationTask
from hf_mathseq.tasks.ode import OdeTask


class Sympy(Proposer):
    """SymPy's `integrate` and `dsolve`."""

    name = "sympy"
    summary = "SymPy's integrate and dsolve, in a process of its own"

    def __init__(self) -> None:
        self._engine = SympyAnswers()

    def fits(self, task: Task) -> bool:
        """Return whether the problems of a task are integrals or differential equations."""
        return isinstance(task, (IntegrationTask, OdeTask))

    def propose(self, problem: Problem) -> Iterator[Tokens]:
        """Yield what SymPy finds in the time of the problem."""
        if isinstance(problem.task, IntegrationTask):
            kind, question = INTEGRAL, integrand_of(problem)
        else:
            kind, question = EQUATION, read_equation(problem.row["equation"])
        yield from self._engine.ask(kind, write_prefix(question), problem.seconds)

    def close(self) -> None:
        """End SymPy's process."""
        self._engine.close()


class Fricas(IntegralProposer):
    """FriCAS's `integrate`."""

    name = "fricas"
    summary = "FriCAS's integrate, where FriCAS is installed"

    @classmethod
    def available(cls) -> bool:
        """Return whether FriCAS is installed."""
        return shutil.which("fricas") is not None

    def propose(self, problem: Problem) -> Iterator[Tokens]:
        """Yield what FriCAS finds in the time of the problem."""
        answer = self._engine.integrate(integrand_of(problem), problem.seconds)
        if answer is not None:
            yield write_prefix(answer)

    def close(self) -> None:
        """End FriCAS's process."""
        if "_engine" in self.__dict__:
            self._engine.close()

    @cached_property
    def _engine(self) -> FricasEngine:
        return FricasEngine()
