"""What becomes of the solutions of a user's partial differential equation, without a model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hf_mathseq.systems.pde_decision import behaviours
from hf_mathseq.systems.pde_input import pde_from_text
from hf_mathseq.systems.pde_problem import UNDECIDED, VANISHES, Interval, Pde
from hf_mathseq.systems.pde_symbol import RealSymbol, real_symbol
from hf_mathseq.systems.pde_text import pde_text
from hf_mathseq.verification.pde import REASONS


@dataclass(frozen=True)
class PdeAnalysis:
    """What algebra says of one equation with its initial condition.

    Attributes:
        pde: The problem.
    """

    pde: Pde

    @cached_property
    def _symbol(self) -> RealSymbol:
        return real_symbol(self.pde)

    @cached_property
    def behaviour(self) -> int:
        """One of the codes of `systems.pde_problem`."""
        return int(behaviours([self._symbol])[0])

    @property
    def exists(self) -> bool | None:
        """Whether there is a tempered solution; None where this is not settled."""
        return None if self.behaviour == UNDECIDED else self.behaviour > 0

    @property
    def vanishes(self) -> bool | None:
        """Whether no frequency of the initial condition grows; None where this is not settled."""
        return None if self.behaviour == UNDECIDED else self.behaviour == VANISHES

    @property
    def frequencies(self) -> list[Interval]:
        """The interval of frequencies of every coordinate, in cycles."""
        return self.pde.frequency_bounds()

    @property
    def growth_rate(self) -> str:
        """The growth rate as a polynomial of the angular frequencies `k0`, `k1`, ...

        Coordinates of a single frequency are put in.
        """
        free = [k for k, (low, high) in enumerate(self.pde.box()) if low < high]
        terms = [
            (-value, "*".join(_power(k, e) for k, e in zip(free, exponents, strict=True) if e))
            for exponents, value in self._symbol.terms.items()
        ]
        text = "".join(_signed_term(value, product) for value, product in terms)
        return text.removeprefix(" + ").replace(" - ", "-", int(text.startswith(" - "))) or "0"

    def __str__(self) -> str:
        intervals = (
            f"k{k} = {low:g}" if low == high else f"k{k} from {low:g} to {high:g}"
            for k, (low, high) in enumerate(self.pde.box())
        )
        return "\n".join(
            [
                pde_text(self.pde),
                f"growth rate of the angular frequencies k: {self.growth_rate}",
                f"frequencies of the initial condition: {', '.join(intervals)}",
                REASONS[self.behaviour],
            ]
        )


def analyse_pde(given: Any) -> PdeAnalysis:
    """Return what algebra says of an equation with its initial condition.

    Args:
        given: Text such as "u_t = u_xx - u_xxxx; u(0) = sinc(3*x)"; see `systems.pde_input`.

    Raises:
        ProblemError: The text is no such problem.

    Examples:
        >>> heat = analyse_pde("u_t = u_xx; u(0) = exp(-x^2)")
        >>> heat.exists, heat.vanishes, heat.growth_rate
        (True, True, '-k0^2')
    """
    return PdeAnalysis(pde_from_text(given))


def _power(coordinate: int, exponent: int) -> str:
    return f"k{coordinate}" if exponent == 1 else f"k{coordinate}^{exponent}"


def _signed_term(value: int, product: str) -> str:
    size = abs(value)
    parts = [str(size)] * (size != 1 or not product) + [product] * bool(product)
    return (" + " if value > 0 else " - ") + "*".join(parts)
