"""Expressions: read from prefix words into normal form, written as prefix words and as text.

The normal form is that of the published data: what SymPy's automatic evaluation gives, arguments
in SymPy's order. There is no infinity and no NaN: an expression without a value raises
`UndefinedValueError`. Complex constants are held with the leaf "I".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from hf_mathseq.encodings.integers import DIGITS, NEGATIVE, POSITIVE, read_integer
from hf_mathseq.encodings.prefix import (
    ARITY,
    COEFFICIENTS,
    CONSTANTS,
    IMAGINARY_UNIT,
    PARAMETERS,
    UNARY_FUNCTIONS,
    VARIABLES,
    unclean,
)
from hf_mathseq.symbolic.evaluation import (
    add,
    divide,
    function,
    mul,
    power,
    square_root,
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
from hf_mathseq.symbolic.prefix_writer import prefix_text, write_prefix

__all__ = [
    "Expr",
    "ExpressionError",
    "UndefinedValueError",
    "apply_operator",
    "number",
    "prefix_text",
    "read_prefix",
    "symbol",
    "write_infix",
    "write_prefix",
]

MAX_WORDS = 4096


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
    # From the right: an operator finds its operands waiting, the first one last. Digits wait for
    # their sign.
    waiting: list[Expr] = []
    digits = 0
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        if word in DIGITS:
            digits += 1
        elif word in (POSITIVE, NEGATIVE):
            waiting.append(_read_integer(words, at))
            digits = 0
        elif digits:
            raise ExpressionError(f"{words[at + 1]!r} does not start an expression")
        elif word in ARITY:
            arity = ARITY[word]
            if len(waiting) < arity:
                raise ExpressionError("the expression is incomplete")
            operands = waiting[: -arity - 1 : -1]
            del waiting[-arity:]
            waiting.append(_evaluated(word, operands))
        elif word in _LEAVES:
            waiting.append(_LEAVES[word])
        else:
            raise ExpressionError(f"{word[:40]!r} does not start an expression")
    if digits:
        raise ExpressionError(f"{words[0]!r} does not start an expression")
    if len(waiting) != 1:
        raise ExpressionError(
            "words left over after the expression" if waiting else "the expression is incomplete"
        )
    return waiting[0]


def _evaluated(word: str, operands: Sequence[Expr]) -> Expr:
    try:
        return _OPERATORS[word](*operands)
    except RecursionError:  # powers of powers go down with every level
        raise ExpressionError("an expression nested too deep to be evaluated") from None


def _read_integer(words: Sequence[str], at: int) -> Expr:
    try:
        return integer(read_integer(words, at)[0])
    except ValueError as error:
        raise ExpressionError(str(error)) from None


def apply_operator(operator: str, operands: Sequence[Expr]) -> Expr:
    """Return the normal form of a published operator applied to normal forms.

    Raises:
        UndefinedValueError: The result has no value.
        ExpressionError: The result is out of bounds.
    """
    return _OPERATORS[operator](*operands)


def _integer_power(exponent: Expr, base: Expr) -> Expr:
    return power(base, exponent)


def _unknown_function(name: str, *args: Expr) -> Expr:
    return node(name, args)


def _derivative_node(inner: Expr, variable: Expr) -> Expr:
    if variable.op != "symbol":
        raise ExpressionError("a derivative needs a variable as its second argument")
    if not inner.symbols & variable.symbols:
        return ZERO
    return node("derivative", (inner, variable))


_LEAVES = {
    **{name: symbol(name) for name in (*VARIABLES, *COEFFICIENTS, *PARAMETERS)},
    **{name: constant(name) for name in (*CONSTANTS, IMAGINARY_UNIT)},
}
_OPERATORS: dict[str, Callable[..., Expr]] = {
    **{name: partial(function, name) for name in UNARY_FUNCTIONS},
    "inv": lambda base: power(base, MINUS_ONE),
    "sqrt": square_root,
    **{f"pow{n}": partial(_integer_power, integer(n)) for n in range(2, 6)},
    **{"add": add, "sub": subtract, "mul": mul, "div": divide, "pow": power},
    "rac": lambda base, index: power(base, power(index, MINUS_ONE)),
    "derivative": _derivative_node,
    **{name: partial(_unknown_function, name) for name in ("f", "g", "h")},
}
