"""The blocks of docs/architectures.md run as they stand, in order."""

import re
import runpy
import shlex
from pathlib import Path

import pytest

from hf_mathseq.cli import main
from hf_mathseq.modeling.configuration import ARCHITECTURES, ModelOptions
from hf_mathseq.training.recipe import list_recipes, load_recipe

PAGE = (Path(__file__).parents[2] / "docs" / "architectures.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.M | re.S)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("page")


@pytest.mark.parametrize("index", range(len(BLOCKS)))
def test_block(index, folder, monkeypatch):
    monkeypatch.chdir(folder)
    language, text = BLOCKS[index]
    if language == "bash":
        program, *arguments = shlex.split(text)
        assert program == "hf-mathseq"
        assert main(arguments) == 0
    else:
        assert language == "python"
        (folder / "block.py").write_text(text)
        runpy.run_path(str(folder / "block.py"))


def test_every_architecture_and_option_is_named():
    assert all(f"`{name}`" in PAGE for name in ARCHITECTURES)
    assert all(
        f"`{name}`" in PAGE for name in ModelOptions.__dataclass_fields__ if name != "architecture"
    )


def test_the_recipes_of_our_architectures_are_listed():
    kinds = {name: load_recipe(name).model.architecture for name in list_recipes()}
    ours = [name for name, kind in kinds.items() if kind in ("transformer", "lstm", "gru")]
    assert ours
    assert all(f"`{name}`" in PAGE for name in ours)
