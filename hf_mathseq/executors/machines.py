"""Executors that wait for their tasks: processes of this machine, Ray, Hugging Face Jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hf_mathseq.data.parts import PartStore
from hf_mathseq.executors.trove import TroveExecutor
from hf_mathseq.options import option
from hf_mathseq.suggestions import UserError

PARTS = "parts that a task draws one after another; starting a task takes a second or two"
WORKERS = "tasks that run at the same time; 0 is all of them"


def all_or(workers: int) -> int:
    """Return a number of workers as datatrove writes it."""
    return workers or -1


class Processes(TroveExecutor):
    """datatrove's processes on this machine: what the others run, to try it out."""

    name = "datatrove"

    @dataclass(frozen=True)
    class Config:
        """Options of the executor."""

        parts_per_task: int = option(1, PARTS, minimum=1)
        workers: int = option(2, WORKERS, minimum=0)

    def executor(self, common: dict[str, Any]) -> Any:
        """Return the datatrove executor."""
        from datatrove.executor import LocalPipelineExecutor

        return LocalPipelineExecutor(**common, workers=all_or(self.config.workers))


class RayCluster(TroveExecutor):
    """A Ray cluster whose nodes have this package and reach the folder."""

    name = "ray"
    needs = ("datatrove", "ray")

    @dataclass(frozen=True)
    class Config:
        """Options of the executor."""

        parts_per_task: int = option(4, PARTS, minimum=1)
        workers: int = option(0, WORKERS, minimum=0)
        address: str = option("", "the cluster's; empty is RAY_ADDRESS, or Ray on this machine")
        cpus_per_task: int = option(1, "cores reserved for a task, which uses one", minimum=1)
        mem_per_cpu_gb: float = option(2.0, "gigabytes reserved for each core", minimum=0.1)
        time: int = option(0, "seconds that a task may take; 0 is no limit", minimum=0)

    def executor(self, common: dict[str, Any]) -> Any:
        """Return the datatrove executor, connected to the cluster."""
        import ray
        from datatrove.executor import RayPipelineExecutor

        if not ray.is_initialized():
            try:
                ray.init(address=self.config.address or None, log_to_driver=False)
            except (ConnectionError, ValueError) as error:
                raise UserError(f"no Ray cluster: {error}") from error
        return RayPipelineExecutor(
            **common,
            workers=all_or(self.config.workers),
            cpus_per_task=self.config.cpus_per_task,
            mem_per_cpu_gb=self.config.mem_per_cpu_gb,
            time=self.config.time or None,
        )


class HubJobs(TroveExecutor):
    """Hugging Face Jobs, submitted and watched from here."""

    name = "jobs"

    @dataclass(frozen=True)
    class Config:
        """Options of the executor."""

        parts_per_task: int = option(8, PARTS, minimum=1)
        workers: int = option(20, WORKERS, minimum=0)
        flavor: str = option("cpu-basic", "the hardware of a job")
        timeout: str = option("2h", "how long a job may take")
        namespace: str = option("", "whose jobs they are; empty is the user who is logged in")
        image: str = option("", "a container image with uv; empty is the Hub's")
        package: str = option("hf-mathseq[distributed]", "what a job installs of this package")

    def check(self, parts: PartStore) -> None:
        """Refuse a folder that jobs cannot reach."""
        if parts.folder.is_local:
            raise UserError("jobs cannot reach a folder of this machine: use hf://... or s3://...")

    def executor(self, common: dict[str, Any]) -> Any:
        """Return the datatrove executor."""
        from datatrove.executor import JobsPipelineExecutor

        return JobsPipelineExecutor(
            **common,
            workers=all_or(self.config.workers),
            flavor=self.config.flavor,
            timeout=self.config.timeout,
            namespace=self.config.namespace or None,
            image=self.config.image or None,
            dependencies=[self.config.package],
            job_name="hf-mathseq",
        )
