"""Products of roots as one root, with either sign under it.

What is a constant factor, the imaginary unit included, does no harm to an integrating factor.
"""

from __future__ import annotations

from fractions import Fraction

from hf_mathseq.symbolic.evaluation import mul, negative, power, product_of
from hf_mathseq.symbolic.nodes import Expr, number
from hf_mathseq.symbolic.short_form import expanded


def joined_roots(product: Expr) -> list[Expr]:
    """Return multiples of a product of powers by constants, with one root for each exponent.

    Raises:
        ExpressionError: A part is out of bounds.
    """
    whole: list[Expr] = []
    bases: dict[Fraction, list[Expr]] = {}
    for factor in product.args if product.op == "mul" else (product,):
        if factor.op == "pow" and factor.args[1].op == "rational":
            base, exponent = factor.args
            bases.setdefault(Fraction(exponent.value), []).append(base)
        else:
            whole.append(factor)
    if not bases:
        return [product]
    joined = {exponent: expanded(product_of(found)) for exponent, found in bases.items()}
    return [
        mul(*whole, *(power(sign(base), number(exponent)) for exponent, base in joined.items()))
        for sign in (lambda base: base, negative)
    ]
