"""A job array is submitted a second time only where Slurm says that the first one is gone."""

import os

import pytest
from slurm_programs import install

from hf_mathseq.data.folder import Folder
from hf_mathseq.data.gather import PendingError
from hf_mathseq.data.parts import PartStore
from hf_mathseq.executors import slurm
from hf_mathseq.executors.slurm import SlurmCluster
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks import get_task


class SubmittedError(Exception):
    pass


@pytest.fixture
def submit(tmp_path, monkeypatch):
    """Return what asks for the parts of a job that was submitted before, with some `squeue`."""

    monkeypatch.setattr(SlurmCluster, "needs", ())

    def asked(squeue):
        install(tmp_path / "bin", squeue=f"#!/bin/sh\n{squeue}\n")
        monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
        parts = PartStore(get_task("linear_algebra/transpose"), "train", 0, Folder(tmp_path))
        parts.folder.write_json(f"{parts.place}/{slurm.SUBMITTED}", {"job": "17"})
        executor = SlurmCluster({"partition": "cpu"})
        monkeypatch.setattr(executor, "executor", submits)
        executor.run(None, parts)

    def submits(work):
        raise SubmittedError

    return asked


def test_a_job_in_the_queue_is_waited_for(submit):
    with pytest.raises(PendingError, match="job 17"):
        submit("echo 17 waiting")


@pytest.mark.parametrize(
    "squeue", ["true", "echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1"]
)
def test_a_job_that_is_gone_is_submitted_again(submit, squeue):
    with pytest.raises(SubmittedError):
        submit(squeue)


@pytest.mark.parametrize(
    ("squeue", "said"),
    [
        ("printf 'slurm_load_jobs error:\\nUnable to contact controller' >&2; exit 1", "Unable to"),
        ("exit 1", "exit code 1"),
        ("exec sleep 9", "timed out"),
        ("printf '\\377' >&2; kill -9 $$", "does not tell"),
    ],
)
def test_nothing_is_submitted_where_slurm_does_not_say(submit, monkeypatch, squeue, said):
    monkeypatch.setattr(slurm, "QUERY_SECONDS", 1)
    with pytest.raises(UserError, match="squeue does not tell of Slurm job 17") as error:
        submit(squeue)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
