"""Replacing sub-expressions, in normal form and as they are."""

import pytest

from hf_mathseq.symbolic.expression import UndefinedValueError, read_prefix, write_infix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.symbolic.substitution import insert, substitute

Y, SLOPE = read_prefix(["Y"]), read_prefix(["Y'"])


def expression(text):
    return read_prefix(read_infix(text))


EQUATION = read_prefix(["add", "mul", "x", "Y'", "mul", "INT-", "2", "Y"])


def test_substitutes_functions_and_derivatives_to_normal_form():
    replaced = {Y: expression("x^2"), SLOPE: expression("2*x")}
    assert write_infix(substitute(EQUATION, replaced)) == "0"


def test_what_does_not_occur_is_left_as_it_is():
    square = expression("x^2 + 1")
    assert substitute(square, {Y: square}) is square
    assert insert(square, {Y: square}) is square


def test_inserting_simplifies_nothing():
    root = expression("sqrt(x)")
    assert insert(read_prefix(["pow", "Y", "INT+", "2"]), {Y: root}) is not expression("x")
    inserted = insert(EQUATION, {Y: expression("x^2"), SLOPE: expression("2*x")})
    assert inserted.op == "add"
    assert len(inserted.args) == 2


def test_what_has_no_value_is_said_so_only_in_normal_form():
    reciprocal = read_prefix(["inv", "Y"])
    zero = expression("0")
    assert insert(reciprocal, {Y: zero}).args[0] is zero
    with pytest.raises(UndefinedValueError):
        substitute(reciprocal, {Y: zero})
