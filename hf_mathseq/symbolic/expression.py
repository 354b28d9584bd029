"""Expressions: read from prefix words into normal form, written as prefix words and as text.

The normal form is that of the published data: what SymPy's automatic evaluation gives, arguments
in SymPy's order. There is no infinity and no NaN: an expression without a value raises
`UndefinedValueError`. Complex constants are held with the leaf "I".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

# The rule modules enter their rules in `evaluation.RULES` when they are imported.
from hf_mathseq.encodings.integers import NEGATIVE, POSITIVE, read_integer, write_integer
from hf_mathseq.encodings.prefix import ARITY, COEFFICIENTS, LEAVES, VARIABLES, unclean
from hf_mathseq.symbolic import (
    arithmetic,
    functions,
    hyperbolic,
    inverse_trigonometric,
    powers,
    trigonometric,
)
from hf_mathseq.symbolic.evaluation import (
    RULES,
    add,
    divide,
    function,
    mul,
    power,
    subtract,
)
from hf_mathseq.symbolic.infix_writer import write_infix
from hf_mathseq.symbolic.nodes import (
    MINUS_ONE,
    ZERO,
    Expr,
    ExpressionError,
    UndefinedValueError,
    constant,
    integer,
    node,
    number,
    symbol,
)

__all__ = [
    "Expr",
    "ExpressionError",
    "UndefinedValueError",
    "apply_operator",
    "number",
    "read_prefix",
    "symbol",
    "write_infix",
    "write_prefix",
]

MAX_WORDS = 4096
_RULE_MODULES = (
    arithmetic,
    functions,
    hyperbolic,
    inverse_trigonometric,
    powers,
    trigonometric,
)


def read_prefix(tokens: Sequence[str]) -> Expr:
    """Read one expression and bring it to normal form.

    `Y`, `Y'` and `Y''` are read as `f x` and its derivatives.

    Raises:
        ExpressionError: Malformed words, an expression without a value, or one out of bounds
            (`MAX_WORDS`, `nodes.MAX_DEPTH`, `nodes.MAX_BITS`).
    """
    if len(tokens) > MAX_WORDS:
        raise ExpressionError(f"{len(tokens)} words; at most {MAX_WORDS} are read")
    words = unclean(tokens)
    waiting: list[tuple[str, list[Expr]]] = []
    at = 0
    while at < len(words):
        word = words[at]
        if word in ARITY:
            waiting.append((word, []))
            at += 1
            continue
        operand, at = _read_leaf(words, at)
        while waiting:
            operator, operands = waiting[-1]
            operands.append(operand)
            if len(operands) < ARITY[operator]:
                break
            waiting.pop()
            operand = apply_operator(operator, operands)
        else:
            if at != len(words):
                raise ExpressionError("words left over after the expression")
            return operand
    raise ExpressionError("the expression is incomplete")


def _read_leaf(words: Sequence[str], at: int) -> tuple[Expr, int]:
    word = words[at]
    if word in (POSITIVE, NEGATIVE):
        try:
            value, end = read_integer(words, at)
        except ValueError as error:
            raise ExpressionError(str(error)) from None
        return integer(value), end
    if word not in LEAVES:
        raise ExpressionError(f"{word[:40]!r} does not start an expression")
    if word in VARIABLES or word in COEFFICIENTS:
        return symbol(word), at + 1
    return constant(word), at + 1


def apply_operator(operator: str, operands: Sequence[Expr]) -> Expr:
    """Return the normal form of a published operator applied to normal forms.

    Raises:
        UndefinedValueError: The result has no value.
        ExpressionError: The result is out of bounds.
    """
    first = operands[0]
    if operator in RULES and len(operands) == 1:
        return function(operator, first)
    if operator in _SHORTHAND_POWERS:
        return power(first, _SHORTHAND_POWERS[operator])
    if operator in ("f", "g", "h"):
        return node(operator, tuple(operands))
    second = operands[1]
    if operator == "derivative":
        return _derivative_node(first, second)
    if operator == "rac":
        return power(first, power(second, MINUS_ONE))
    return _BINARY[operator](first, second)


_SHORTHAND_POWERS = {
    "inv": MINUS_ONE,
    "sqrt": number(Fraction(1, 2)),
    **{f"pow{n}": integer(n) for n in range(2, 6)},
}
_BINARY: dict[str, Callable[[Expr, Expr], Expr]] = {
    "add": add,
    "sub": subtract,
    "mul": mul,
    "div": divide,
    "pow": power,
}


def _derivative_node(inner: Expr, variable: Expr) -> Expr:
    if variable.op != "symbol":
        raise ExpressionError("a derivative needs a variable as its second argument")
    if not inner.symbols & variable.symbols:
        return ZERO
    return node("derivative", (inner, variable))


def write_prefix(expr: Expr) -> list[str]:
    """Return the published words of an expression."""
    return list(_words(expr))


def _words(expr: Expr) -> list[str]:
    found = expr.cached_words
    if found is None:
        found = expr.cached_words = _write(expr)
    return found


def _write(expr: Expr) -> list[str]:
    op = expr.op
    if op == "int":
        return write_integer(expr.value)
    if op == "rational":
        value = expr.value
        return ["div", *write_integer(value.numerator), *write_integer(value.denominator)]
    args = expr.args
    if not args:
        return [expr.value if op == "symbol" else op]
    if op == "add" or op == "mul":
        words: list[str] = []
        for arg in args[:-1]:
            words.append(op)
            words.extend(_words(arg))
        words.extend(_words(args[-1]))
        return words
    if op == "pow" and args[1].op == "rational" and args[1].value == Fraction(1, 2):
        return ["sqrt", *_words(args[0])]
    words = [op]
    for arg in args:
        words.extend(_words(arg))
    return words
