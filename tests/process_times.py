"""What child processes took of processors, however busy these are with something else."""

import os


def used_by_children():
    """Return the processor seconds of all child processes that have ended."""
    times = os.times()
    return times.children_user + times.children_system
