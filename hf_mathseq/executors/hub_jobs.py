"""Hugging Face Jobs, submitted and watched from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hf_mathseq.data.parts import PartStore
from hf_mathseq.executors.base import PARTS, WORKERS, Work
from hf_mathseq.executors.trove import TroveExecutor, all_or, common_arguments
from hf_mathseq.options import option
from hf_mathseq.suggestions import UserError


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

    def executor(self, work: Work) -> Any:
        """Return the datatrove executor."""
        from datatrove.executor import JobsPipelineExecutor

        return JobsPipelineExecutor(
            **common_arguments(work),
            workers=all_or(self.config.workers),
            flavor=self.config.flavor,
            timeout=self.config.timeout,
            namespace=self.config.namespace or None,
            image=self.config.image or None,
            dependencies=[self.config.package],
            job_name="hf-mathseq",
        )
