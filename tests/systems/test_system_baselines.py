"""Rules of thumb for systems: what they look at, and that evaluations score them."""

import numpy as np
import pytest

from hf_mathseq.evaluation.trivial import baseline_scores, baseline_section
from hf_mathseq.systems.baselines import (
    DIAGONAL,
    MEDIAN,
    NO_FEEDBACK,
    OPPOSED,
    REACHED,
    SMALLEST_DECAY,
    TRACE,
    median_speed,
    opposed_gain,
    smallest_decay,
    unreached_states,
    unstable_by_diagonal,
    unstable_by_trace,
)
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import Status


@pytest.mark.parametrize(
    ("jacobian", "trace", "diagonal", "decay"),
    [
        ([[-2, 5], [0, -3]], False, False, 2),
        ([[-2, 5], [0, 1]], False, True, -1),
        ([[-2, 5], [0, 3]], True, True, -3),
        ([[-2 + 9j, 0], [0, -1 - 9j]], False, False, 1),
        ([[0, 1], [-1, 0]], True, True, 0),
    ],
)
def test_rules_on_the_spectrum(jacobian, trace, diagonal, decay):
    jacobian = np.array(jacobian, dtype=np.complex128)
    assert unstable_by_trace(jacobian) is trace
    assert unstable_by_diagonal(jacobian) is diagonal
    assert smallest_decay(jacobian) == decay


def test_the_median_is_one_of_the_speeds():
    assert median_speed([3.0, np.nan, 1.0, 7.0, np.inf]) == 3.0
    assert median_speed([np.nan]) == 0.0


@pytest.mark.parametrize(
    ("jacobian", "unreached"),
    [
        ([[0, 1, 0], [0, 0, 1]], 0),
        ([[1, 0, 0], [0, 1, 1]], 1),
        ([[1, 1, 0], [1, 1, 0]], 2),
        ([[0, 1, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1]], 0),
    ],
)
def test_states_that_no_control_reaches(jacobian, unreached):
    assert unreached_states(np.array(jacobian, dtype=np.complex128)) == unreached


def test_the_simple_gain_has_a_row_for_each_control():
    jacobian = np.array([[1, 2, 3, 0], [4, 5, 0, -6]], dtype=np.complex128)
    assert opposed_gain(jacobian).tolist() == [[-3, 0], [0, 6]]


@pytest.mark.parametrize(
    ("task", "options", "system", "right", "wrong"),
    [
        ("stability", {}, ["-2*x0 + x1", "-3*x1"], [TRACE, DIAGONAL], []),
        ("stability", {}, ["x0 + 9*x1", "-9*x0 - 2*x1"], [TRACE], [DIAGONAL]),
        ("convergence_speed", {}, ["-2*x0 + x1", "-3*x1"], [MEDIAN, SMALLEST_DECAY], []),
        (
            "convergence_speed",
            {"jacobian": True},
            ["-2*x0 + x1", "x0 - 3*x1"],
            [MEDIAN],
            [SMALLEST_DECAY],
        ),
        ("controllability", {}, ["x1", "x2"], [REACHED], []),
        ("controllability", {"target": "dimension"}, ["x0", "x1 + x2"], [REACHED], []),
        ("controllability", {}, ["x0 + x2", "x1 + x2"], [], [REACHED]),
        ("feedback_gain", {}, ["x2 - x0", "x0 - x1"], [NO_FEEDBACK, OPPOSED], []),
        ("feedback_gain", {"max_degree": 3}, ["x1", "x2"], [], [NO_FEEDBACK, OPPOSED]),
    ],
)
@pytest.mark.parametrize("criterion", ["strict", "paper"])
def test_rules_answer_as_models_do(task, options, system, right, wrong, criterion):
    task = get_task(f"differential_systems/{task}", **options)
    row = task.problem_from(system)
    answers = task.baseline_answers([row])
    found = {
        name: task.verify(row, words, criterion=criterion).status
        for name, (words,) in answers.items()
    }
    expected = dict.fromkeys(right, Status.CORRECT) | dict.fromkeys(wrong, Status.INCORRECT)
    assert found == expected


def test_rules_are_scored_and_stand_on_cards():
    task = get_task("differential_systems/stability")
    systems = (["-2*x0 + x1", "-3*x1"], ["x0 + 9*x1", "-9*x0 - 2*x1"])
    scores = baseline_scores(task, [task.problem_from(system) for system in systems])
    assert {name: score["strict"] for name, score in scores.items()} == {
        TRACE: [1.0, 1.0],
        DIAGONAL: [0.5, 0.5],
    }
    section = baseline_section([{"task": task.name, "split": "test", "baselines": scores}])
    assert f"| `{DIAGONAL}` | 50.0 % | 50.0 % |" in section


@pytest.mark.slow
def test_most_systems_are_controllable_by_their_structure_alone():
    """What a model of controllability has to be compared with."""
    task = get_task("differential_systems/controllability")
    rows = task.generate(60, split="test").to_pylist()
    assert baseline_scores(task, rows)[REACHED]["strict"][0] > 0.9
