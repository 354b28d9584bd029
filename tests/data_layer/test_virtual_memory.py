"""A process that draws matrices while it trains needs the same memory however long it runs."""

import subprocess
import sys
from pathlib import Path

import pytest

STATUS = Path("/proc/self/status")
# The peak of `resource.getrusage` is inherited from the parent; VmHWM is the process's own.
READ = f"""
import re
from pathlib import Path
from hf_mathseq.data.virtual import VirtualDataset
from hf_mathseq.tasks import get_task
data = VirtualDataset(get_task("linear_algebra/add"))
for block in range(60):
    data[block * data.rows_per_block]
    if block in (9, 59):
        print(re.search(r"VmHWM:\\s+(\\d+)", Path("{STATUS}").read_text())[1])
"""


@pytest.mark.skipif(not STATUS.exists(), reason="needs Linux's account of memory")
def test_peak_memory_does_not_grow_with_the_number_of_blocks():
    run = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, check=True)
    early, late = (int(kilobytes) / 1024 for kilobytes in run.stdout.split())
    assert late < 200
    assert late - early < 12  # 60 blocks of ids are 90 MB
