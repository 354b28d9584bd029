import threading

import pytest

from hf_mathseq.evaluation import verifying
from hf_mathseq.evaluation.verifying import LATE, Verifiers, processes_for
from hf_mathseq.suggestions import UserError
from hf_mathseq.task import CRITERIA
from hf_mathseq.verdict import Status

FRAGILE = """
import sys, time
from hf_mathseq.processes.serving import serve
from hf_mathseq.evaluation.verdict_service import answer as judged

def answer(job):
    if ["crash"] in job["answers"]:
        sys.exit(1)
    if ["hang"] in job["answers"]:
        time.sleep(1000)
    return judged(job)

serve(answer)
"""


@pytest.fixture
def problem(task):
    row = task.generate(1).to_pylist()[0]
    return row, row["target"].split()


@pytest.fixture
def fragile(task, tmp_path, monkeypatch):
    """Verifiers whose processes break down over some answers."""
    (tmp_path / "fragile_service.py").write_text(FRAGILE)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Verifiers(task, 1, "fragile_service") as verifiers:
        yield verifiers


def test_processes_and_this_one_find_the_same(task):
    rows = task.generate(6).to_pylist()
    answers = [[row["target"].split(), ["V2"], rows[0]["target"].split()] for row in rows]
    found = []
    for num_proc in (0, 2):
        with Verifiers(task, num_proc) as verifiers:
            futures = [verifiers.check(*each) for each in zip(rows, answers, strict=True)]
            found.append([future.result().verdicts for future in futures])
    assert found[0] == found[1]
    assert [v.status for v in found[0][1]["strict"]][:2] == [Status.CORRECT, Status.INVALID]


def test_equal_answers_are_checked_once(task, problem, monkeypatch):
    row, right = problem
    seen = []
    whole = type(task).verify_by_criterion
    monkeypatch.setattr(
        type(task),
        "verify_by_criterion",
        lambda self, rows, answers: seen.append(len(answers)) or whole(self, rows, answers),
    )
    with Verifiers(task, 0) as verifiers:
        found = verifiers.check(row, [right, ["V2"], right, right]).result().verdicts
    assert seen == [2]
    assert [v.status for v in found["strict"]] == [
        Status.CORRECT,
        Status.INVALID,
        Status.CORRECT,
        Status.CORRECT,
    ]


@pytest.mark.parametrize("broken", ["crash", "hang"])
def test_an_answer_that_breaks_the_process_is_undecided(fragile, problem, broken, monkeypatch):
    monkeypatch.setattr(verifying, "WAITING", 1.0)
    monkeypatch.setattr(verifying, "CPU_SECONDS", 2.0)
    monkeypatch.setattr(verifying, "CPU_SECONDS_PER_ANSWER", 0.0)
    row, right = problem
    with_it = fragile.check(row, [right, [broken], right])
    after = fragile.check(row, [right])
    for criterion in CRITERIA:
        verdicts = with_it.result().verdicts[criterion]
        assert [v.status for v in verdicts] == [
            Status.CORRECT,
            Status.UNDECIDED,
            Status.CORRECT,
        ]
        assert verdicts[1].detail == LATE
        assert after.result().verdicts[criterion][0].correct


def test_leaving_ends_what_hangs(task, problem, tmp_path, monkeypatch):
    (tmp_path / "fragile_service.py").write_text(FRAGILE)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    before = threading.active_count()
    with Verifiers(task, 1, "fragile_service") as verifiers:
        hanging = verifiers.check(problem[0], [["hang"], ["V2"]])
        waiting = verifiers.check(problem[0], [["V2"]])
        while not hanging.running():
            pass
    assert waiting.cancelled()
    assert hanging.result().verdicts["strict"][0].status is Status.UNDECIDED
    assert threading.active_count() <= before + 1


def test_a_task_unknown_to_the_processes_is_one_line(task, problem, monkeypatch):
    monkeypatch.setattr(type(task), "config_name", "transposition")
    with Verifiers(task, 1) as verifiers, pytest.raises(UserError, match="num_proc=0"):
        verifiers.check(problem[0], [problem[1]]).result()


def test_few_answers_are_checked_here(monkeypatch):
    monkeypatch.setattr(verifying, "_processors", lambda: 16)
    assert [processes_for(n) for n in (10, 5000)] == [0, 4]
    assert processes_for(10, 3) == 3
    assert processes_for(5000, 0) == 0
    monkeypatch.setattr(verifying, "_processors", lambda: 1)
    assert processes_for(5000) == 0
    with pytest.raises(UserError, match="num_proc must be 0"):
        processes_for(10, -1)
