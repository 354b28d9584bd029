"""The worked examples and the networks that they are about."""

import json
from pathlib import Path

from hf_mathseq.networks import Network

DATA = Path(__file__).parent / "data" / "networks"


def cases(name):
    """Return the cases of one file of the reference data."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def network_of(case):
    """Return the network of a case."""
    return Network(case["n"], case["edges"])


WORKED = cases("worked_networks")
IDS = [case["id"] for case in WORKED]
