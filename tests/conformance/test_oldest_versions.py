"""constraints-oldest.txt names the oldest packages that pyproject.toml allows."""

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
WITH_TORCH = {"accelerate", "torch", "transformers"}


def pins():
    for line in (ROOT / "constraints-oldest.txt").read_text().splitlines():
        text, _, reason = line.partition("#")
        if text.strip():
            name, _, version = text.strip().partition("==")
            yield name, version, reason


def allowed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {found.name: found.specifier for found in map(Requirement, project["dependencies"])}


def test_every_dependency_but_those_of_models_is_there():
    assert {name for name, _, _ in pins()} == set(allowed()) - WITH_TORCH


@pytest.mark.parametrize(("name", "version", "reason"), list(pins()))
def test_versions_are_the_oldest(name, version, reason):
    specifier = allowed()[name]
    assert specifier.contains(version)
    (lowest,) = (one.version for one in specifier if one.operator == ">=")
    # A later one is only named where another package needs it.
    assert reason or version.startswith(lowest)
