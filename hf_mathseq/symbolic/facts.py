"""What is known about the value of an expression: real, sign, zero, integer.

Variables x, y, z, t are real and not zero, coefficients a0 ... a9 are real (the published
assumptions); parameters of typed problems are positive. The deductions are those that SymPy's
assumption system makes on such expressions; a fact that is not known is simply absent.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from hf_mathseq.encodings.prefix import PARAMETERS, VARIABLES
from hf_mathseq.symbolic.constant_values import constant_value
from hf_mathseq.symbolic.evaluation import add
from hf_mathseq.symbolic.nodes import MINUS_ONE, Expr

REAL, NONNEGATIVE, NONPOSITIVE, NONZERO, INTEGER, COMPUTED = 1, 2, 4, 8, 16, 32
POSITIVE = REAL | NONNEGATIVE | NONZERO
NEGATIVE = REAL | NONPOSITIVE | NONZERO
ZERO_FACTS = REAL | NONNEGATIVE | NONPOSITIVE | INTEGER
# A constant whose computed value is smaller than this may be zero: its sign is left unknown.
SIGN_TOLERANCE = 1e-9


def facts(expr: Expr) -> int:
    """Return the known facts as a set of bits."""
    known = expr.cached_facts
    if not known:
        rule = _RULES.get(expr.op)
        known = (rule(expr) if rule else 0) | COMPUTED
        if expr.symbols == 0 and expr.args:
            known |= _constant_facts(expr)
        expr.cached_facts = known
    return known


def is_real(expr: Expr) -> bool:
    """Whether the value is known to be real wherever it exists."""
    return facts(expr) & REAL != 0


def is_positive(expr: Expr) -> bool:
    """Whether the value is known to be positive."""
    return facts(expr) & POSITIVE == POSITIVE


def is_negative(expr: Expr) -> bool:
    """Whether the value is known to be negative."""
    return facts(expr) & NEGATIVE == NEGATIVE


def is_nonnegative(expr: Expr) -> bool:
    """Whether the value is known to be zero or positive."""
    return facts(expr) & NONNEGATIVE != 0


def is_nonzero(expr: Expr) -> bool:
    """Whether the value is known not to be zero."""
    return facts(expr) & NONZERO != 0


def _sign_facts(value: float | Fraction) -> int:
    if value > 0:
        return POSITIVE
    return NEGATIVE if value < 0 else ZERO_FACTS


def _number_facts(expr: Expr) -> int:
    known = _sign_facts(expr.value)
    return known | INTEGER if expr.op == "int" else known


def _symbol_facts(expr: Expr) -> int:
    if expr.value in PARAMETERS:
        return POSITIVE
    return REAL | NONZERO if expr.value in VARIABLES else REAL


def _sum_facts(expr: Expr) -> int:
    shared = REAL | NONNEGATIVE | NONPOSITIVE | INTEGER
    nonzero = 0
    for term in expr.args:
        known = facts(term)
        shared &= known
        nonzero |= known & NONZERO
        if not shared:
            return 0
    if shared & (NONNEGATIVE | NONPOSITIVE):
        shared |= nonzero
    return shared


def _product_facts(expr: Expr) -> int:
    shared = REAL | NONZERO | INTEGER
    sign: int | None = 1
    for factor in expr.args:
        known = facts(factor)
        shared &= known
        if known & NONPOSITIVE and not known & NONNEGATIVE:
            sign = None if sign is None else -sign
        elif not known & NONNEGATIVE:
            sign = None
        if not shared and sign is None:
            return 0
    if sign is not None and shared & REAL:
        shared |= NONNEGATIVE if sign > 0 else NONPOSITIVE
    return shared


def _power_facts(expr: Expr) -> int:
    base, exponent = expr.args
    b, e = facts(base), facts(exponent)
    if not e & REAL:
        return 0
    if b & POSITIVE == POSITIVE:
        return POSITIVE
    known = b & NONZERO
    if b & NONNEGATIVE and e & NONNEGATIVE:
        return known | REAL | NONNEGATIVE
    if not e & INTEGER or not b & REAL or not (e & NONNEGATIVE or b & NONZERO):
        # 1/u has no real value where u may be zero.
        return known
    known |= REAL
    if b & INTEGER and e & NONNEGATIVE:
        known |= INTEGER
    if exponent.op == "int":
        if exponent.value % 2 == 0:
            known |= NONNEGATIVE
        elif b & NONPOSITIVE:
            known |= NONPOSITIVE
    return known


def _exp_facts(expr: Expr) -> int:
    return POSITIVE if facts(expr.args[0]) & REAL else NONZERO


def _ln_facts(expr: Expr) -> int:
    arg = expr.args[0]
    if not is_positive(arg):
        return 0
    above = facts(add(arg, MINUS_ONE))
    return REAL | (above & (NONNEGATIVE | NONPOSITIVE | NONZERO) if above & REAL else 0)


def _abs_facts(expr: Expr) -> int:
    known = facts(expr.args[0])
    return REAL | NONNEGATIVE | (known & NONZERO) | (known & INTEGER if known & REAL else 0)


def _sign_function_facts(expr: Expr) -> int:
    known = facts(expr.args[0])
    return (REAL | INTEGER | known & (NONZERO | NONNEGATIVE | NONPOSITIVE)) if known & REAL else 0


def _real_if_real(expr: Expr) -> int:
    return facts(expr.args[0]) & REAL


def _strict_sign(expr: Expr) -> int:
    """Facts of sinh and tanh: the sign of an argument that is known not to be zero."""
    known = facts(expr.args[0])
    if not known & REAL:
        return 0
    return REAL | (known & (NONNEGATIVE | NONPOSITIVE | NONZERO) if known & NONZERO else 0)


def _pole_at_zero(expr: Expr) -> int:
    """Facts of coth: real where the argument is known not to be zero."""
    known = _strict_sign(expr)
    return known if known & (NONNEGATIVE | NONPOSITIVE) else 0


def _atan_facts(expr: Expr) -> int:
    known = facts(expr.args[0])
    if not known & REAL:
        return 0
    return REAL | (known & (NONNEGATIVE | NONZERO) if known & NONNEGATIVE else 0)


def _acot_facts(expr: Expr) -> int:
    known = facts(expr.args[0])
    if known & NONNEGATIVE:
        return POSITIVE
    return known & NEGATIVE if known & NEGATIVE == NEGATIVE else known & REAL


def _cosh_facts(expr: Expr) -> int:
    return POSITIVE if facts(expr.args[0]) & REAL else 0


def _acosh_facts(expr: Expr) -> int:
    return REAL if facts(add(expr.args[0], MINUS_ONE)) & NONNEGATIVE else 0


def _leaf_positive(expr: Expr) -> int:
    return POSITIVE


_RULES: dict[str, Callable[[Expr], int]] = {
    **{"int": _number_facts, "rational": _number_facts, "symbol": _symbol_facts},
    **{"pi": _leaf_positive, "E": _leaf_positive, "I": lambda expr: NONZERO},
    **{"add": _sum_facts, "mul": _product_facts, "pow": _power_facts},
    **{"exp": _exp_facts, "ln": _ln_facts, "abs": _abs_facts, "sign": _sign_function_facts},
    **dict.fromkeys(("sin", "cos", "tan", "cot", "sec", "csc", "asinh", "acsch"), _real_if_real),
    **dict.fromkeys(("sinh", "tanh", "csch"), _strict_sign),
    **{"coth": _pole_at_zero, "atan": _atan_facts, "acot": _acot_facts},
    **{"cosh": _cosh_facts, "sech": _cosh_facts, "acosh": _acosh_facts},
    **dict.fromkeys(("f", "g", "h"), lambda expr: REAL | NONZERO),
}


def _constant_facts(expr: Expr) -> int:
    """Facts of an expression without symbols, from its value."""
    value = constant_value(expr)
    if value is None or abs(value) < SIGN_TOLERANCE:
        return 0
    if abs(value.imag) > SIGN_TOLERANCE * abs(value):
        return NONZERO
    if abs(value.imag) > 0 and not _real_tree(expr):
        return NONZERO
    return _sign_facts(value.real)


def _real_tree(expr: Expr) -> bool:
    """Whether a constant with a rounding-sized imaginary part may be taken for real."""
    return expr.op != "I" and all(map(_real_tree, expr.args))
