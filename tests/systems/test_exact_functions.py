"""Functions of systems are rounded from more digits, so that no processor's last bits show."""

import sys

import mpmath
import numpy as np
import pytest

from hf_mathseq.systems.dual_rules import COMPLEX, REAL

EXACT = {
    "sqrt": mpmath.sqrt,
    "exp": mpmath.exp,
    "ln": mpmath.log,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "tan": mpmath.tan,
    "asin": mpmath.asin,
    "acos": mpmath.acos,
    "atan": mpmath.atan,
}
ARGUMENTS = 1000
SHARE = 0.995
"""Rounding twice differs from rounding once for one argument in some thousand."""


@pytest.mark.skipif(
    np.finfo(np.longdouble).nmant <= np.finfo(np.float64).nmant,
    reason=f"long double has the digits of double on {sys.platform}",
)
@pytest.mark.parametrize("name", EXACT)
def test_values_are_the_nearest_numbers(name):
    rng = np.random.default_rng(0)
    real = rng.uniform(0.05, 0.95 if name in ("asin", "acos") else 7, ARGUMENTS)
    upper = real + 1j * rng.uniform(0.1, 2, ARGUMENTS)
    with mpmath.workprec(200):
        reals = [float(EXACT[name](x)) for x in real.tolist()]
        complexes = [complex(EXACT[name](z)) for z in upper.tolist()]
    assert (REAL.functions[name](real) == reals).mean() > SHARE
    assert (COMPLEX.functions[name](upper) == complexes).mean() > SHARE
