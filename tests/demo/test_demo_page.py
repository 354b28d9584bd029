"""The blocks of docs/demo.md run as they stand."""

from pathlib import Path

import pages
import pytest

BLOCKS = pages.blocks_of("demo.md")


@pytest.mark.parametrize("index", range(len(BLOCKS)))
def test_block(index, tmp_path, monkeypatch):
    (tmp_path / "model_cards").symlink_to(Path(pages.DOCS).parent / "model_cards")
    pages.run_block(*BLOCKS[index], tmp_path, monkeypatch)
    if BLOCKS[index][0] == "bash":
        assert (tmp_path / "runs/space/app.py").exists()


def test_there_are_blocks():
    assert [language for language, _ in BLOCKS] == ["python", "bash"]
