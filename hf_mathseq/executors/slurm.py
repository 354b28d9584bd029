"""A Slurm cluster: tasks are submitted as a job array, and the shards written when it is done."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import Any

from hf_mathseq.data.gather import PendingError
from hf_mathseq.data.parts import PartStore
from hf_mathseq.executors.base import PARTS, WORKERS, Work
from hf_mathseq.executors.trove import TroveExecutor, all_or, common_arguments
from hf_mathseq.options import OptionError, option
from hf_mathseq.suggestions import UserError

SUBMITTED = "slurm.json"
QUERY_SECONDS = 30
FORGOTTEN = "invalid job id"
"""What squeue says, as an error, of a job that ended some minutes ago."""


class SlurmCluster(TroveExecutor):
    """A Slurm cluster whose nodes share the folder and the Python environment with this machine."""

    name = "slurm"

    @dataclass(frozen=True)
    class Config:
        """Options of the executor."""

        partition: str = option("", "where the job runs; must be given")
        time: str = option("04:00:00", "how long a task may take")
        parts_per_task: int = option(8, PARTS, minimum=1)
        workers: int = option(0, WORKERS, minimum=0)
        cpus_per_task: int = option(1, "cores reserved for a task, which uses one", minimum=1)
        mem_per_cpu_gb: int = option(2, "gigabytes reserved for each core", minimum=1)
        qos: str = option("", "quality of service")
        environment: str = option("", "a command that runs first, e.g. source .venv/bin/activate")
        sbatch: str = option("", "further arguments, e.g. account=maths,constraint=avx2")

    def check(self, parts: PartStore) -> None:
        """Refuse to submit without a partition."""
        if not self.config.partition:
            raise OptionError("slurm needs a partition: --executor-option partition=NAME")

    def executor(self, work: Work) -> Any:
        """Return the datatrove executor."""
        from datatrove.executor import SlurmPipelineExecutor

        return SlurmPipelineExecutor(
            **common_arguments(work),
            time=self.config.time,
            partition=self.config.partition,
            cpus_per_task=self.config.cpus_per_task,
            mem_per_cpu_gb=self.config.mem_per_cpu_gb,
            workers=all_or(self.config.workers),
            job_name="hf-mathseq",
            qos=self.config.qos or None,
            env_command=self.config.environment or None,
            sbatch_args=self._further(),
        )

    def described(self, work: Work) -> str:
        """Return the script that would be submitted."""
        executor = self.executor(work)
        pickled = executor.logging_dir.resolve_paths("executor.pik")
        arguments = executor.get_sbatch_args(min(work.tasks, executor.max_array_size))
        command = f"srun -l -n 1 launch_pickled_pipeline {pickled}"
        return str(executor.get_launch_file_contents(arguments, command)).rstrip()

    def run(self, work: Work, parts: PartStore) -> None:
        """Submit all tasks, unless the job that was submitted before is still there.

        Raises:
            PendingError: The job is waiting or running.
            UserError: There is no Slurm here, or it does not say whether that job is there.
        """
        if shutil.which("sbatch") is None:
            raise UserError("there is no sbatch here: submit from a login node, or use --dry-run")
        name = f"{parts.place}/{SUBMITTED}"
        job = (parts.folder.read_json(name) or {}).get("job")
        if job is None or not _in_queue(job):
            executor = self.executor(work)
            executor.run()
            job = str(executor.job_id)
            parts.folder.write_json(name, {"job": job, "parts": len(work.share.indices)})
        raise PendingError(
            f"Slurm job {job} draws the parts; the same command writes the shards when it is done"
        )

    def _further(self) -> dict[str, str]:
        """Return the arguments of `sbatch` that the user added."""
        pairs = [pair.partition("=") for pair in self.config.sbatch.split(",") if pair.strip()]
        return {name.strip(): value.strip() for name, _, value in pairs}


def _in_queue(job: str) -> bool:
    """Whether Slurm still has a job waiting or running.

    Raises:
        UserError: Slurm does not say; then nothing may be submitted a second time.
    """
    try:
        found = subprocess.run(  # noqa: S603 - the id is Slurm's own
            ["squeue", "--noheader", f"--jobs={job}"],  # noqa: S607 - Slurm's own program
            capture_output=True,
            text=True,
            errors="replace",
            timeout=QUERY_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UserError(f"squeue does not tell of Slurm job {job}: {error}") from None
    if found.returncode and FORGOTTEN not in found.stderr.lower():
        said = " ".join(found.stderr.split()) or f"exit code {found.returncode}"
        raise UserError(f"squeue does not tell of Slurm job {job}: {said}")
    return bool(found.stdout.strip())
