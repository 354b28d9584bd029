"""Tasks of Ray, played by a module that runs them here, as they are waited for."""

import multiprocessing
import sys
import time
from types import ModuleType, SimpleNamespace

import pytest

from hf_mathseq.data.folder import Folder
from hf_mathseq.data.parts import PartStore
from hf_mathseq.executors import make_executor
from hf_mathseq.executors.ray_cluster import RETRIES, TIMED_OUT, _draw_share
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks import get_task

TASK = get_task("linear_algebra/transpose", dimension=2)
INDICES = range(5)


class RayError(Exception):
    """A task was given up."""


class StandIn(ModuleType):
    """Runs a task when it is waited for, the last one first.

    Attributes:
        failing: Ranks whose processes die whenever they are run.
        interrupted: Rank at which the user presses Ctrl-C.
        more: Further nodes.
        most: The largest number of tasks that were there at once.
        options: What the tasks were given.
        cancelled: Ranks of tasks that were cancelled.
    """

    def __init__(self):
        super().__init__("ray")
        self.exceptions = SimpleNamespace(RayError=RayError)
        self.more = ()
        self.failing, self.interrupted, self.most, self.cancelled = (), None, 0, []

    def is_initialized(self):
        return True

    def nodes(self):
        lost = {"Alive": False, "Resources": {"CPU": 64.0, "memory": 2.0**40}}
        return [lost, {"Alive": True, "Resources": {"CPU": 2.0, "memory": 3.0 * 2**30}}, *self.more]

    def put(self, value):
        return value

    def remote(self, function):
        def options(**chosen):
            self.options = chosen
            return SimpleNamespace(remote=lambda *arguments: (function, arguments))

        return SimpleNamespace(options=options)

    def wait(self, tasks):
        self.most = max(self.most, len(tasks))
        if tasks[-1][1][1] == self.interrupted:
            raise KeyboardInterrupt
        return tasks[-1:], tasks[:-1]

    def get(self, task):
        function, arguments = task
        if arguments[1] in self.failing:
            raise RayError("the worker died")
        function(*arguments)

    def cancel(self, task, force):
        self.cancelled.append(task[1][1])


@pytest.fixture
def ray(monkeypatch):
    module = StandIn()
    monkeypatch.setitem(sys.modules, "ray", module)
    return module


@pytest.fixture
def drawn(monkeypatch):
    """Return the indices of parts that tasks draw, without drawing them."""
    found = []
    monkeypatch.setattr(
        "hf_mathseq.executors.share.draw_part", lambda *arguments: found.append(arguments[3])
    )
    monkeypatch.setattr(PartStore, "held", lambda parts: frozenset(found))
    return found


def draw(tmp_path, **options):
    executor = make_executor("ray", {"parts_per_task": "1", **options})
    executor(PartStore(TASK, "train", 0, Folder(tmp_path)), list(INDICES))


@pytest.mark.parametrize(("workers", "most"), [("0", 5), ("2", 2)])
def test_every_part_is_drawn_once(ray, drawn, tmp_path, workers, most):
    draw(tmp_path, workers=workers, mem_per_cpu_gb="0.5", cpus_per_task="2")
    assert sorted(drawn) == list(INDICES)
    assert ray.most == most
    assert ray.options == {"num_cpus": 2, "memory": 2**30, "max_retries": RETRIES}


@pytest.mark.parametrize(
    ("options", "waits"),
    [({}, False), ({"cpus_per_task": "3"}, True), ({"mem_per_cpu_gb": "3.5"}, True)],
)
def test_tasks_too_large_for_every_node_are_told_of(ray, drawn, tmp_path, caplog, options, waits):
    draw(tmp_path, **options)
    assert ("no node of the Ray cluster has" in caplog.text) == waits
    caplog.clear()
    ray.more = [{"Alive": True, "Resources": {"CPU": 4.0, "memory": 2.0**35}}]
    draw(tmp_path / "larger", **options)
    assert "no node" not in caplog.text


def test_what_ray_gives_up_is_left_to_this_machine(ray, drawn, tmp_path, caplog):
    ray.failing = (1, 3)
    draw(tmp_path, workers="2")
    assert sorted(drawn) == [0, 2, 4]
    assert "left parts to this machine: the worker died" in caplog.text


def test_a_cluster_that_draws_nothing_is_an_error(ray, drawn, tmp_path):
    ray.failing = INDICES
    with pytest.raises(UserError, match="the ray executor drew nothing: the worker died"):
        draw(tmp_path)


def test_ctrl_c_cancels_what_runs(ray, drawn, tmp_path):
    ray.interrupted = 3
    with pytest.raises(KeyboardInterrupt):
        draw(tmp_path, workers="2")
    assert ray.cancelled == [0, 3]
    assert drawn == [1, 2]


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
@pytest.mark.parametrize(("limit", "code"), [(0, 0), (60, 0), (0.05, TIMED_OUT)])
def test_a_task_that_takes_too_long_ends_its_process(limit, code):
    def share(data, rank, tasks):
        time.sleep(0.2 if limit < 60 else 0)

    process = multiprocessing.get_context("fork").Process(
        target=_draw_share, args=(share, 0, 1, limit)
    )
    process.start()
    process.join()
    assert process.exitcode == code
