"""Expressions as text that people, the infix reader and SymPy understand."""

from __future__ import annotations

from fractions import Fraction

from hf_mathseq.symbolic.nodes import HALF, Expr, memos

_SUM, _PRODUCT, _POWER, _ATOM = 1, 2, 3, 4
_NUMBERS = ("int", "rational")


def write_infix(expr: Expr) -> str:
    """Return the expression as text, e.g. `x**2*sin(x)/3 + sqrt(x)`."""
    return _text(expr)[0]


_memo: dict[Expr, tuple[str, int]] = {}
memos.append(_memo)


def _text(expr: Expr) -> tuple[str, int]:
    """Return the text and how tightly it binds."""
    found = _memo.get(expr)
    if found is None:
        found = _memo[expr] = _written(expr)
    return found


def _written(expr: Expr) -> tuple[str, int]:
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
    factors = expr.args
    value: int | Fraction = 1
    if factors[0].op in _NUMBERS:
        value, factors = factors[0].value, factors[1:]
    inverses = [_inverse_text(factor) for factor in factors]
    above = [f for f, text in zip(factors, inverses, strict=True) if text is None]
    below = [text for text in inverses if text is not None]
    if value.denominator != 1:
        below.insert(0, str(value.denominator))
    lead = _lead(value.numerator)
    # Read from left to right, 2*(a + b)*c would be expanded: a sum must not follow the number.
    above.sort(key=lambda factor: factor.op == "add")
    if lead and above and above[0].op == "add":
        return f"{lead}({_quotient(above, below)})", _SUM if lead[0] == "-" else _PRODUCT
    if not above:
        text = str(value.numerator) + _denominator(below)
    else:
        text = lead + _quotient(above, below)
    return text, _SUM if lead[:1] == "-" else _PRODUCT


def _lead(numerator: int) -> str:
    """Return what stands before the other factors: "", "-", "2*", "-2*"."""
    return {1: "", -1: "-"}.get(numerator, f"{numerator}*")


def _quotient(above: list[Expr], below: list[str]) -> str:
    return "*".join(_wrapped(factor, _POWER) for factor in above) + _denominator(below)


def _denominator(below: list[str]) -> str:
    if len(below) > 1:
        return f"/({'*'.join(below)})"
    return f"/{below[0]}" if below else ""


def _inverse_text(factor: Expr) -> str | None:
    """Return u where the factor is 1/u, an integer power below a fraction bar."""
    if factor.op != "pow" or factor.args[0].op in _NUMBERS:
        return None
    base, exponent = factor.args
    if exponent.op not in _NUMBERS or exponent.value >= 0:
        return None
    return _inverse_power(base, exponent.value)


def _inverse_power(base: Expr, exponent: int | Fraction) -> str:
    return _wrapped(base, _POWER) if exponent == -1 else _power_text(base, -exponent)[0]


def _power(base: Expr, exponent: Expr) -> tuple[str, int]:
    if exponent is HALF:
        return f"sqrt({write_infix(base)})", _ATOM
    if exponent.op in _NUMBERS:
        if exponent.value < 0 and base.op not in _NUMBERS:
            return f"1/{_inverse_power(base, exponent.value)}", _PRODUCT
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
