"""Expressions as text that people, the infix reader and SymPy understand."""

from __future__ import annotations

from fractions import Fraction

from hf_mathseq.symbolic.nodes import HALF, Expr

_SUM, _PRODUCT, _POWER, _ATOM = 1, 2, 3, 4
_NUMBERS = ("int", "rational")


def write_infix(expr: Expr) -> str:
    """Return the expression as text, e.g. `x**2*sin(x)/3 + sqrt(x)`."""
    return _text(expr)[0]


def _text(expr: Expr) -> tuple[str, int]:
    """Return the text and how tightly it binds."""
    op = expr.op
    if op in _NUMBERS:
        return _number(expr.value)
    if not expr.args:
        return (expr.value if op == "symbol" else op), _ATOM
    if op == "add":
        return _sum(expr), _SUM
    if op == "mul":
        return _product(expr)
    if op == "pow":
        return _power(*expr.args)
    if op == "derivative":
        return f"Derivative({', '.join(write_infix(arg) for arg in expr.args)})", _ATOM
    return f"{op}({', '.join(write_infix(arg) for arg in expr.args)})", _ATOM


def _number(value: int | Fraction) -> tuple[str, int]:
    if value.denominator == 1:
        return str(value), _ATOM if value >= 0 else _SUM
    return str(value), _PRODUCT if value >= 0 else _SUM


def _sum(expr: Expr) -> str:
    text = ""
    for term in expr.args:
        part = _wrapped(term, _PRODUCT) if term.op == "add" else write_infix(term)
        if not text:
            text = part
        elif part.startswith("-"):
            text += f" - {part[1:]}"
        else:
            text += f" + {part}"
    return text


def _product(expr: Expr) -> tuple[str, int]:
    above: list[str] = []
    below: list[str] = []
    sign = ""
    factors = expr.args
    if factors[0].op in _NUMBERS:
        value = factors[0].value
        if value < 0:
            sign, value = "-", -value
        if value.numerator != 1:
            above.append(str(value.numerator))
        if value.denominator != 1:
            below.append(str(value.denominator))
        factors = factors[1:]
    for factor in factors:
        inverse = _inverse_text(factor)
        if inverse is None:
            above.append(_wrapped(factor, _POWER))
        else:
            below.append(inverse)
    text = sign + ("*".join(above) or "1")
    if len(below) == 1:
        text += f"/{below[0]}"
    elif below:
        text += f"/({'*'.join(below)})"
    return text, _SUM if sign else _PRODUCT


def _inverse_text(factor: Expr) -> str | None:
    """Return u where the factor is 1/u, an integer power below a fraction bar."""
    if factor.op != "pow" or factor.args[0].op in _NUMBERS:
        return None
    base, exponent = factor.args
    if exponent.op not in _NUMBERS or exponent.value >= 0:
        return None
    if exponent.value == -1:
        return _wrapped(base, _POWER)
    text, level = _power_text(base, -exponent.value)
    return text if level >= _POWER else f"({text})"


def _power(base: Expr, exponent: Expr) -> tuple[str, int]:
    if exponent is HALF:
        return f"sqrt({write_infix(base)})", _ATOM
    if exponent.op in _NUMBERS:
        return _power_text(base, exponent.value)
    return f"{_wrapped(base, _ATOM)}**{_wrapped(exponent, _ATOM)}", _POWER


def _power_text(base: Expr, exponent: int | Fraction) -> tuple[str, int]:
    if exponent == Fraction(1, 2):
        return f"sqrt({write_infix(base)})", _ATOM
    text, level = _number(exponent)
    shown = text if level == _ATOM else f"({text})"
    return f"{_wrapped(base, _ATOM)}**{shown}", _POWER


def _wrapped(expr: Expr, level: int) -> str:
    text, own = _text(expr)
    return text if own >= level else f"({text})"
