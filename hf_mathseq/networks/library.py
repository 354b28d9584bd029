"""The networks that come with the package: textbook pathways and pharmacokinetics."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from hf_mathseq.networks.json_form import from_json
from hf_mathseq.networks.network import Network


def examples() -> dict[str, Network]:
    """Return the eleven networks by name, e.g. "glycolysis", with the names of their vertices.

    They were written for this package from general knowledge; all coefficients are 1. Two are
    knock-outs without equilibrium.
    """
    return {found["id"]: from_json(found) for found in _stored()}


def example_titles() -> dict[str, str]:
    """Return a line on each of the `examples`."""
    return {found["id"]: found["title"] for found in _stored()}


@cache
def _stored() -> list[dict[str, Any]]:
    text = files(__package__).joinpath("data", "examples.json").read_text(encoding="utf-8")
    networks: list[dict[str, Any]] = json.loads(text)["networks"]
    return networks
