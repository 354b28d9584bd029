"""The first examples of every task of the package are fixed for a version of it.

After a wanted change of a distribution, raise the task's version and run this file as a script.
"""

import json
from pathlib import Path

from cases import golden_digests

STORED = Path(__file__).parents[1] / "golden" / "digests.json"


def test_first_examples_are_those_of_the_version():
    assert golden_digests() == json.loads(STORED.read_text())


if __name__ == "__main__":
    STORED.write_text(json.dumps(golden_digests(), indent=2, sort_keys=True) + "\n")
