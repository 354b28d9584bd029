"""datatrove's executors give the same bytes as one process; they are run where they are installed.

Slurm is played by two programs that run the tasks of the array on this machine.
"""

import os

import pytest
from folders import digests
from slurm_programs import install

from hf_mathseq.data.folder import Folder
from hf_mathseq.data.gather import PendingError
from hf_mathseq.data.parts import PartStore
from hf_mathseq.data.shards import generate_to
from hf_mathseq.executors import make_executor
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks import get_task

pytest.importorskip("datatrove")
TASK = get_task("linear_algebra/transpose", dimension=2, input_encoding="P10")
ROWS, SHARD_ROWS = 120_000, 50_000


def make(folder, executor=None, rows=ROWS):
    return generate_to(TASK, folder, rows, shard_rows=SHARD_ROWS, progress=False, executor=executor)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    make(folder)
    return folder


@pytest.fixture
def slurm(tmp_path, monkeypatch):
    """Put programs called as Slurm's first in the path; jobs named in `queue` are waiting."""
    programs = tmp_path / "bin"
    install(programs)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("QUEUE", str(tmp_path / "queue"))
    return tmp_path / "queue"


def held(folder):
    return PartStore(TASK, "train", 0, Folder(folder)).held()


def test_processes_of_datatrove(whole, tmp_path):
    make(tmp_path, make_executor("datatrove"))
    assert digests(tmp_path) == digests(whole)


def test_a_dry_run_draws_nothing(tmp_path):
    executor = make_executor("datatrove", {"parts_per_task": "2"}, dry_run=True)
    with pytest.raises(PendingError, match="3 parts in 2 tasks"):
        make(tmp_path, executor)
    assert not held(tmp_path)


def test_an_executor_that_draws_nothing_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr("hf_mathseq.executors.share.draw_part", None)
    with pytest.raises(UserError, match="datatrove executor drew nothing") as error:
        make(tmp_path, make_executor("datatrove", {"workers": "1"}))
    assert "\n" not in str(error.value)


def test_a_script_for_slurm(tmp_path):
    options = {"partition": "cpu", "sbatch": "account=maths,exclusive", "workers": "7"}
    with pytest.raises(PendingError) as pending:
        make(tmp_path, make_executor("slurm", options | {"parts_per_task": "1"}, dry_run=True))
    lines = str(pending.value).splitlines()
    for line in ("partition=cpu", "account=maths", "exclusive", "array=0-2%7", "time=04:00:00"):
        assert f"#SBATCH --{line}" in lines
    assert any(line.startswith("srun") for line in lines)


def test_slurm_is_asked_once_and_the_shards_are_written_afterwards(whole, tmp_path, slurm):
    executor = make_executor("slurm", {"partition": "cpu", "parts_per_task": "2"})
    folder = tmp_path / "data"
    with pytest.raises(PendingError, match="job 17"):
        make(folder, executor)
    assert held(folder) == {0, 1, 2}
    assert not list(folder.glob("*.parquet"))
    make(folder, executor)
    assert digests(folder) == digests(whole)


def test_a_job_that_waits_is_not_submitted_again(tmp_path, slurm, monkeypatch):
    executor = make_executor("slurm", {"partition": "cpu"})
    folder = tmp_path / "data"
    (tmp_path / "bin" / "srun").write_text("#!/bin/sh\n")  # a job that has drawn nothing yet
    slurm.write_text("17 waiting")
    for _ in range(2):
        with pytest.raises(PendingError, match="job 17"):
            make(folder, executor)
        (tmp_path / "bin" / "sbatch").write_text("#!/bin/sh\nexit 1\n")
    make(folder)  # nobody needs to wait: this machine draws what is missing


def test_ray_on_this_machine(whole, tmp_path):
    ray = pytest.importorskip("ray")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        options = {"parts_per_task": "1", "mem_per_cpu_gb": "0.2"}
        make(tmp_path, make_executor("ray", options))
    finally:
        ray.shutdown()
    assert digests(tmp_path) == digests(whole)
