import pytest

from hf_mathseq.systems.own_input import own_system
from hf_mathseq.verdict import ProblemError


@pytest.mark.parametrize(
    ("typed", "literal"),
    [
        ("n = 2; K = 1; x' = x^n/(K^n + x^n) - x/2", "x' = x^2/(1^2 + x^2) - x/2"),
        ("n = 2; x' = x^(n - 1)/(1 + x^(n + 1))", "x' = x^1/(1 + x^3)"),
        ("n = 4; m = n/2; x' = x^m", "x' = x^2"),
        ("n = 2; x' = (1 + x)^(-n)", "x' = (1 + x)^(-2)"),
        ("n = 3; x' = x^(n/2)", "x' = x^(3/2)"),
    ],
)
def test_parameters_in_exponents_are_numbers(typed, literal):
    assert own_system(typed).equations == own_system(literal).equations


@pytest.mark.parametrize("typed", ["n = sqrt(2); x' = x^n", "n = 1; m = n - 1; x' = x^(n/m)"])
def test_other_exponents_are_general_powers(typed):
    assert own_system(typed).equations[0][0] == "exp"


def test_large_exponents_are_refused():
    with pytest.raises(ProblemError, match="a power of 65 is too large; at most 64"):
        own_system("n = 65; x' = x^n")


def test_names_of_which_nothing_is_said_are_remembered():
    assert own_system("x' = -k*x + u").assumed == ("k", "u")
    assert own_system("x' = -k*x + u", controls="k, u").assumed == ()
    assert own_system("k = 1; x' = -k*x").assumed == ()
