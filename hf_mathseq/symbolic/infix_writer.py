"""Expressions as text that people, the infix reader and SymPy understand."""

from __future__ import annotations

from fractions import Fraction

from hf_mathseq.symbolic.nodes import HALF, NUMBERS, Expr, memos

_SUM, _PRODUCT, _POWER, _ATOM = 1, 2, 3, 4


def write_infix(expr: Expr) -> str:
    """Return the expression as text, e.g. `x**2*sin(x)/3 + sqrt(x)`."""
    return _text(expr)[0]


_memo: dict[Expr, tuple[str, int]] = {}
memos.append(_memo)


def _text(expr: Expr) -> tuple[str, int]:
    """Return the text and how tightly it binds."""
    found = _memo.get(expr)
    return _written_upwards(expr) if found is None else found


def _written_upwards(expr: Expr) -> tuple[str, int]:
    """Write the parts before the whole, as the deepest expressions are deeper than the stack."""
    waiting = [expr]
    while True:
        missing = [arg for arg in waiting[-1].args if arg not in _memo]
        waiting += missing
        if not missing:
            part = waiting.pop()
            found = _memo[part] = _written(part)
            if not waiting:
                return found


def _written(expr: Expr) -> tuple[str, int]:
    op = expr.op
    if op in NUMBERS:
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
    if factors[0].op in NUMBERS:
        value, factors = factors[0].value, factors[1:]
    # Read from left to right, 2*(a + b)*c would be expanded: a sum must not follow the number.
    above: list[str] = []
    sums: list[str] = []
    below = [str(value.denominator)] if value.denominator != 1 else []
    for factor in factors:
        inverse = _inverse_text(factor) if factor.op == "pow" else None
        if inverse is not None:
            below.append(inverse)
        elif factor.op == "add":
            sums.append(f"({write_infix(factor)})")
        else:
            above.append(_wrapped(factor, _POWER))
    lead = _lead(value.numerator)
    level = _SUM if value < 0 else _PRODUCT
    if not above and not sums:
        return str(value.numerator) + _denominator(below), level
    quotient = "*".join(above + sums) + _denominator(below)
    return (f"{lead}({quotient})" if lead and not above else lead + quotient), level


def _lead(numerator: int) -> str:
    """Return what stands before the other factors: "", "-", "2*", "-2*"."""
    if numerator == 1:
        return ""
    return "-" if numerator == -1 else f"{numerator}*"


def _denominator(below: list[str]) -> str:
    if len(below) > 1:
        return f"/({'*'.join(below)})"
    return f"/{below[0]}" if below else ""


def _inverse_text(factor: Expr) -> str | None:
    """Return u where a power is 1/u, an integer power below a fraction bar."""
    base, exponent = factor.args
    if base.op in NUMBERS or exponent.op not in NUMBERS or exponent.value >= 0:
        return None
    return _inverse_power(base, exponent.value)


def _inverse_power(base: Expr, exponent: int | Fraction) -> str:
    return _wrapped(base, _POWER) if exponent == -1 else _power_text(base, -exponent)[0]


def _power(base: Expr, exponent: Expr) -> tuple[str, int]:
    if exponent is HALF:
        return f"sqrt({write_infix(base)})", _ATOM
    if exponent.op in NUMBERS:
        if exponent.value < 0 and base.op not in NUMBERS:
            return f"1/{_inverse_power(base, exponent.value)}", _PRODUCT
        return _power_text(base, exponent.value)
    return f"{_wrapped(base, _ATOM)}**{_wrapped(exponent, _ATOM)}", _POWER


def _power_text(base: Expr, exponent: int | Fraction) -> tuple[str, int]:
    if exponent == HALF.value:
        return f"sqrt({write_infix(base)})", _ATOM
    text, level = _number(exponent)
    shown = text if level == _ATOM else f"({text})"
    return f"{_wrapped(base, _ATOM)}**{shown}", _POWER


def _wrapped(expr: Expr, level: int) -> str:
    text, own = _text(expr)
    return text if own >= level else f"({text})"
