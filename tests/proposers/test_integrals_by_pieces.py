"""Integrals with absolute values and signs, by the rules and piece by piece."""

import pytest

import hf_mathseq
from hf_mathseq.proposers.chain import Chain
from hf_mathseq.proposers.pieces import with_constant_signs, with_signs
from hf_mathseq.proposers.table import made
from hf_mathseq.symbolic.expression import ExpressionError, read_prefix, write_infix
from hf_mathseq.symbolic.infix import read_infix


def expression(text):
    return read_prefix(read_infix(text))


@pytest.mark.parametrize(
    "integrand",
    [
        "2 + abs(x)*cos(x) + sign(x)*sin(x)",
        "x*abs(x - 1)",
        "abs(sin(x))",
        "abs(x*abs(x - 1))",
        "abs(x)^3*cos(x)",
    ],
)
def test_rules_integrate_piece_by_piece(integrand):
    task = hf_mathseq.get_task("integration/bwd")
    found = list(Chain(task, made(["rules"])).answers(task.problem_from(integrand)))
    assert found[-1].verdict.correct


def test_signs_have_symbols_and_get_them_back():
    plain, signs = with_constant_signs(expression("abs(x) + sign(abs(x) - 1)"))
    assert write_infix(plain) == "a1 + a0*x"
    assert write_infix(with_signs(plain, signs)) == "x*sign(x) + sign(-1 + abs(x))".replace(
        "abs(x)", "x*sign(x)"
    )


def test_what_has_no_signs_is_left_alone():
    assert with_constant_signs(expression("x + sin(x)")) is None


def test_too_many_signs():
    with pytest.raises(ExpressionError):
        with_constant_signs(expression("+".join(f"abs(x - {n})" for n in range(9))))
