"""The first examples of every task are fixed for a version of it.

Two tasks keep or drop systems by ranks and gains that are computed from NumPy's functions, whose
last bits depend on the processor: they have a digest with AVX-512, one without, and the second of
them another one without and with NumPy 2.0.

After a wanted change of a distribution, raise the task's version and run this file as a script.
"""

import json
from pathlib import Path

import pytest
from cases import golden_digest

from hf_mathseq.tasks import TASKS

STORED = Path(__file__).parents[1] / "golden" / "digests.json"
NAMES = sorted(TASKS)
"""The package's own tasks."""


@pytest.mark.parametrize("name", NAMES)
def test_first_examples_are_those_of_the_version(name):
    version, digest = golden_digest(name)
    stored = json.loads(STORED.read_text())[version]
    assert digest in (stored if isinstance(stored, list) else [stored])


def test_there_is_one_version_of_each_task():
    assert [version.partition("@")[0] for version in json.loads(STORED.read_text())] == NAMES


if __name__ == "__main__":
    digests = dict(map(golden_digest, NAMES))
    STORED.write_text(json.dumps(digests, indent=2, sort_keys=True) + "\n")
