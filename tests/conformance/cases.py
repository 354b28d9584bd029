"""What every conformance test is run on: all tasks with their default options."""

import hashlib
import sys
from pathlib import Path

from hf_mathseq.tasks import list_tasks

sys.path.append(str(Path(__file__).parents[1]))

NAMES = list_tasks()
EXAMPLES = 300
"""Rows of each task, unless these are slow to draw: some tests look for groups among them."""


def digest(rows: list[dict]) -> str:
    """Return a digest of every column of rows."""
    text = hashlib.sha256()
    for row in rows:
        text.update(repr(sorted(row.items())).encode())
    return text.hexdigest()[:32]
