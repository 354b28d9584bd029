"""A process that draws integrals needs the same memory however long it runs."""

import subprocess
import sys

DRAW = """
import resource
from hf_mathseq.tasks import get_task
task = get_task("integration/bwd")
for block in range(14):
    task.draw("train", 3, block)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_peak_memory_stays_small_and_does_not_grow_with_the_number_of_blocks():
    run = subprocess.run([sys.executable, "-c", DRAW], capture_output=True, text=True, check=True)
    peaks = [int(kilobytes) / 1024 for kilobytes in run.stdout.split()]
    assert peaks[-1] < 400
    assert peaks[-1] - peaks[5] < 12
