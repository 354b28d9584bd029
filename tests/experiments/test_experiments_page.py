"""The commands and programs of docs/experiments.md run as they stand, in order."""

import re
import runpy
import shlex
from pathlib import Path

import pytest
import yaml

import hf_mathseq
from hf_mathseq.cli import main
from hf_mathseq.experiments import list_experiments, load_experiment

PAGE = Path(hf_mathseq.__file__).parents[1] / "docs" / "experiments.md"
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE.read_text(), re.M | re.S)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("page")


@pytest.mark.parametrize("index", range(len(BLOCKS)))
def test_block(index, folder, monkeypatch):
    monkeypatch.chdir(folder)
    language, text = BLOCKS[index]
    if language == "bash":
        for line in text.splitlines():
            command, *arguments = shlex.split(line)
            assert command == "hf-mathseq"
            assert main(arguments) == 0
    elif language == "python":
        (folder / "block.py").write_text(text)
        runpy.run_path(str(folder / "block.py"))
    else:
        assert language == "yaml"
        (folder / "mine.yaml").write_text(text)
        assert load_experiment(folder / "mine.yaml").vary[2].start == "fast"
        assert yaml.safe_load(text)["vary"]


def test_the_page_lists_the_experiments():
    listed = re.findall(r"^\| `(.+?)`", PAGE.read_text(), re.M)
    assert sorted(listed) == [name for name in list_experiments() if name.endswith("-laptop")]
