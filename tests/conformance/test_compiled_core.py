"""Compilation is asked for, never needed, and names modules that exist."""

import runpy
from pathlib import Path

import setuptools

ROOT = Path(__file__).parents[2]


def test_the_default_build_compiles_nothing(monkeypatch):
    calls = []
    monkeypatch.setattr(setuptools, "setup", lambda **options: calls.append(options))
    monkeypatch.delenv("HF_MATHSEQ_COMPILE", raising=False)
    names = runpy.run_path(str(ROOT / "setup.py"))["COMPILED"]
    assert calls == [{"ext_modules": []}]
    for name in names:
        assert (ROOT / "hf_mathseq" / "symbolic" / f"{name}.py").is_file()
