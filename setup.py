"""Builds the package; everything but the optional compilation is said in pyproject.toml.

With HF_MATHSEQ_COMPILE=1 the expression core is compiled by mypyc (see CONTRIBUTING.md). Without
it, without mypy or without a C compiler the same modules are plain Python.
"""

from __future__ import annotations

import os

from setuptools import Extension, setup

COMPILED = (
    *("calculus", "decomposition", "evaluation", "expression", "facts", "functions"),
    *("infix_writer", "nodes", "powers", "prefix_writer", "products", "pythagorean"),
    *("radical_products", "radicals", "short_form", "sort_keys", "sums"),
)


def extensions() -> list[Extension]:
    """Return the modules to compile, none unless that is asked for and possible."""
    if os.environ.get("HF_MATHSEQ_COMPILE") != "1":
        return []
    try:
        from mypyc.build import mypycify
    except ImportError:
        print("HF_MATHSEQ_COMPILE=1 needs mypy: the expression core stays plain Python")
        return []
    modules: list[Extension] = mypycify([f"hf_mathseq/symbolic/{name}.py" for name in COMPILED])
    for module in modules:
        module.optional = True
    return modules


setup(ext_modules=extensions())
