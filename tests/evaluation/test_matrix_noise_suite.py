"""The suite of noisy matrices: what it changes, and what it costs an exact solver."""

import numpy as np
import pytest

from hf_mathseq.evaluation.suites import get_suite
from hf_mathseq.evaluation.suites.suite import places_by_group
from hf_mathseq.evaluation.tolerances import needed_tolerances
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import Status

LEVELS = (0, 0.01, 0.02, 0.05, 0.1)


def task_of(name, **options):
    return get_task(f"linear_algebra/{name}", **options)


def members_of(task, count):
    return get_suite("linear_algebra/noise").rows(task, count)


def test_noise_is_on_the_problems_and_not_in_the_answers():
    members = members_of(task_of("transpose", dimension=3), 200)
    assert [*places_by_group(members)] == ["0 %", "1 %", "2 %", "5 %", "10 %"]
    for level in LEVELS:
        own = [m.row for m in members if m.group == f"{100 * level:g} %"]
        noise = [np.array(row["matrix"]).T - np.array(row["result"]) for row in own]
        assert np.std(noise) == pytest.approx(level * 10 / np.sqrt(3), abs=0.02)


@pytest.mark.parametrize("name", ["transpose", "matmul", "eigenvalues", "inverse", "eigenvectors"])
def test_stored_answers_are_right_by_both_criteria_where_noise_leaves_them_right(name):
    task = task_of(name, dimension=3)
    members = members_of(task, 40)
    rows = [m.row for m in members]
    verdicts = task.verify_many(rows, [row["target"].split() for row in rows])
    assert {v.status for v in verdicts} == {Status.CORRECT}


def test_answers_to_the_written_problems_lose_accuracy_with_the_noise():
    task = task_of("eigenvalues", dimension=3)
    members = members_of(task, 200)
    rows = [m.row for m in members]
    needed = needed_tolerances(task, rows, [[] for _ in rows])
    found = [needed.scores(own)["0.02"] for own in places_by_group(members).values()]
    for criterion in ("strict", "paper"):
        solved = [scores[criterion]["exact_solver"] for scores in found]
        assert solved == sorted(solved, reverse=True)
        assert solved[0] > 0.97
        assert solved[-1] < 0.4
