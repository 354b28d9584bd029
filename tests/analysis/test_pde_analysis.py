"""Partial differential equations analysed without a model."""

import math

import pytest

from hf_mathseq.analysis.pde import analyse_pde
from hf_mathseq.verdict import ProblemError


def test_the_heat_equation():
    found = analyse_pde("u_t = u_xx + 2*u_yy; u(0) = exp(-x^2)*exp(3*i*y)")
    assert (found.exists, found.vanishes) == (True, True)
    assert found.growth_rate == "-k0^2 - 18"
    assert found.frequencies[1] == pytest.approx((3 / math.tau, 3 / math.tau))
    assert str(found).splitlines()[2:] == [
        "frequencies of the initial condition: k0 from -inf to inf, k1 = 3",
        "no frequency of the initial condition grows",
    ]


@pytest.mark.parametrize(
    ("text", "exists", "vanishes", "rate"),
    [
        ("u_t = -u_xx; u(0) = delta(x)", False, False, "k0^2"),
        ("u_t = -7*u_xx - u_xxxx; u(0) = sinc(2*x)", True, False, "7*k0^2 - k0^4"),
        ("u_t = u_xxx", True, True, "0"),
        ("u_t = u_xy; u(0) = sinc(x)*sinc(y)", True, False, "-k0*k1"),
    ],
)
def test_behaviours(text, exists, vanishes, rate):
    found = analyse_pde(text)
    assert (found.exists, found.vanishes, found.growth_rate) == (exists, vanishes, rate)


def test_motzkins_polynomial_is_not_negative():
    text = "u_t = u_xxxxyy + u_xxyyyy - {}*u_xxyyzz + u_zzzzzz"
    assert analyse_pde(text.format(3)).vanishes
    assert not analyse_pde(text.format(4)).exists


def test_what_is_not_settled_is_said():
    found = analyse_pde(
        "u_t + 2*d0^4*d1^2*u + 10*d0^4*u - 3*d0^4*d1^6*u = 0; "
        "u(0) = delta(x)*sinc(23*y)*exp(-11*i*y)"
    )
    assert (found.exists, found.vanishes) == (None, None)
    assert "does not settle" in str(found)


def test_bad_input_is_one_line():
    with pytest.raises(ProblemError, match="first order in time"):
        analyse_pde("u_tt = u_xx")
