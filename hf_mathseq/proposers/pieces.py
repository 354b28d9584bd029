"""Integrands with absolute values and signs, piece by piece: on each piece a sign is a constant."""

from __future__ import annotations

from hf_mathseq.encodings.prefix import COEFFICIENTS
from hf_mathseq.symbolic.evaluation import function, mul, rebuilt
from hf_mathseq.symbolic.nodes import Expr, ExpressionError, symbol
from hf_mathseq.symbolic.substitution import substitute

_STAND_INS = tuple(symbol(name) for name in COEFFICIENTS[:4])


def with_constant_signs(expr: Expr) -> tuple[Expr, dict[Expr, Expr]] | None:
    """Return a function of x with symbols for the signs of its parts, and what these stand for.

    None where no absolute value and no sign occurs, or more different ones than there are symbols.

    Raises:
        ExpressionError: The result is out of bounds.
    """
    signs: dict[Expr, Expr] = {}

    def rewritten(part: Expr) -> Expr:
        if not part.args:
            return part
        args = tuple(map(rewritten, part.args))
        if part.op not in ("abs", "sign"):
            return part if args == part.args else rebuilt(part.op, args)
        if args[0] not in signs:
            if len(signs) == len(_STAND_INS):
                raise ExpressionError(f"more than {len(_STAND_INS)} signs")
            signs[args[0]] = _STAND_INS[len(signs)]
        sign = signs[args[0]]
        return sign if part.op == "sign" else mul(sign, args[0])

    plain = rewritten(expr)
    if not signs:
        return None
    return plain, {stand_in: function("sign", inner) for inner, stand_in in signs.items()}


def with_signs(answer: Expr, signs: dict[Expr, Expr]) -> Expr:
    """Return an answer with the signs in the places of their symbols.

    Args:
        answer: An antiderivative of the first result of `with_constant_signs`.
        signs: The second result; later ones may hold earlier symbols.

    Raises:
        ExpressionError: The result is out of bounds.
    """
    for stand_in, sign in reversed(signs.items()):
        answer = substitute(answer, {stand_in: sign})
    return answer
