"""Who draws the parts of a data set: this machine, or others through datatrove and Ray.

Every executor maps `data.parts.draw_part` over the indices of missing parts, nothing else. The
files that `data.shards.generate_to` writes from them do not depend on the executor, and a run that
was begun with one can be finished with another.
"""

from __future__ import annotations

from collections.abc import Mapping

from hf_mathseq.data.gather import Executor
from hf_mathseq.executors.base import PartsExecutor
from hf_mathseq.executors.hub_jobs import HubJobs
from hf_mathseq.executors.processes import Processes
from hf_mathseq.executors.ray_cluster import RayCluster
from hf_mathseq.executors.slurm import SlurmCluster
from hf_mathseq.options import OptionError
from hf_mathseq.suggestions import UserError, unknown_name

LOCAL = "local"
EXECUTORS: dict[str, type[PartsExecutor]] = {
    executor.name: executor for executor in (Processes, RayCluster, SlurmCluster, HubJobs)
}


def make_executor(
    name: str = LOCAL, options: Mapping[str, str] | None = None, *, dry_run: bool = False
) -> Executor | None:
    """Return the executor of a name, for `generate_to`.

    Args:
        name: "local" (worker processes of this package), "datatrove" (worker processes of
            datatrove on this machine), "ray", "slurm" or "jobs" (Hugging Face Jobs).
        options: Fields of the executor's `Config`, as text.
        dry_run: Say what would be run, as a `PendingError`, and run nothing.

    Returns:
        The executor; None for "local", which needs none.

    Raises:
        UserError: There is no such executor, or it is not installed.
        OptionError: An unknown option or a value that is not allowed.
    """
    if name == LOCAL:
        if options:
            raise OptionError("the local executor has no options; see --num-proc")
        return None
    if name not in EXECUTORS:
        raise UserError(unknown_name("executor", name, [LOCAL, *EXECUTORS]))
    return EXECUTORS[name](options or {}, dry_run=dry_run)
