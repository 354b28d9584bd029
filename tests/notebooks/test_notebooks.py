"""The notebooks run from the first cell to the last, and are stored without outputs."""

import ast
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CARDS = ROOT / "model_cards"
SMALL = {
    "solve": {
        "INTEGRATION": str(CARDS / "integration-mixed-longer-laptop"),
        "EQUATIONS": str(CARDS / "ode-ode1-from-integrals-laptop"),
    },
    "generate": {"EXAMPLES": 300},
    "train": {"STEPS": 20},
    "evaluate": {
        "MODEL": str(CARDS / "integration-bwd-laptop"),
        "EXAMPLES": 10,
        "BEAMS": 2,
        "OF_EACH_GROUP": 1,
    },
}
"""What stands for the values of the cell tagged "parameters", so that all take seconds."""


def cells_of(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def names_in(source):
    return {node.targets[0].id for node in ast.parse(source).body if isinstance(node, ast.Assign)}


def test_every_notebook_has_small_settings():
    assert [path.stem for path in NOTEBOOKS] == sorted(SMALL)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_stored_without_outputs(path):
    text = path.read_text(encoding="utf-8")
    notebook = json.loads(text)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])
    assert notebook["cells"][0]["cell_type"] == "markdown"
    for cell in notebook["cells"]:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
    assert len(text) < 20_000


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_run(path, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "agg")
    namespace, settings = {"__name__": "__main__"}, SMALL[path.stem]
    cards = sorted(CARDS.rglob("*"))
    for cell in cells_of(path):
        if cell["cell_type"] == "code":
            source = "".join(cell["source"])
            exec(compile(source, f"{path.name}:{cell['id']}", "exec"), namespace)  # noqa: S102
            if "parameters" in cell["metadata"].get("tags", ()):
                assert set(settings) <= names_in(source)
                namespace.update(settings)
    printed = capsys.readouterr().out
    assert EXPECTED[path.stem] in printed
    assert sorted(CARDS.rglob("*")) == cards


EXPECTED = {
    "solve": "x*sin(x)                 INCORRECT",
    "generate": "as drawn: {'CORRECT': 200}",
    "train": "rank     score  verdict    hypothesis",
    "evaluate": "textbook integrals:",
}
"""A line that each of them prints."""
