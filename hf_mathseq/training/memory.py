"""Memory of long runs: what an update no longer needs goes back to the system.

Batches of many different lengths leave holes in the heap that the C library keeps, and a compiled
kernel for every new shape: without this, hours of training on a CPU come to several times what an
update needs. Weights do not depend on any of it.
"""

from __future__ import annotations

import ctypes
import os
from typing import Any

from transformers import TrainerCallback

KERNELS = 128
"""Kernels for shapes that are kept compiled; the library's own bound, 1024, takes 0.3 GB more."""
KERNELS_VARIABLE = "ONEDNN_PRIMITIVE_CACHE_CAPACITY"
TRIM_EVERY = 50
"""Updates between returns: each takes about as long as a tenth of an update of laptop size."""


def keep_few_kernels() -> None:
    """Bound the compiled kernels of this process, unless the user has; before the first update."""
    os.environ.setdefault(KERNELS_VARIABLE, str(KERNELS))


def return_free_memory() -> bool:
    """Give free pages of the heap back to the system; return whether there were any.

    The GNU C library can do that; others do it by themselves or not at all.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    return bool(trim and trim(0))


class ReturnMemory(TrainerCallback):
    """Returns free memory now and then, and after every check."""

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Return it every `TRIM_EVERY` updates."""
        if state.global_step % TRIM_EVERY == 0:
            return_free_memory()

    def on_evaluate(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Return what decoding and verifying took."""
        return_free_memory()
