"""docs/recipes.md: written from today's recipes and estimates, with commands that run."""

import json

import pytest
from pages import DOCS, blocks_of, run_block
from recipe_page import TIMES, page

from hf_mathseq.training.listing import recipe_rows

PAGE = "recipes.md"


def test_the_page_is_up_to_date():
    written = page(recipe_rows(), json.loads(TIMES.read_text()))
    assert (DOCS / PAGE).read_text(encoding="utf-8") == written, "run benchmarks/recipe_page.py"


@pytest.mark.parametrize("index", range(len(blocks_of(PAGE))))
def test_block(index, tmp_path, monkeypatch):
    run_block(*blocks_of(PAGE)[index], tmp_path, monkeypatch)
