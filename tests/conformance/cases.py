"""What every conformance test is run on: all tasks with their default options."""

import hashlib
import sys
from pathlib import Path

import pyarrow as pa

from hf_mathseq.tasks import get_task, list_tasks

sys.path.append(str(Path(__file__).parents[1]))

from sizes import affordable

NAMES = list_tasks()
GOLDEN_EXAMPLES = 300


def digest(table: pa.Table) -> str:
    """Return a digest of every column of a table, independent of its memory layout."""
    text = hashlib.sha256()
    for row in table.to_pylist():
        text.update(repr(sorted(row.items())).encode())
    return text.hexdigest()[:32]


def golden_digest(name: str) -> tuple[str, str]:
    """Return `<task>@<version>` and the digest of the first examples."""
    task = get_task(name)
    return f"{name}@{task.version}", digest(task.generate(affordable(task, GOLDEN_EXAMPLES)))
