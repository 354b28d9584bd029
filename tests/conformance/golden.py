"""The digests of the first examples of the package's own tasks, fixed for a version of each.

After a wanted change of a distribution, raise the task's version and run this file as a script.
"""

import json
from pathlib import Path

from cases import EXAMPLES, digest
from sizes import affordable

from hf_mathseq.tasks import TASKS, get_task

FILE = Path(__file__).parents[1] / "golden" / "digests.json"
STORED = json.loads(FILE.read_text())
"""`<task>@<version>` -> digest."""


def digests():
    """Return what the file should hold."""
    found = {}
    for task in map(get_task, TASKS):
        rows = task.generate(affordable(task, EXAMPLES)).to_pylist()
        found[f"{task.name}@{task.version}"] = digest(rows)
    return found


if __name__ == "__main__":
    FILE.write_text(json.dumps(digests(), indent=2, sort_keys=True) + "\n")
