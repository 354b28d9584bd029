"""Imports point one way, form no circle, and stay light where a light command would pay."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import hf_mathseq

ROOT = Path(hf_mathseq.__file__).parent
LAYERS = [
    {"after_import", "locks", "suggestions", "temporary", "termination", "verdict", "whole"},
    {"options", "own_files", "randomness", "splits", "processes", "figures"},
    {"key_bits", "plain_yaml"},
    {"duplicates"},
    {"encodings"},
    {"symbolic", "systems", "networks"},
    {"verification", "integrators", "engines"},
    {"block", "checking", "description", "drawing", "task", "answers", "analysis"},
    {"tasks"},
    {"proposers"},
    {"dataset_builders", "data", "modeling", "rendering"},
    {"evaluation", "conversion", "executors"},
    {"training", "solver"},
    {"experiments"},
    {"reports", "hub"},
    {"demo"},
    {"cli"},
]
FACADE = {"__init__", "__main__"}
_RANKED = [*LAYERS[:-1], LAYERS[-1] | FACADE]
RANK = {name: rank for rank, layer in enumerate(_RANKED) for name in layer}
HEAVY = {"torch", "transformers", "datasets", "accelerate", "tokenizers"}


def modules():
    for folder, package in ((ROOT, "hf_mathseq"), (ROOT.parent / "dataset_builders", None)):
        for path in sorted(folder.rglob("*.py")):
            relative = path.relative_to(folder).with_suffix("")
            head = "hf_mathseq.dataset_builders" if package is None else package
            yield ".".join([head, *relative.parts]).removesuffix(".__init__"), path


def imports_of(path, typing_too=True):
    tree = ast.parse(path.read_text())
    skipped = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            skipped.update(ast.walk(node))
    for node in ast.walk(tree):
        if node in skipped and not typing_too:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module


def area(module):
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


@pytest.mark.parametrize(("module", "path"), list(modules()))
def test_imports_point_down(module, path):
    own = area(module)
    if own in FACADE:
        return
    assert own in RANK, f"{module} has no place in the layers"
    for imported in imports_of(path):
        assert is_below(imported, own), f"{module} imports {imported}"


def is_below(imported, own):
    """Whether a module of the area `own` may import a module; the facade is above all of them."""
    if imported.split(".")[0] != "hf_mathseq":
        return RANK[own] > RANK["tasks"] or imported.split(".")[0] not in HEAVY
    if own == "modeling" and area(imported) != "modeling":
        return RANK[area(imported)] <= RANK["task"]
    return RANK[area(imported)] <= RANK[own]


@pytest.mark.parametrize("own", ["options", "tasks", "modeling", "training", "demo"])
def test_nobody_comes_up_through_the_facade(own):
    assert not is_below("hf_mathseq", own)
    assert is_below("hf_mathseq", "cli")
    assert is_below("hf_mathseq.options", own)


def test_no_circles():
    graph = {m: set(imports_of(p, typing_too=False)) for m, p in modules()}
    known = {m: {i for i in imported if i in graph and i != m} for m, imported in graph.items()}
    TopologicalSorter(known).prepare()


def test_the_walk_sees_the_package():
    found = {m for m, _ in modules()}
    assert {"hf_mathseq.task", "hf_mathseq.dataset_builders"} <= found
