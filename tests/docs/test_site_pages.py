"""The pages of the documentation that no other test runs: their blocks, in order, as they stand."""

import re
from itertools import pairwise

import pytest
from pages import DOCS, blocks_of, run_block

PAGES = sorted(
    path.relative_to(DOCS).as_posix()
    for path in (
        DOCS / "index.md",
        DOCS / "tutorial.md",
        *DOCS.glob("concepts/*.md"),
        *DOCS.glob("howto/*.md"),
    )
)
NOT_RUN = ("text", "toml", "yaml")
"""Languages of blocks that show output or a file."""


@pytest.fixture
def folder(tmp_path):
    """An empty folder beside the released models."""
    (tmp_path / "model_cards").symlink_to(DOCS.parent / "model_cards")
    return tmp_path


@pytest.mark.parametrize("page", [page for page in PAGES if blocks_of(page)])
def test_blocks_run_and_print_what_is_shown(page, folder, monkeypatch, capsys):
    for block, following in pairwise([*blocks_of(page), ("", "")]):
        language, text = block
        if language in NOT_RUN:
            continue
        run_block(language, text, folder, monkeypatch)
        printed = capsys.readouterr().out
        if language == "python" and following[0] == "text":
            assert printed.startswith(following[1]), f"{page}:\n{text}\nprints\n{printed}"


def test_questions_are_questions_or_symptoms():
    headings = re.findall(r"^### (.*)$", (DOCS / "faq.md").read_text(encoding="utf-8"), re.M)
    assert len(headings) == len(set(headings)) >= 20
