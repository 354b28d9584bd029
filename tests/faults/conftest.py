import subprocess
import sys
from pathlib import Path

import pytest

DATA_LAYER = str(Path(__file__).parents[1] / "data_layer")

if DATA_LAYER not in sys.path:
    sys.path.append(DATA_LAYER)
if not Path("/proc/self/fd").exists():
    collect_ignore_glob = ["test_*"]


@pytest.fixture
def small_disk(tmp_path):
    """Return a function from a number of bytes to a folder on a disk of that size."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = []

    def mount(size):
        if mounted:
            unmount()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("no right to mount a small disk")
        mounted.append(folder)
        return folder

    def unmount():
        subprocess.run(["umount", "-l", str(mounted.pop())], check=True)

    yield mount
    if mounted:
        unmount()
