"""A pair of an integrand and its antiderivative, and what pairs are told apart by."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from hf_mathseq.splits import key_of
from hf_mathseq.symbolic.calculus import split_constant_factor
from hf_mathseq.symbolic.decomposition import split_coefficient
from hf_mathseq.symbolic.evaluation import mul
from hf_mathseq.symbolic.expression import Expr, number, prefix_text


class Pair(NamedTuple):
    """A verified problem and its answer.

    Attributes:
        integrand: f.
        antiderivative: F, without additive constants.
        problem_key: Key of f up to a constant factor.
    """

    integrand: Expr
    antiderivative: Expr
    problem_key: int


def is_complex(expr: Expr) -> bool:
    """Return whether the imaginary unit occurs."""
    return " I " in f" {prefix_text(expr)} "


def problem_key(integrand: Expr) -> int:
    """Return the key that integrands share which differ by a constant factor."""
    return key_of(canonical_text(integrand))


def canonical_text(integrand: Expr) -> bytes:
    """Return the words of an integrand without its constant factor; a sum's leading one is 1."""
    varying, _ = split_constant_factor(integrand)
    if varying.op == "add":
        first = varying.args[0]
        coefficient, _ = split_coefficient(first)
        if coefficient != 1:
            varying = mul(number(1 / Fraction(coefficient)), varying)
    return prefix_text(varying).encode()
