"""The published words of partial differential equations (arXiv 2006.06462).

A problem is `INT+ n <SPECIAL_3> operator <SPECIAL_3> initial condition` in prefix order, where `xk`
in the operator stands for the derivative with respect to x_k.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from hf_mathseq.encodings.integers import write_integer
from hf_mathseq.encodings.scientific import SYMBOLS
from hf_mathseq.systems.pde_problem import (
    CONSTANT,
    DIRAC,
    MAX_DIMENSION,
    SINC,
    Factor,
    Pde,
)
from hf_mathseq.systems.words import EQUATION_SEPARATOR, LIST_SEPARATOR, ROW_SEPARATOR

MINUS_INFINITY, PLUS_INFINITY = "<SPECIAL_7>", "<SPECIAL_8>"
COORDINATES = tuple(f"x{k}" for k in range(MAX_DIMENSION))


def pde_vocabulary_words() -> tuple[str, ...]:
    """Return the words of problems and answers, whatever the largest dimension."""
    separators = (EQUATION_SEPARATOR, ROW_SEPARATOR, LIST_SEPARATOR)
    operators = ("+", "-", "*", "/", "^", "exp", "sin", "delta0")
    return (*separators, MINUS_INFINITY, PLUS_INFINITY, *COORDINATES, *operators, *SYMBOLS)


def write_pde(pde: Pde) -> str:
    """Return the published words of a problem, separated by blanks."""
    head = " ".join(write_integer(pde.dimension))
    shifts = product_words([_shift(k, b) for k, b in pde.shifts])
    kernels = product_words([_kernel(k, *kernel) for k, kernel in enumerate(pde.kernels)])
    return f"{head} {EQUATION_SEPARATOR} {_operator(pde)} {EQUATION_SEPARATOR} * {shifts} {kernels}"


def product_words(factors: Sequence[str]) -> str:
    """Return a product that associates to the left."""
    return "* " * (len(factors) - 1) + " ".join(factors)


def _operator(pde: Pde) -> str:
    signs = ("+ " if m.coefficient > 0 else "- " for m in reversed(pde.monomials[1:]))
    return "".join(signs) + " ".join(_term(abs(m.coefficient), m.factors) for m in pde.monomials)


def _term(size: int, factors: Iterable[Factor]) -> str:
    product = product_words([_factor(k, power) for k, power in factors])
    return product if size == 1 else f"* {_integer(size)} {product}"


@lru_cache(maxsize=4096)
def _integer(value: int) -> str:
    return " ".join(write_integer(value))


def _factor(coordinate: int, power: int) -> str:
    name = COORDINATES[coordinate]
    return name if power == 1 else f"^ {name} {_integer(power)}"


def _shift(coordinate: int, b: int) -> str:
    return f"exp + * {_integer(b)} * I {COORDINATES[coordinate]} INT+ 0"


def _kernel(coordinate: int, kernel: str, a: int) -> str:
    if kernel == CONSTANT:
        return "INT+ 1"
    argument = f"+ * {_integer(a)} {COORDINATES[coordinate]} INT+ 0"
    if kernel == SINC:
        return f"/ sin {argument} {argument}"
    return f"delta0 {argument}" if kernel == DIRAC else f"exp * INT- 1 ^ {argument} INT+ 2"
