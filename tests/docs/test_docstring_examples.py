"""Examples in docstrings run and print what they say; the names of the package itself have one."""

import doctest
import importlib
import inspect
from pathlib import Path

import pytest

import hf_mathseq

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "hf_mathseq"
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)
FUNCTIONS = [name for name in hf_mathseq.__all__ if inspect.isfunction(getattr(hf_mathseq, name))]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_of_the_package_have_an_example(name):
    assert ">>> " in inspect.getdoc(getattr(hf_mathseq, name))
