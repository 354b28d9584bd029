"""Functions of inverse functions, sin(atan(u)) = u/sqrt(1 + u**2), and of imaginary arguments."""

from __future__ import annotations

from collections.abc import Callable

from hf_mathseq.symbolic.evaluation import add, divide, function, mul, negative, power, square_root
from hf_mathseq.symbolic.nodes import MINUS_ONE, ONE, TWO, Expr, I, node


def _squared(u: Expr) -> Expr:
    return power(u, TWO)


def _one_plus(u: Expr) -> Expr:
    return add(ONE, _squared(u))


def _one_minus(u: Expr) -> Expr:
    return add(ONE, negative(_squared(u)))


def _inverse(u: Expr) -> Expr:
    return power(u, MINUS_ONE)


def _root(u: Expr) -> Expr:
    return square_root(u)


def _split_root(u: Expr) -> Expr:
    """sqrt(u - 1)*sqrt(u + 1), the principal branch of sinh(acosh(u))."""
    return mul(_root(add(u, MINUS_ONE)), _root(add(u, ONE)))


def _minus_inverse(u: Expr) -> Expr:
    return add(ONE, negative(power(u, negative(TWO))))


def _plus_inverse(u: Expr) -> Expr:
    return add(ONE, power(u, negative(TWO)))


_SAME: Callable[[Expr], Expr] = lambda u: u  # noqa: E731
_COMPOSED: dict[tuple[str, str], Callable[[Expr], Expr]] = {
    ("sin", "asin"): _SAME,
    ("sin", "acos"): lambda u: _root(_one_minus(u)),
    ("sin", "atan"): lambda u: divide(u, _root(_one_plus(u))),
    ("sin", "acot"): lambda u: _inverse(mul(_root(_plus_inverse(u)), u)),
    ("sin", "acsc"): _inverse,
    ("sin", "asec"): lambda u: _root(_minus_inverse(u)),
    ("cos", "acos"): _SAME,
    ("cos", "asin"): lambda u: _root(_one_minus(u)),
    ("cos", "atan"): lambda u: _inverse(_root(_one_plus(u))),
    ("cos", "acot"): lambda u: _inverse(_root(_plus_inverse(u))),
    ("cos", "acsc"): lambda u: _root(_minus_inverse(u)),
    ("cos", "asec"): _inverse,
    ("tan", "atan"): _SAME,
    ("tan", "asin"): lambda u: divide(u, _root(_one_minus(u))),
    ("tan", "acos"): lambda u: divide(_root(_one_minus(u)), u),
    ("tan", "acot"): _inverse,
    ("tan", "acsc"): lambda u: _inverse(mul(_root(_minus_inverse(u)), u)),
    ("tan", "asec"): lambda u: mul(_root(_minus_inverse(u)), u),
    ("cot", "acot"): _SAME,
    ("cot", "atan"): _inverse,
    ("cot", "asin"): lambda u: divide(_root(_one_minus(u)), u),
    ("cot", "acos"): lambda u: divide(u, _root(_one_minus(u))),
    ("cot", "acsc"): lambda u: mul(_root(_minus_inverse(u)), u),
    ("cot", "asec"): lambda u: _inverse(mul(_root(_minus_inverse(u)), u)),
    ("sinh", "asinh"): _SAME,
    ("sinh", "acosh"): _split_root,
    ("sinh", "atanh"): lambda u: divide(u, _root(_one_minus(u))),
    ("sinh", "acoth"): lambda u: _inverse(_split_root(u)),
    ("cosh", "acosh"): _SAME,
    ("cosh", "asinh"): lambda u: _root(_one_plus(u)),
    ("cosh", "atanh"): lambda u: _inverse(_root(_one_minus(u))),
    ("cosh", "acoth"): lambda u: divide(u, _split_root(u)),
    ("tanh", "atanh"): _SAME,
    ("tanh", "asinh"): lambda u: divide(u, _root(_one_plus(u))),
    ("tanh", "acosh"): lambda u: divide(_split_root(u), u),
    ("tanh", "acoth"): _inverse,
    ("coth", "acoth"): _SAME,
    ("coth", "asinh"): lambda u: divide(_root(_one_plus(u)), u),
    ("coth", "acosh"): lambda u: divide(u, _split_root(u)),
    ("coth", "atanh"): _inverse,
}


def composed(outer: str, arg: Expr) -> Expr | None:
    """Return outer(inner(u)) without functions where `arg` is an inverse function, else None."""
    rule = _COMPOSED.get((outer, arg.op))
    return rule(arg.args[0]) if rule else None


_MINUS_I = node("mul", (MINUS_ONE, I))
# f(I*u) = factor * g(u), the factor +-I or 1.
_TURNED = {
    **{"sin": (I, "sinh"), "cos": (ONE, "cosh"), "tan": (I, "tanh")},
    **{"cot": (_MINUS_I, "coth"), "asin": (I, "asinh"), "atan": (I, "atanh")},
    **{"sinh": (I, "sin"), "cosh": (ONE, "cos"), "tanh": (I, "tan")},
    **{"coth": (_MINUS_I, "cot"), "asinh": (I, "asin"), "atanh": (I, "atan")},
}


def imaginary_argument(name: str, arg: Expr) -> Expr | None:
    """Return name(arg) for `arg` = I*u, else None."""
    if arg is I:
        size: Expr = ONE
    elif arg.op == "mul" and I in arg.args:
        rest = tuple(factor for factor in arg.args if factor is not I)
        size = rest[0] if len(rest) == 1 else node("mul", rest)
    else:
        return None
    factor, other = _TURNED[name]
    return mul(factor, function(other, size))
