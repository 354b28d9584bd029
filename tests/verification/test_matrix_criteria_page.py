"""The blocks of docs/matrix_criteria.md run as they stand and print what stands below them."""

import json
from pathlib import Path

import pytest
from pages import DOCS, blocks_of, run_block

from hf_mathseq.evaluation.suites import list_suites

PAGE = "matrix_criteria.md"
TEXT = (DOCS / PAGE).read_text(encoding="utf-8")
BLOCKS = blocks_of(PAGE)
CEILINGS = Path(__file__).parents[2] / "benchmarks" / "results" / "rounding_ceilings.json"


def test_every_program_has_its_output():
    assert [language for language, _ in BLOCKS] == ["python", "text"] * (len(BLOCKS) // 2)


@pytest.mark.parametrize("index", range(0, len(BLOCKS), 2))
def test_block(index, tmp_path, monkeypatch, capsys):
    run_block(*BLOCKS[index], tmp_path, monkeypatch)
    assert capsys.readouterr().out == BLOCKS[index + 1][1]


def test_the_table_of_ceilings_is_that_of_the_benchmark():
    for entry in json.loads(CEILINGS.read_text())["ceilings"]:
        setting = [entry[key] for key in ("encoding", "coefficients", "eigenvalue_law")]
        if entry["task"].endswith("inverse") and setting == ["P1000", "uniform", "semicircle"]:
            shares = " / ".join(f"{100 * share:.1f}" for share in entry["exact solver"])
            assert f"| `{entry['task']}` | {entry['dimension']} | {shares} |" in TEXT


def test_the_suites_are_listed():
    own = [name.split("/")[1] for name in list_suites() if name.startswith("linear_algebra/")]
    assert own
    assert all(f"| `{name}` |" in TEXT for name in own)
