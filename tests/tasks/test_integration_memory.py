"""A process that draws integrals needs the same memory however long it runs."""

import subprocess
import sys
from pathlib import Path

import pytest

STATUS = Path("/proc/self/status")
# The peak of `resource.getrusage` is inherited from the parent; VmHWM is the process's own.
DRAW = f"""
import re
from pathlib import Path
from hf_mathseq.tasks import get_task
task = get_task("integration/bwd")
for block in range(14):
    task.draw("train", 3, block)
    print(re.search(r"VmHWM:\\s+(\\d+)", Path("{STATUS}").read_text())[1])
"""


@pytest.mark.slow
@pytest.mark.skipif(not STATUS.exists(), reason="needs Linux's account of memory")
def test_peak_memory_stays_small_and_does_not_grow_with_the_number_of_blocks():
    run = subprocess.run([sys.executable, "-c", DRAW], capture_output=True, text=True, check=True)
    peaks = [int(kilobytes) / 1024 for kilobytes in run.stdout.split()]
    assert peaks[-1] < 400
    assert peaks[-1] - peaks[5] < 12
