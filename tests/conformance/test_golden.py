"""The first examples of every task are fixed for a version of it.

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
    assert digest == json.loads(STORED.read_text())[version]


def test_there_is_one_version_of_each_task():
    assert [version.partition("@")[0] for version in json.loads(STORED.read_text())] == NAMES


if __name__ == "__main__":
    digests = dict(map(golden_digest, NAMES))
    STORED.write_text(json.dumps(digests, indent=2, sort_keys=True) + "\n")
