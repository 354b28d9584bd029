"""docs/generators.md shows what is drawn, and the numbers of the stored audit."""

import json
from pathlib import Path

from generator_audit import FEW_ROWS, PARTS, RESULT, STREAMS, tables
from pages import DOCS, blocks_of, run_block

from hf_mathseq.tasks import TASKS

PAGE = "generators.md"
TEXT = (DOCS / PAGE).read_text(encoding="utf-8")
BLOCKS = blocks_of(PAGE)
STORED = json.loads(Path(RESULT).read_text())


def test_block(tmp_path, monkeypatch, capsys):
    (program, output) = BLOCKS
    run_block(*program, tmp_path, monkeypatch)
    assert capsys.readouterr().out == output[1]


def test_tables_are_those_of_the_audit():
    for table in tables(STORED):
        assert table in TEXT


def test_the_audit_covers_every_task():
    streams = {one["generator"] for one in STORED["tests"] if one["part"] == STREAMS}
    assert streams >= set(TASKS) - set(FEW_ROWS)
    assert set(STORED["summary"]["parts"]) == {*PARTS, STREAMS}


def test_no_law_is_rejected_and_wrong_ones_are():
    assert STORED["summary"]["corrected"] > 0.05
    assert STORED["summary"]["uniform"] > 0.01
    assert f"({STORED['summary']['uniform']:.2f})" in TEXT
    assert max(one["p"] for one in STORED["power"]) < 1e-4
