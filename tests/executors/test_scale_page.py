"""docs/generating_at_scale.md: its blocks run in order, and its table of options is whole."""

import dataclasses
import re

import pytest
from pages import DOCS, blocks_of, run_block

from hf_mathseq.executors import EXECUTORS

PAGE = "generating_at_scale.md"
TEXT = (DOCS / PAGE).read_text(encoding="utf-8")


def test_the_blocks_run_in_order(tmp_path, monkeypatch):
    for language, text in blocks_of(PAGE):
        if language != "text":
            run_block(language, text, tmp_path, monkeypatch)


def rows_of_options():
    table = TEXT.split("### Options of the executors")[1].split("\n\n")[1]
    return [[cell.strip() for cell in line.split("|")[1:5]] for line in table.splitlines()[2:]]


def test_every_option_is_described():
    described = {name.strip("`"): names for name, names, *_ in rows_of_options()}
    for name, executor in EXECUTORS.items():
        for field in dataclasses.fields(executor.Config):
            assert described[field.name] == "all" or name in described[field.name]


@pytest.mark.parametrize("row", rows_of_options(), ids=lambda row: row[0])
def test_defaults_are_those_of_the_code(row):
    option, names, shown, _ = row
    owners = list(EXECUTORS) if names == "all" else names.split(", ")
    for owner, default in zip(owners, shown.split(", ") * 4, strict=False):
        config = EXECUTORS[owner].Config()
        assert str(getattr(config, option.strip("`"))).removesuffix(".0") == default


def test_commands_use_options_that_exist():
    for name in re.findall(r"--executor-option (\w+)=", TEXT):
        assert any(name in executor.Config.__dataclass_fields__ for executor in EXECUTORS.values())
