"""The commands, programs and files of docs/experiments.md, in order."""

import re

import pytest
from pages import DOCS, blocks_of, run_block

from hf_mathseq.experiments import list_experiments, load_experiment

PAGE = "experiments.md"
BLOCKS = blocks_of(PAGE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("page")


@pytest.mark.slow
@pytest.mark.parametrize(
    "index", [i for i, (language, _) in enumerate(BLOCKS) if language != "yaml"]
)
def test_block(index, folder, monkeypatch):
    run_block(*BLOCKS[index], folder, monkeypatch)


def test_the_file_that_is_shown_is_an_experiment(tmp_path):
    (text,) = [text for language, text in BLOCKS if language == "yaml"]
    (tmp_path / "mine.yaml").write_text(text)
    runs = load_experiment(tmp_path / "mine.yaml").vary
    assert [run.start for run in runs] == ["", "", "fast"]


def test_the_page_lists_the_experiments():
    listed = re.findall(r"^\| `(.+?)`", (DOCS / PAGE).read_text(), re.M)
    assert sorted(listed) == [name for name in list_experiments() if name.endswith("-laptop")]
