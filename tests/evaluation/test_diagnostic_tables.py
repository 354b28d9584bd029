"""The tables beside accuracies: stored with the results, printed, and on cards."""

import json
import shutil

from hf_mathseq.cli import main
from hf_mathseq.evaluation.diagnostics import diagnostic_section, lines
from hf_mathseq.evaluation.evaluate import evaluate

CONTENT = {"share": {"mean": 0.123456}, "error": {"mean": 2.0, "median": None}}
FOUND = {"task": "a/b", "split": "test", "num_examples": 7, "diagnostics": {"errors": CONTENT}}


def test_columns_are_those_of_all_rows():
    header, rows = lines("errors", CONTENT)
    assert header == ["errors", "mean", "median"]
    assert rows == [["share", "0.1235", ""], ["error", "2", "-"]]


def test_cards_show_the_widest_beam():
    other = FOUND | {"beams": 1, "num_examples": 5}
    section = diagnostic_section([other, FOUND | {"beams": 4}])
    assert "7 problems of a/b test" in section
    assert "| share | 0.1235 |  |" in section
    assert section.count("| errors |") == 1
    assert diagnostic_section([{"task": "a/b", "beams": 1}]) == ""


def test_tables_are_stored_and_printed(untrained, tmp_path, capsys):
    folder = shutil.copytree(untrained, tmp_path / "model")
    found = evaluate(folder, num_examples=5, progress=False)
    stored = json.loads(next(folder.glob("results/*/results.json")).read_text())
    readable = stored["diagnostics"]["errors"]["share of readable answers"]["mean"]
    assert stored["diagnostics"] == found["diagnostics"]
    assert 0 <= readable <= 1
    assert main(["evaluate", str(folder), "--num-examples", "5"]) == 0
    assert f"share of readable answers  {readable:.4g}" in capsys.readouterr().out
