"""The program of docs/verification.md prints what stands below it, and the table is the audit's."""

import json
import sys
from pathlib import Path

from pages import DOCS, blocks_of, run_block

from hf_mathseq.tasks import list_tasks

PAGE = "verification.md"
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
RESULT = json.loads((BENCHMARKS / "results" / "verifier_audit.json").read_text())


def test_program(tmp_path, monkeypatch, capsys):
    program, (language, shown) = blocks_of(PAGE)
    assert language == "text"
    run_block(*program, tmp_path, monkeypatch)
    assert capsys.readouterr().out == shown


def test_the_table_is_that_of_the_benchmark(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(BENCHMARKS), *sys.path])
    from verifier_audit import table

    assert "\n".join(table(RESULT)) in (DOCS / PAGE).read_text(encoding="utf-8")


def test_no_wrong_answer_was_accepted_and_few_right_ones_were_not():
    assert set(RESULT["tasks"]) == set(list_tasks())
    assert RESULT["verdicts"] >= 50_000
    assert RESULT["rates"]["false accepts among accepted"] == 0
    assert RESULT["rates"]["false rejects among right"] < 0.001
    assert RESULT["rates"]["UNDECIDED"] < 0.01
