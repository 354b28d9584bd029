"""Memory that is free goes back to the system."""

import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from hf_mathseq.training import memory


def resident_bytes():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc; the GNU C library")
def test_pages_between_what_is_kept_are_returned():
    size, count = 1 << 16, 2000  # 125 MB in blocks that the heap holds
    blocks = [bytearray(b"x" * size) for _ in range(count)]
    kept = blocks[-1]
    full = resident_bytes()
    del blocks
    assert memory.return_free_memory()
    assert full - resident_bytes() > size * count / 2
    assert len(kept) == size


def test_it_is_done_now_and_then_and_after_checks(monkeypatch):
    calls = []
    monkeypatch.setattr(memory, "return_free_memory", lambda: calls.append(1))
    callback = memory.ReturnMemory()
    for step in range(1, 2 * memory.TRIM_EVERY + 1):
        callback.on_step_end(None, SimpleNamespace(global_step=step), None)
    assert len(calls) == 2
    callback.on_evaluate(None, None, None)
    assert len(calls) == 3


@pytest.mark.parametrize(("before", "after"), [(None, str(memory.KERNELS)), ("7", "7")])
def test_the_user_may_bound_the_kernels(monkeypatch, before, after):
    monkeypatch.delenv(memory.KERNELS_VARIABLE, raising=False)
    if before:
        monkeypatch.setenv(memory.KERNELS_VARIABLE, before)
    memory.keep_few_kernels()
    assert os.environ[memory.KERNELS_VARIABLE] == after
    monkeypatch.undo()
