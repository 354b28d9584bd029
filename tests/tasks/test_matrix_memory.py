"""Blocks of matrices use the memory of the blocks before them again."""

import platform
import subprocess
import sys

import pytest

FAULTS = """
import resource
from hf_mathseq.tasks import get_task
task = get_task("linear_algebra/add")
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for block in range(25):
    if block == 5:
        before = faults()
    task.id_rows("train", 0, block)
print((faults() - before) / 20)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="how glibc keeps memory")
def test_memory_of_a_block_is_not_fetched_anew_for_the_next():
    run = subprocess.run([sys.executable, "-c", FAULTS], capture_output=True, text=True, check=True)
    assert float(run.stdout) < 300  # pages of 4 kB; a block's arrays are about 2,000
