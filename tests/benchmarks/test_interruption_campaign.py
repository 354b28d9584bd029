"""The script that interrupts commands, on one that is short."""

from pathlib import Path

import pytest

if not Path("/proc/self/fd").exists():
    pytest.skip("looks for processes in /proc", allow_module_level=True)

import interruptions
from interrupted_commands import LINES, Interrupted, files


def test_a_command_is_interrupted_and_completes(tmp_path):
    convert = ["convert", str(LINES), "--task", "integration/bwd"]
    command = Interrupted(
        lambda folder: [*convert, "--output", str(folder / "data")], lambda f: files(f / "data")
    )
    found = interruptions.measured(command, "convert", tmp_path, 2)
    assert found["kills"] >= 2
    assert found["kills"] == sum(found[signal.name] for signal in interruptions.SIGNALS)
    assert found["identical"] == found["resumes"] > 0
    assert found["identical_at_once"] == found["at_once"] == 1
    assert found["processes"] == found["files"] == 0
