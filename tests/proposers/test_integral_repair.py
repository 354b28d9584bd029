import pytest

import hf_mathseq
from hf_mathseq.proposers.chain import Chain
from hf_mathseq.proposers.forms import other_forms
from hf_mathseq.proposers.linear_fit import exact_numbers
from hf_mathseq.proposers.table import made
from hf_mathseq.symbolic.common_functions import in_common_functions
from hf_mathseq.symbolic.expression import read_prefix, write_infix
from hf_mathseq.symbolic.infix import read_infix

TASK = hf_mathseq.get_task("integration/bwd")


def expression(text):
    return read_prefix(read_infix(text))


def best(proposers, integrand, tried=()):
    words = [TASK.encode({"integrand": "x", "antiderivative": each})[1] for each in tried]
    found = list(Chain(TASK, made(proposers)).answers({"integrand": integrand}, words))
    return TASK.decode(found[-1].tokens) if found and found[-1].verdict.correct else None


@pytest.mark.parametrize(
    ("integrand", "wrong"),
    [
        ("cos(3*x)", "sin(3*x)"),
        ("-x*exp(x^2)", "exp(x^2)"),
        ("x*cos(x)", "2*x*sin(x) + cos(x)"),
        ("x*exp(3*x)", "x*exp(3*x)/3 - exp(3*x)/3"),
        ("x/(x^2 + 4)", "ln(x^2 + 3)/2"),
        ("x*sqrt(x^2 + 1)", "(x^2 + 1)^(5/2)/3"),
        ("1/(x^2 + 5)", "atan(x/2)/2"),
    ],
)
def test_near_misses_are_mended(integrand, wrong):
    assert best(["repair"], integrand, [wrong]) is not None


def test_what_is_no_near_miss_is_left_alone():
    assert best(["repair"], "sin(x)^3", ["x*cos(x)", "exp(x)"]) is None
    assert best(["repair"], "x") is None


def test_malformed_answers_are_left_alone():
    chain = Chain(TASK, made(["repair"]))
    assert list(chain.answers({"integrand": "x"}, [["add", "x"], [], ["Y'"]])) == []


def test_fitted_numbers_become_exact():
    import numpy as np

    found = exact_numbers(np.array([0.5, -3.0, -np.sqrt(5) / 5]))
    assert [write_infix(each) for each in found] == ["1/2", "-3", "-sqrt(5)/5"]
    assert exact_numbers(np.array([0.123451789])) is None


def test_sums_are_integrated_term_by_term():
    helper = made(["rules"])
    chain = Chain(TASK, made(["parts"]), helpers=helper)
    (found,) = chain.answers({"integrand": "x*cos(x) + 3*exp(2*x)"})
    assert (found.source, found.verdict.correct) == ("parts", True)
    assert list(Chain(TASK, made(["parts"])).answers({"integrand": "x + 1"})) == []


def test_rewritten_integrands_are_given_to_the_others():
    chain = Chain(TASK, made(["rewriting"]), helpers=made(["rules"]))
    found = list(chain.answers({"integrand": "(x^2 - 1)/(x - 1)"}))
    assert found[-1].source == "rewriting"
    assert found[-1].verdict.correct


def test_reciprocal_functions_are_written_by_common_ones():
    forms = {
        "sec(x)": "1/cos(x)",
        "csch(x)^2": "1/sinh(x)**2",
        "acoth(x)": "atanh(1/x)",
        "x": "x",
    }
    for text, form in forms.items():
        assert write_infix(in_common_functions(expression(text))) == form


def test_other_forms_differ_from_the_first():
    forms = list(other_forms(expression("x*(x + 1)^2")))
    assert expression("x^3 + 2*x^2 + x") in forms
    assert expression("x*(x + 1)^2") not in forms
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize("integrand", ["sec(x)^3", "x*cos(x)", "sqrt(tan(x))*sec(x)^2", "coth(x)"])
def test_rules_integrate(integrand):
    assert best(["rules"], integrand) is not None
    assert best(["rules"], "exp(x^2)") is None
