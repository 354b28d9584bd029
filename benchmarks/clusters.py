"""Clusters of this machine alone that commands are given to: Ray's, and a stand-in for Slurm's.

Both are contexts that take an empty folder; what they set up ends with them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

sys.path.append(str(Path(__file__).parents[1] / "tests" / "executors"))

from slurm_programs import SBATCH, install

RAY = """
import sys, ray
ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
print("at", ray.get_runtime_context().gcs_address, flush=True)
sys.stdin.read()
ray.shutdown()
"""
# As Slurm's, `sbatch` keeps a copy of the script, its last argument, and returns at once; the job
# goes on whatever becomes of the command.
SUBMIT = """#!/bin/sh
echo waiting > "$QUEUE-$$"
for script; do :; done
cp "$script" "$QUEUE-$$.sh"
(setsid run_array "$QUEUE-$$.sh"; rm "$QUEUE-$$") > "$QUEUE-$$.log" 2>&1 &
echo "Submitted batch job $$"
"""
ASK = """#!/bin/sh
for argument; do
  case $argument in --jobs=*) cat "$QUEUE-${argument#--jobs=}" 2> "$QUEUE.log";; esac
done
true
"""


@contextmanager
def ray_cluster(folder: Path) -> Iterator[None]:
    """Run a Ray cluster of two processors that `RAY_ADDRESS` names."""
    started = [sys.executable, "-c", RAY]
    with (
        subprocess.Popen(started, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as ray,
        patch.dict(os.environ),
    ):
        assert ray.stdout is not None
        lines = (line.split() for line in ray.stdout)
        os.environ["RAY_ADDRESS"] = next(words[1] for words in lines if words[:1] == ["at"])
        yield


@contextmanager
def slurm_cluster(folder: Path) -> Iterator[None]:
    """Put programs called as Slurm's first in the path."""
    install(folder / "bin", run_array=SBATCH, sbatch=SUBMIT, squeue=ASK)
    found = {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    with patch.dict(os.environ, found, QUEUE=str(folder / "queue")):
        yield
