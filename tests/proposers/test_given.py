import json

import numpy as np
import pytest

import hf_mathseq
from hf_mathseq.cli import main
from hf_mathseq.proposers.given import check
from hf_mathseq.suggestions import UserError

EIGENVALUES = "linear_algebra/eigenvalues"
NETWORK = "intake -> A; A -> B; A -> C; B -> C; C -> excretion"


@pytest.mark.parametrize(
    ("problem", "answer", "status"),
    [
        ("x*cos(x)", "x*sin(x) + cos(x)", "CORRECT"),
        ("x*cos(x)", "F(x) = x*sin(x) + cos(x) + C", "CORRECT"),
        ("x*cos(x)", "y = cos(x) + x*sin(x) - 7", "CORRECT"),
        ("x*cos(x)", "x*sin(x)", "INCORRECT"),
        ("x*cos(x)", "x*sin(x", "INVALID"),
        ("x*cos(x)", "x*sin(x) + C*x", "INVALID"),
        ("x", "C + x^2/2", "CORRECT"),
        ("x", "x^2/2 - C", "CORRECT"),
        ("x", "x^2/2 + C1", "CORRECT"),
        ("x", "x^2/2 - (C_1 + 3)", "CORRECT"),
        ("x", "x^2/2 + 2C + ln(k)", "CORRECT"),
        ("x", "C - x^2/2", "INCORRECT"),
        ("x", "C", "INCORRECT"),
        ("x", "x^2/2 + Q", "CORRECT"),
        ("x*cos(x)", "", "INVALID"),
        ("x*cos(x)", None, "INVALID"),
        ("x*cos(x)", 3, "INVALID"),
        ("y' = y/x + x", "y = x*(x + C)", "CORRECT"),
        ("y' = y/x + x", "y(x) = x^2 + a8*x", "CORRECT"),
        ("y' = y/x + x", "x^2 + x", "INCORRECT"),
        ("y'' = y", "C1*exp(x) + C2*exp(-x)", "CORRECT"),
        ("y'' = y", "c_1 e^x + c_2 e^(-x)", "CORRECT"),
        ("y'' = y", "C1*exp(x) + C1*exp(-x)", "INCORRECT"),
        ("y'' = -y", "C1*cos(x) + C2*sin(x)", "CORRECT"),
        ("y'' = -y", "y = A cos x + B sin x", "CORRECT"),
        ("y'' = -y", "Acos x + Bsin x", "CORRECT"),
        ("y'' = -y", "y = A sin(x + B)", "CORRECT"),
        ("y'' = -y", "C₁cos x + C_{2} sin x", "CORRECT"),
        ("y'' = -y", "A cos x + A sin x", "INCORRECT"),
        ("y'' = -y", "A cos x + B sin x + D", "INVALID"),
        ("y' = y", "y = k e^x", "CORRECT"),
        ("y' = y", "Ce^x", "CORRECT"),
        ("y' = y", "Q e^x", "CORRECT"),
        ("y' = y", "z e^x", "INVALID"),
        ("y' = 1/sqrt(1 - x^2)", "c - acos x", "CORRECT"),
    ],
)
def test_formulas_as_people_write_them(problem, answer, status):
    verdict = check(problem, answer)
    assert verdict.status == status, verdict
    assert verdict.detail


@pytest.mark.parametrize(
    ("problem", "answer", "detail"),
    [
        ("y' = y", "C2*e^x", "one constant is wanted in a solution of first order, written C"),
        ("y' = y", "A*e^x + B", "one constant is wanted"),
        ("y'' = y", "A*e^x + B*e^(-x) + C", "two constants are wanted"),
        ("x", "x^2/2 + C*x", "C may only be added in an antiderivative"),
        ("x", "1/0", "the answer has no value"),
        ("x", "sqrt(-1)", "the answer has complex parts"),
        (NETWORK, "A: 0.5, B: 0.5, D: 1", "unknown vertex 'D'"),
        (NETWORK, "1: 0.5, 2: 0.5, 4: 1", "unknown vertex '4'"),
    ],
)
def test_what_is_wrong_with_an_answer_is_one_line(problem, answer, detail):
    assert check(problem, answer).detail.startswith(detail)


