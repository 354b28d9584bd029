"""The routines for constants of integration against the published program's results."""

import json
from pathlib import Path

import pytest
import sympy

from hf_mathseq.symbolic.coefficients import (
    absorb_numbers,
    clean_two_coefficients,
    reduce_coefficients,
)
from hf_mathseq.symbolic.sympy_bridge import from_sympy

DATA = Path(__file__).parents[1] / "data" / "symbolic"
VECTORS = json.loads((DATA / "expression_routines.json").read_text())
COEFFICIENTS = tuple(f"a{i}" for i in range(10))
NAMES = {
    **{name: sympy.Symbol(name, real=True, nonzero=True) for name in "xyzt"},
    **{name: sympy.Symbol(name, real=True) for name in COEFFICIENTS},
    "ln": sympy.log,
}
ROUTINES = {
    "reduce_coefficients": lambda expr: reduce_coefficients(expr, COEFFICIENTS),
    "simplify_const_with_coeff(a8)": lambda expr: absorb_numbers(expr, "a8"),
    "clean_degree2_solution": lambda expr: clean_two_coefficients(expr, "a8", "a9"),
}
CASES = [(name, case["args"][0], case["out"]) for name in ROUTINES for case in VECTORS[name]]


def read(text):
    return from_sympy(sympy.sympify(text, locals=NAMES))


@pytest.mark.parametrize(("routine", "text", "expected"), CASES)
def test_published_results(routine, text, expected):
    assert ROUTINES[routine](read(text)) is read(expected)


def test_vectors_are_all_there():
    assert len(CASES) == 34
