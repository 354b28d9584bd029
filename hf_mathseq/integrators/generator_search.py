"""Finds the generators of an integrand and of the derivatives of its functions."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from hf_mathseq.integrators.factors import scale_and_rest
from hf_mathseq.integrators.generators import (
    Generator,
    Generators,
    UnsuitableError,
    common_unit,
)
from hf_mathseq.integrators.modular import MAX_ROOT
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import function, mul, power
from hf_mathseq.symbolic.nodes import NUMBERS, X_BIT, Expr, X, number

PRIMITIVES = ("ln", "asin", "acos", "atan", "asinh", "acosh", "atanh")
PAIRS = {"sin": "cos", "cos": "sin", "sinh": "cosh", "cosh": "sinh"}
FUNCTIONS = (*PRIMITIVES, *PAIRS, "exp", "tan", "tanh")
MAX_GENERATORS = 9


class _Finder:
    """Walks an expression and the derivatives of its functions."""

    def __init__(self) -> None:
        self.nodes: dict[Expr, None] = {}
        self.denominators: dict[Expr, None] = {}
        self.constants: dict[Expr, None] = {}

    def walk(self, expr: Expr) -> None:
        pending = [expr]
        while pending:
            part = pending.pop()
            if part in self.nodes:
                continue
            self.nodes[part] = None
            if not part.symbols & X_BIT:
                self._constant(part, pending)
            elif part.op in ("add", "mul"):
                pending.extend(part.args)
            elif part.op == "pow":
                self._power(part, pending)
            elif part is not X:
                if part.op not in FUNCTIONS:
                    raise UnsuitableError(f"{part.op} is no generator")
                pending.append(derivative(part))

    def _constant(self, part: Expr, pending: list[Expr]) -> None:
        if part.op in ("add", "mul") or (part.op == "pow" and part.args[1].op == "int"):
            pending.extend(part.args)
        elif part.op not in NUMBERS:
            self.constants[part] = None

    def _power(self, part: Expr, pending: list[Expr]) -> None:
        base, exponent = part.args
        if exponent.op in NUMBERS:
            pending.append(base)
            if exponent.op == "int" and exponent.value < 0 and base.op == "add":
                self.denominators[base] = None
        else:
            pending.append(derivative(part))


def generators_of(integrand: Expr, derived_too: bool = False) -> Generators:
    """Find the generators of an integrand.

    Args:
        integrand: A function of x.
        derived_too: Whether denominators of derivatives of generators are generators as well.

    Raises:
        UnsuitableError: abs or sign occurs, roots of high order, or too many generators.
    """
    finder = _Finder()
    finder.walk(integrand)
    found = Generators()
    found.enter(Generator(X, "x"))
    _enter_exponentials(found, list(finder.nodes))
    for part in finder.nodes:
        _enter_function(found, part)
    _enter_roots(found, list(finder.nodes))
    own = _denominators(integrand)
    for part in finder.denominators:
        if derived_too or part in own:
            found.enter(Generator(part, "denominator"))
        else:
            found.derived.append(part)
    for part in finder.constants:
        found.enter(Generator(part, "parameter"))
    if len(found.every) > MAX_GENERATORS:
        raise UnsuitableError("too many generators")
    return found


def _denominators(integrand: Expr) -> dict[Expr, None]:
    """Return the sums under negative powers in the integrand, outside of functions."""
    found: dict[Expr, None] = {}
    pending = [integrand]
    while pending:
        part = pending.pop()
        if part.op in ("add", "mul"):
            pending.extend(part.args)
        elif part.op == "pow" and part.args[1].op == "int":
            pending.append(part.args[0])
            if part.args[1].value < 0 and part.args[0].op == "add":
                found[part.args[0]] = None
    return found


def _enter_function(found: Generators, part: Expr) -> None:
    if part in found.powers or not part.args or not part.symbols & X_BIT:
        return
    op = part.op
    if op in PRIMITIVES:
        found.enter(Generator(part, "primitive"))
    elif op in ("tan", "tanh"):
        found.enter(Generator(part, "tangent"))
    elif op in PAIRS:
        sine, cosine = ("sin", "cos") if op in ("sin", "cos") else ("sinh", "cosh")
        for name, kind in ((sine, "sine"), (cosine, "cosine")):
            node = function(name, part.args[0])
            found.enter(Generator(node, kind))
    elif op == "pow" and part.args[1].op not in NUMBERS:
        found.enter(Generator(part, "exp"))


def _enter_exponentials(found: Generators, nodes: list[Expr]) -> None:
    """exp(x/2) and exp(x/3) are powers of exp(x/6)."""
    multiples: dict[Expr, list[Fraction]] = {}
    for part in nodes:
        if part.op == "exp" and part.symbols & X_BIT:
            coefficient, rest = scale_and_rest(part.args[0])
            multiples.setdefault(rest, []).append(coefficient)
    for rest, values in multiples.items():
        unit = common_unit(values)
        if max(map(abs, values)) > MAX_ROOT * unit:
            raise UnsuitableError("exponents far apart")
        if all(value < 0 for value in values):
            unit = -unit
        found.enter(Generator(function("exp", mul(number(unit), rest)), "exp"))


def _enter_roots(found: Generators, nodes: list[Expr]) -> None:
    """u**(1/2) and u**(5/6) are powers of u**(1/6)."""
    orders: dict[Expr, int] = {}
    for part in nodes:
        if part.op == "pow" and part.args[1].op == "rational" and part.symbols & X_BIT:
            base = part.args[0]
            orders[base] = lcm(orders.get(base, 1), part.args[1].value.denominator)
    for base, order in sorted(orders.items(), key=lambda item: item[0].depth):
        if order > MAX_ROOT:
            raise UnsuitableError("a root of high order")
        found.enter(Generator(power(base, number(Fraction(1, order))), "root", order))