def test_a_class_that_is_none_is_said_to_be():
    verdict = check("x' = -x", "Stable", task="differential_systems/stability")
    assert verdict.status == "INVALID"
    assert "answer 'unstable' or 'not unstable'" in verdict.detail


@pytest.mark.parametrize("tolerance", ["a", float("nan"), -1, float("inf"), 2, 1, True])
def test_tolerances_that_are_none_are_one_line(tolerance):
    with pytest.raises(UserError, match="a number from 0 to below 1"):
        check("x", "x^2/2", tolerance=tolerance)


def test_the_published_rule_asks_for_no_constants():
    assert check("y' = y/x + x", "x^2 + x", criterion="paper").correct


@pytest.mark.parametrize(
    "answer",
    [[[3], [1]], "[[3], [1]]", np.array([[3.0], [1.0]]), [3, 1], "3, 1", np.array([3, 1]), (3, 1)],
)
def test_matrices_as_people_write_them(answer):
    assert check([[2, 1], [1, 2]], answer, task=EIGENVALUES).correct


def test_the_tolerance_of_matrices_can_be_chosen():
    near = [[3.05], [1]]
    assert check([[2, 1], [1, 2]], near, task=EIGENVALUES).correct
    assert not check([[2, 1], [1, 2]], near, task=EIGENVALUES, tolerance=0.001).correct
    assert check([[2, 1], [1, 2]], [3, 1, 0], task=EIGENVALUES).status == "INVALID"


def test_a_task_with_options_is_taken_as_it_is():
    task = hf_mathseq.get_task("linear_algebra/transpose", dimension=2)
    assert check([[1, 2], [3, 4]], [[1, 3], [2, 4]], task=task).correct


