"""docs/solving.md: its commands and programs run, and its table names every proposer."""

import re

import pytest
from pages import DOCS, blocks_of, run_block

from hf_mathseq.answers import MODEL
from hf_mathseq.proposers.table import PROPOSERS

PAGE = "solving.md"
BLOCKS = [block for block in blocks_of(PAGE) if block[0] != "text"]


@pytest.mark.parametrize("index", range(len(BLOCKS)))
def test_blocks_run(index, tmp_path, monkeypatch, capsys):
    run_block(*BLOCKS[index], tmp_path, monkeypatch)
    assert "no verified answer" not in capsys.readouterr().out


def test_the_table_is_in_the_order_of_all():
    text = (DOCS / PAGE).read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", text, re.M) == [MODEL, *PROPOSERS]
