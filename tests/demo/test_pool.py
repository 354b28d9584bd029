import threading
import time

import pytest

from hf_mathseq.demo.choosing import AUTOMATIC
from hf_mathseq.demo.examples import all_examples, examples_for
from hf_mathseq.demo.pool import Pool
from hf_mathseq.demo.worker import FAILED, Desk
from hf_mathseq.suggestions import UserError
from hf_mathseq.verdict import ProblemError

HOSTILE = [
    "<script>alert(1)</script>",
    "__import__('os').system('touch {marker}')",
    "9**9**9**9",
    "(" * 9_000,
    "9" * 10_000,
    str([[1.0] * 40] * 40),
    "[[]]",
    '{"n": 20000000000, "edges": []}',
    '{"n": -1, "edges": [[0, 1, 1e999]]}',
    "x\0",
    "\ud800",
]


def test_models_say_what_they_are_for(pool):
    found = {model.name: model for model in pool.models}
    assert list(found) == ["integrals", "matrices", "networks"]
    assert found["integrals"].task == "integration/bwd"
    assert found["integrals"].dataset == "integration"


def test_every_example_is_read(pool, tasks):
    examples = all_examples(pool.models)
    assert {name for name, _ in examples} == {"integrals", "matrices", "networks"}
    for name, problem in examples:
        assert tasks[name].problem_from(problem)
    # The description's matrix is 5x5, and this model is for 2x2.
    matrices = next(model for model in pool.models if model.name == "matrices")
    assert examples_for(matrices)[0].count("[") == 3


def test_a_page_comes_from_another_process(pool):
    page = pool.answer(AUTOMATIC, "[[2, 1], [1, 2]]", 3)
    assert page.model == "matrices"
    assert len(page.hypotheses) == 3
    assert page.problem == "[[2.0, 1.0], [1.0, 2.0]]"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_problems_get_one_line(pool, tmp_path, text):
    marker = tmp_path / "executed"
    with pytest.raises(UserError) as caught:
        pool.answer(AUTOMATIC, text.replace("{marker}", str(marker)), 2)
    assert str(caught.value) != FAILED
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) <= 500
    assert not marker.exists()


@pytest.mark.slow
def test_a_worker_that_is_late_is_replaced(pool, monkeypatch):
    pids = {worker.pid for worker in pool._workers}
    with monkeypatch.context() as changed:
        changed.setattr(pool, "_seconds", 0.0)
        with pytest.raises(ProblemError, match="more than 0 seconds"):
            pool.answer("integrals", "x*cos(x)", 10)
    assert pool.answer("integrals", "cos(x)", 1).model == "integrals"
    deadline = time.monotonic() + 600
    while pool._free.qsize() < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert pool._free.qsize() == 2
    assert len({worker.pid for worker in pool._workers} - pids) == 1


def test_nobody_waits_for_ever_for_workers_that_do_not_come_back(pool, monkeypatch):
    monkeypatch.setattr(pool, "_seconds", 0.0)
    taken = [pool._free.get(timeout=600) for _ in range(len(pool))]
    try:
        with pytest.raises(ProblemError, match="all workers are busy"):
            pool.answer(AUTOMATIC, "x", 2)
    finally:
        for worker in taken:
            pool._free.put(worker)


def test_two_users_at_once(pool):
    pages = {}

    def ask(problem):
        pages[problem] = pool.answer(AUTOMATIC, problem, 2)

    problems = ["x", "x^2", "[[1, 0], [0, 3]]", "glycolysis"]
    threads = [threading.Thread(target=ask, args=(problem,)) for problem in problems]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(600)
    assert [pages[problem].model for problem in problems] == [
        "integrals",
        "integrals",
        "matrices",
        "networks",
    ]


def test_faults_of_the_package_are_not_shown(solvers, monkeypatch):
    desk = Desk()
    desk.solvers = {"integrals": solvers["integrals"]}

    def broken(text):
        raise RuntimeError("/secret/place")

    monkeypatch.setattr(solvers["integrals"].task, "problem_from", broken)
    job = {"model": AUTOMATIC, "problem": "x", "beams": 1}
    assert desk.job(job) == {"error": FAILED}


def test_bad_models_are_refused_in_one_line(tmp_path):
    with pytest.raises(UserError, match="neither a folder nor a Hub id"):
        Pool([str(tmp_path / "nowhere")])
