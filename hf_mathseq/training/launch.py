"""Processes: how many are running, and refusing to train when that is not what was asked."""

from __future__ import annotations

import os
from collections.abc import Mapping

from hf_mathseq.options import OptionError

HOW_TO_LAUNCH = (
    "use 'torchrun --nproc_per_node {n} train.py ...' or "
    "'accelerate launch --multi_gpu --num_processes {n} train.py ...' (without --cpu; on a machine "
    "without accelerators both run on CPU)"
)


def world_size(environment: Mapping[str, str] = os.environ) -> int:
    """Return the number of processes that train together."""
    return int(environment.get("WORLD_SIZE", "1"))


def is_first_process(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether this process is the one that writes."""
    return int(environment.get("RANK", "0")) == 0


def node(environment: Mapping[str, str] = os.environ) -> int:
    """Return the number of this machine among those that train together."""
    return int(environment.get("GROUP_RANK", "0"))


def is_first_on_node(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether this process is the first of its machine."""
    return int(environment.get("LOCAL_RANK", "0")) == 0


def check_sharding(on_cpu: bool, environment: Mapping[str, str] = os.environ) -> None:
    """Refuse to share out a model where accelerate would silently not do it.

    Args:
        on_cpu: Whether there is no accelerator.
        environment: The launcher's variables.

    Raises:
        OptionError: FSDP was asked for on a CPU.
    """
    if on_cpu and environment.get("ACCELERATE_USE_FSDP", "false").lower() == "true":
        raise OptionError(
            "accelerate shares out models (FSDP) on accelerators only, and here is none; launch "
            "with distributed_type: MULTI_GPU, which runs on CPUs too"
        )


def check_world_size(wanted: int, environment: Mapping[str, str] = os.environ) -> None:
    """Refuse to train with another number of processes than was asked for.

    Args:
        wanted: The recipe's `training.num_processes`; 0 takes any.
        environment: The launcher's variables.

    Raises:
        OptionError: The numbers differ, or `accelerate launch --cpu --num_processes N` was used,
            which starts a single process and says nothing.
    """
    running = world_size(environment)
    if wanted and wanted != running:
        how = HOW_TO_LAUNCH.format(n=wanted)
        raise OptionError(f"{wanted} processes were asked for but {running} are running; {how}")
    launched_alone = "ACCELERATE_MIXED_PRECISION" in environment and "WORLD_SIZE" not in environment
    if launched_alone and "MASTER_ADDR" in environment:
        how = HOW_TO_LAUNCH.format(n="N")
        raise OptionError(f"accelerate was asked for several processes but started one; {how}")
