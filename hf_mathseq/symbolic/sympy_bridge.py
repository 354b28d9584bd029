"""Expressions to and from SymPy objects, without SymPy's text parser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from hf_mathseq.encodings.integers import NEGATIVE, POSITIVE, read_integer, write_integer
from hf_mathseq.encodings.prefix import (
    ARITY,
    COEFFICIENTS,
    PARAMETERS,
    UNARY_FUNCTIONS,
    VARIABLES,
    unclean,
)
from hf_mathseq.symbolic.expression import Expr, ExpressionError, read_prefix, write_prefix

# Published name -> SymPy's where they differ.
_SYMPY_NAMES = {"ln": "log", "abs": "Abs"}


def to_sympy(expr: Expr) -> Any:
    """Return the SymPy object of an expression, automatically evaluated by SymPy."""
    return sympy_from_prefix(write_prefix(expr))


def from_sympy(obj: Any) -> Expr:
    """Return the expression of a SymPy object.

    Raises:
        ExpressionError: The object has parts without a published word (floats, infinities, ...).
    """
    return read_prefix(prefix_from_sympy(obj))


def sympy_from_prefix(tokens: Sequence[str]) -> Any:
    """Build the SymPy object of prefix words, operator by operator.

    Raises:
        ExpressionError: Malformed words.
    """
    words = unclean(tokens)
    obj, end = _read(words, 0)
    if end != len(words):
        raise ExpressionError("words left over after the expression")
    return obj


def prefix_from_sympy(obj: Any) -> list[str]:
    """Return the published words of a SymPy object, its arguments in SymPy's order.

    Raises:
        ExpressionError: The object has parts without a published word.
    """
    import sympy

    if obj.is_Symbol:
        return [obj.name]
    if obj.is_Integer:
        return write_integer(int(obj))
    if obj.is_Rational:
        return ["div", *write_integer(int(obj.p)), *write_integer(int(obj.q))]
    word = _words_of_classes().get(obj.func)
    if word is None:
        raise ExpressionError(f"SymPy's {obj.func.__name__} has no published word")
    if not obj.args:
        return [word]
    if obj.is_Pow and obj.exp is sympy.S.Half:
        return ["sqrt", *prefix_from_sympy(obj.base)]
    if word == "derivative":
        return _derivative_words(obj)
    parts = [prefix_from_sympy(arg) for arg in obj.args]
    if obj.is_Add or obj.is_Mul:
        return [w for part in parts[:-1] for w in (word, *part)] + parts[-1]
    return [word, *(w for part in parts for w in part)]


def _derivative_words(obj: Any) -> list[str]:
    words = prefix_from_sympy(obj.expr)
    for variable, order in obj.variable_count:
        words = ["derivative"] * int(order) + words + [variable.name] * int(order)
    return words


def _read(words: Sequence[str], at: int) -> tuple[Any, int]:
    import sympy

    if at >= len(words):
        raise ExpressionError("the expression is incomplete")
    word = words[at]
    if word in ARITY:
        args = []
        at += 1
        for _ in range(ARITY[word]):
            arg, at = _read(words, at)
            args.append(arg)
        return _constructors()[word](*args), at
    if word in (POSITIVE, NEGATIVE):
        value, at = read_integer(words, at)
        return sympy.Integer(value), at
    if word in _leaves():
        return _leaves()[word], at + 1
    raise ExpressionError(f"{word[:40]!r} does not start an expression")


@cache
def _leaves() -> dict[str, Any]:
    """Symbols with the published assumptions, positive parameters, and the constants."""
    import sympy

    return {
        **{name: sympy.Symbol(name, real=True, nonzero=True) for name in VARIABLES},
        **{name: sympy.Symbol(name, real=True) for name in COEFFICIENTS},
        **{name: sympy.Symbol(name, positive=True) for name in PARAMETERS},
        **{"pi": sympy.pi, "E": sympy.E, "I": sympy.I},
    }


@cache
def _unknown_functions() -> dict[str, Any]:
    import sympy

    return {name: sympy.Function(name, real=True, nonzero=True) for name in ("f", "g", "h")}


@cache
def _constructors() -> dict[str, Callable[..., Any]]:
    import sympy

    return {
        **{name: getattr(sympy, _SYMPY_NAMES.get(name, name)) for name in UNARY_FUNCTIONS},
        **{f"pow{n}": lambda a, n=n: a**n for n in range(2, 6)},
        "add": lambda a, b: a + b,
        "sub": lambda a, b: a - b,
        "mul": lambda a, b: a * b,
        "div": lambda a, b: a / b,
        "pow": lambda a, b: a**b,
        "rac": lambda a, b: a ** (1 / b),
        "inv": lambda a: 1 / a,
        "sqrt": sympy.sqrt,
        "derivative": sympy.Derivative,
        **_unknown_functions(),
    }


@cache
def _words_of_classes() -> dict[Any, str]:
    import sympy

    named = {getattr(sympy, _SYMPY_NAMES.get(name, name)): name for name in UNARY_FUNCTIONS}
    return {
        **named,
        **{sympy.Add: "add", sympy.Mul: "mul", sympy.Pow: "pow"},
        **{sympy.Derivative: "derivative"},
        **{type(sympy.pi): "pi", type(sympy.E): "E", type(sympy.I): "I"},
        **{function: name for name, function in _unknown_functions().items()},
    }
