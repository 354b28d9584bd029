"""The blocks of docs/architectures.md run as they stand, in order."""

import pytest
from pages import DOCS, blocks_of, run_block

from hf_mathseq.modeling.configuration import ARCHITECTURES, ModelOptions
from hf_mathseq.training.recipe import list_recipes, load_recipe

PAGE = "architectures.md"
TEXT = (DOCS / PAGE).read_text(encoding="utf-8")
BLOCKS = blocks_of(PAGE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("page")


@pytest.mark.parametrize("index", range(len(BLOCKS)))
def test_block(index, folder, monkeypatch):
    run_block(*BLOCKS[index], folder, monkeypatch)


def test_every_architecture_and_option_is_named():
    assert all(f"`{name}`" in TEXT for name in ARCHITECTURES)
    assert all(
        f"`{name}`" in TEXT for name in ModelOptions.__dataclass_fields__ if name != "architecture"
    )


def test_the_recipes_of_our_architectures_are_listed():
    kinds = {name: load_recipe(name).model.architecture for name in list_recipes()}
    ours = [name for name, kind in kinds.items() if kind in ("transformer", "lstm", "gru")]
    assert ours
    assert all(f"`{name}`" in TEXT for name in ours)