@pytest.mark.parametrize(
    ("problem", "task", "answer", "status"),
    [
        ("x' = -x; y' = -y", "stability", "not  Unstable", "CORRECT"),
        ("x' = -x; y' = -y", "stability", False, "CORRECT"),
        ("x' = -x; y' = -y", "stability", "yes", "INVALID"),
        ("x' = -x; y' = -y", "stability", "no", "INVALID"),
        ("x' = -x; y' = -y", "stability", 0, "INVALID"),
        ("x' = -x; y' = -y", "stability", True, "INCORRECT"),
        ("x' = -x; y' = -y", "stability", "stable", "INVALID"),
        ("x' = -x; y' = -y", "convergence_speed", "1", "CORRECT"),
        ("x' = -x; y' = -y", "convergence_speed", 2, "INCORRECT"),
        ("x' = -x/3; y' = -y", "convergence_speed", "1/3", "CORRECT"),
        ("x' = -x/3; y' = -y", "convergence_speed", "sqrt(2)", "INCORRECT"),
        ("x' = -x/3; y' = -y", "convergence_speed", "sqrt(-1)", "INVALID"),
        ("x' = -x; y' = -y", "convergence_speed", True, "INVALID"),
        ("x' = y; y' = -x + z; z' = u", "controllability", "controllable", "CORRECT"),
        ("x' = y; y' = -x + z; z' = u", "controllability", "No", "INCORRECT"),
        ("x' = y; y' = z; z' = u", "feedback_gain", "-1 -2 -2", "CORRECT"),
        ("x' = y; y' = z; z' = u", "feedback_gain", [1, 0, 0], "INCORRECT"),
        ("x' = 7*x + 7*u", "feedback_gain", "[[-0.1426]]", "INCORRECT"),
        ("x' = 7*x + 7*u", "feedback_gain", [[-0.1429]], "CORRECT"),
        ("x' = 7*x + 7*u", "feedback_gain", "-1/7", "INCORRECT"),
        ("x' = 7*x + 7*u", "feedback_gain", "-0.142857142857142857", "INCORRECT"),
        ("x' = 7*x + 7*u", "feedback_gain", "-0.142857142857142858", "CORRECT"),
        ("x' = 3*x + 3*u", "feedback_gain", [[-0.3334]], "CORRECT"),
        ("x' = 3*x + 3*u", "feedback_gain", [[-0.3334, 1]], "INVALID"),
        ("x' = 3*x + 3*u", "feedback_gain", "not controllable", "INCORRECT"),
        ("x' = 3*x + 3*u", "feedback_gain", "cannot be stabilised", "INCORRECT"),
        ("x' = x; y' = y + u", "feedback_gain", "not controllable", "CORRECT"),
        ("x' = x; y' = y + u", "feedback_gain", "cannot be stabilised", "CORRECT"),
        ("x' = -x; y' = y + u", "feedback_gain", "Uncontrollable", "CORRECT"),
        ("x' = -x; y' = y + u", "feedback_gain", "cannot be stabilised", "INCORRECT"),
        ("x' = x; y' = y + u", "feedback_gain", "1 2", "INCORRECT"),
        ("x' = x; y' = y + u", "controllability", "uncontrollable", "CORRECT"),
        ("u_t = u_xx; u(0) = exp(-x^2)", "pde", "A solution exists and vanishes", "CORRECT"),
        ("u_t = u_xx; u(0) = exp(-x^2)", "pde", "no tempered solution exists", "INCORRECT"),
        ("u_t = u_xx; u(0) = exp(-x^2)", "pde", "it explodes", "INVALID"),
        (NETWORK, "existence", "an equilibrium", "CORRECT"),
        (NETWORK, "existence", "no", "INCORRECT"),
        (NETWORK, "levels", "A: 0.5, B = 0.5, C: 1", "CORRECT"),
        (NETWORK, "levels", "levels: A 0.5, B 0.5, C 1", "CORRECT"),
        (NETWORK, "levels", "A 0.5, A 0.5, C 1", "INVALID"),
        (NETWORK, "levels", "0.5, .5, 1e0", "CORRECT"),
        (NETWORK, "levels", "A = 1/2, B = sqrt(1/4), C = 1", "CORRECT"),
        (NETWORK, "levels", "A = 1/0, B = 1, C = 1", "INVALID"),
        (NETWORK, "levels", {"C": 1, "B": 0.5, "A": 0.5}, "CORRECT"),
        (NETWORK, "levels", [0.5, 0.5, 1], "CORRECT"),
        (NETWORK, "levels", "1: 1, 2: 1, 3: 1", "INCORRECT"),
        (NETWORK, "levels", "A: 0.5", "INVALID"),
        (NETWORK, "levels", "A: 0.5, B: 0.5, D: 1", "INVALID"),
        (NETWORK, "levels", "A: 0.5, 0.5, 1", "INVALID"),
        (NETWORK, "levels", "no equilibrium", "INCORRECT"),
    ],
)
def test_classes_numbers_and_levels_as_people_write_them(problem, task, answer, status):
    family = "metabolic_networks" if problem == NETWORK else "differential_systems"
    verdict = check(problem, answer, task=f"{family}/{task}")
    assert verdict.status == status, verdict
    assert verdict.detail


@pytest.mark.parametrize(
    ("problem", "options", "message"),
    [
        ("[[1, 2], [3, 4]]", {}, "name the task"),
        ("x*", {}, "a value is missing"),
        ("x", {"criterion": "lenient"}, "criterion"),
        ("x", {"task": "integration/bw"}, "did you mean"),
    ],
)
def test_bad_problems_are_one_line(problem, options, message):
    with pytest.raises(UserError, match=message) as caught:
        check(problem, "1", **options)
    assert "\n" not in str(caught.value)


def test_the_command(capsys):
    assert main(["check", "x*cos(x)", "x*sin(x) + cos(x) + C"]) == 0
    assert capsys.readouterr().out == "CORRECT  the derivative is the integrand\n"
    assert main(["check", "-2*x", "-x^2"]) == 0
    assert capsys.readouterr().out.startswith("CORRECT")
    arguments = ["[[2, 1], [1, 2]]", "3.05; 1", "--task", EIGENVALUES, "--tolerance", "0.001"]
    assert main(["check", *arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "INCORRECT"
    assert main(["check", "x", "x^2/2", "--criterion", "lenient"]) == 2
    assert "allowed: paper, strict" in capsys.readouterr().err
