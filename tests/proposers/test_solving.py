import numpy as np
import pytest

import hf_mathseq
from hf_mathseq.proposers.kinds import task_for
from hf_mathseq.proposers.table import PROPOSERS, chosen_names
from hf_mathseq.suggestions import UserError

SYSTEM = "x' = -x + y*y; y' = sin(x) - 2*y at (0, 0)"


@pytest.mark.parametrize(
    ("problem", "task"),
    [
        ("x*cos(x)", "integration/bwd"),
        ("y' = y/x + x, y(1) = 2", "ode/ode1"),
        ("xy'' + y' = 0", "ode/ode2"),
        ("dy/dx = y", "ode/ode1"),
        ("y'' + y = cos(t)", "ode/ode2"),
        ('y" + y', "ode/ode2"),
        ("dy/dt = ty", "ode/ode1"),
        ("dy/dt = 3y, y(0) = 2", "ode/ode1"),
        ("dy/dt = 3y", "differential_systems/stability"),
        ("dy/dt = ky", "ode/ode1"),
        ("dy/dt = u - y", "differential_systems/controllability"),
        ("dy/dt = y*z; dz/dt = -y", "differential_systems/stability"),
        ("∫ t^2 dt", "integration/bwd"),
        (SYSTEM, "differential_systems/stability"),
        ("θ'' = -sin(θ)", "differential_systems/stability"),
        ("x' = -x + u; y' = sin(x) - 2*y", "differential_systems/controllability"),
        ("u_t = u_xx; u(0) = exp(-x^2)", "differential_systems/pde"),
        ("intake -> A; A -> excretion", "metabolic_networks/mixed"),
    ],
)
def test_the_kind_of_a_problem_is_seen(problem, task):
    assert task_for(problem).name == task


@pytest.mark.parametrize(
    ("problem", "task", "best", "source"),
    [
        ("x*cos(x)", None, "x*sin(x) + cos(x)", "rules"),
        (SYSTEM, None, "not unstable", "exact"),
        (SYSTEM, "differential_systems/convergence_speed", "1", "exact"),
        ("x' = -x + u; y' = sin(x) - 2*y", None, "controllable", "exact"),
        ("intake -> A; A -> B; B -> excretion", None, "1: 1, 2: 1", "exact"),
        ("intake -> A; A -> A1", "metabolic_networks/existence", "no equilibrium", "exact"),
        ([[2, 1], [1, 2]], "linear_algebra/eigenvalues", "3, 1", "exact"),
        ("[[1, 2, 3], [4, 5, 6]]", "linear_algebra/transpose", "[[1, 4], [2, 5], [3, 6]]", "exact"),
        (np.array([[1, 0, 2, 0], [0, 1, 1, 1]]), "linear_algebra/add", "[[3, 0], [1, 2]]", "exact"),
    ],
)
def test_problems_are_answered_without_a_model(problem, task, best, source):
    answers = hf_mathseq.solve(problem, task=task, seconds=5)
    assert (answers.best.text, answers.best.source) == (best, source)
    assert answers.best.score is None
    assert answers.as_dict()["source"] == source
    assert source in str(answers).splitlines()[-1]


def test_conditions_are_met():
    answers = hf_mathseq.solve("y' = y/x + x, y(1) = 2", seconds=10)
    assert answers.best.source == "rules"
    assert answers.best.finished == "y = x + x**2 with a8 = 1"


def test_no_answer_is_said():
    answers = hf_mathseq.solve("exp(x^2)", proposers="rules,repair")
    assert answers.best is None
    assert len(answers) == 0
    assert str(answers) == "exp(x**2)\n  no verified answer"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"problem": "x", "proposers": "rule"}, "did you mean 'rules'"),
        ({"problem": "x", "proposers": "rules,rules"}, "occurs twice"),
        ({"problem": "x", "proposers": ["model"]}, "needs a model"),
        ({"problem": "x", "proposers": "exact"}, "answered by repair, rules"),
        ({"problem": "x", "seconds": 0}, "seconds must be"),
        ({"problem": "x", "seconds": float("nan")}, "seconds must be"),
        ({"problem": "x", "task": "integration/bw"}, "integration/bwd"),
        ({"problem": [[1, 2], [3, 4]]}, "linear_algebra/eigenvalues"),
        ({"problem": "u_t = u_xx; u(0) = exp(-x^2)"}, "no proposer"),
        ({"problem": "foo bar"}, "unknown name 'foo'"),
        ({"problem": "__import__('os')"}, "is no equation"),
        ({"problem": None}, "matrix"),
    ],
)
def test_bad_calls_are_one_line(arguments, message):
    with pytest.raises(UserError, match=message) as caught:
        hf_mathseq.solve(**arguments)
    assert "\n" not in str(caught.value)


def test_missing_programs_are_left_out(monkeypatch):
    monkeypatch.setattr(PROPOSERS["fricas"], "available", classmethod(lambda cls: False))
    assert "fricas" not in chosen_names("all")
    assert chosen_names(" model , rules ") == ["model", "rules"]
    with pytest.raises(UserError, match="not installed"):
        chosen_names("fricas")
