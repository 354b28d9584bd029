"""The textbook differential equations: verified, readable, many and different."""

from collections import Counter

import pytest

from hf_mathseq.evaluation.suites import get_suite
from hf_mathseq.evaluation.suites.classic import classic_problems
from hf_mathseq.suggestions import UserError
from hf_mathseq.symbolic.equations import order_of, read_equation
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import Status

TASKS = ["ode/ode1", "ode/ode2"]


@pytest.fixture(scope="module", params=TASKS)
def task(request):
    return get_task(request.param)


@pytest.fixture(scope="module")
def rows(task):
    return [member.row for member in get_suite("ode/classic").rows(task)]


@pytest.mark.parametrize("criterion", ["strict", "paper"])
def test_every_solution_is_verified(task, rows, criterion):
    answers = [row["target"].split() for row in rows]
    verdicts = task.verify_many(rows, answers, criterion=criterion)
    judged = zip(rows, verdicts, strict=True)
    assert not [(row, v) for row, v in judged if v.status is not Status.CORRECT]


def test_solutions_with_a_constant_replaced_are_too_few(task, rows):
    special = [" ".join(row["target"].split()).replace("a8", "INT+ 3").split() for row in rows]
    verdicts = task.verify_many(rows, special)
    assert not [row for row, v in zip(rows, verdicts, strict=True) if v.correct]


def test_equations_have_the_order_of_the_task_and_are_different(task, rows):
    equations = [read_equation(row["equation"]) for row in rows]
    assert {order_of(equation) for equation in equations} == {task.order}
    assert len(set(equations)) == len(equations)


def test_they_fit_the_task(task, rows):
    longest_input, longest_target = task.max_lengths
    for row in rows:
        assert len(row["input_ids"]) <= longest_input
        assert len(row["target"].split()) < longest_target


def test_there_are_many_in_every_class():
    problems = [p for name in TASKS for p in classic_problems("classic_ode.yaml", get_task(name))]
    assert len(problems) >= 150
    classes = Counter(category.partition(", ")[0] for category, _, _ in problems)
    assert min(classes.values()) >= 4
    assert len(classes) >= 12


def test_a_suite_without_problems_for_a_task_says_so():
    class Other:
        name, config_name = "ode/ode3", "ode3"

    with pytest.raises(UserError, match="no problems for ode/ode3"):
        get_suite("ode/classic").rows(Other())
