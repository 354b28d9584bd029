"""Expressions: nodes in normal form, sampling, derivatives, reading and writing.

The modules imported here enter their rules in `evaluation.RULES`.
"""

from hf_mathseq.symbolic import (
    functions,
    hyperbolic,
    inverse_trigonometric,
    powers,
    products,
    sums,
    trigonometric,
)

__all__ = [
    "functions",
    "hyperbolic",
    "inverse_trigonometric",
    "powers",
    "products",
    "sums",
    "trigonometric",
]
