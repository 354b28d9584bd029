"""The blocks of docs/linear_algebra.md run as they stand and print what stands below them."""

import dataclasses
import re

import pytest
from pages import DOCS, blocks_of, run_block

from hf_mathseq.encodings.floats import PUBLISHED_ENCODINGS
from hf_mathseq.tasks import get_task, list_tasks, task_class
from hf_mathseq.tasks.cotraining import LETTERS

PAGE = "linear_algebra.md"
TEXT = (DOCS / PAGE).read_text(encoding="utf-8")
BLOCKS = blocks_of(PAGE)
NAMES = [name for name in list_tasks() if name.startswith("linear_algebra/")]


def table_after(heading):
    """Return the rows of the first table below a heading, as lists of cells."""
    lines = TEXT.split(f"{heading}\n", 1)[1].splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("|"))
    end = next(i for i, line in enumerate(lines) if i > start and not line.startswith("|"))
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines[start + 2 : end]]


def test_every_program_has_its_output():
    assert [language for language, _ in BLOCKS] == ["python", "text"] * (len(BLOCKS) // 2)


@pytest.mark.parametrize("index", range(0, len(BLOCKS), 2))
def test_block(index, tmp_path, monkeypatch, capsys):
    run_block(*BLOCKS[index], tmp_path, monkeypatch)
    assert capsys.readouterr().out == BLOCKS[index + 1][1]


def test_all_tasks_and_letters_are_listed():
    listed = {row[0].strip("`"): row[1] for row in table_after("## Tasks")}
    assert {f"linear_algebra/{name}" for name in listed} == set(NAMES)
    assert {name: letter for name, letter in listed.items() if letter} == LETTERS


def test_all_options_are_listed():
    listed = [name for row in table_after("## Options") for name in re.findall(r"`(\w+)`", row[0])]
    options = {field.name for n in NAMES for field in dataclasses.fields(task_class(n).Config)}
    assert sorted(listed) == sorted(options)


@pytest.mark.parametrize("name", PUBLISHED_ENCODINGS)
def test_the_table_of_encodings_is_true(name):
    (row,) = [row for row in table_after("## Layout") if row[0] == f"`{name}`"]
    task = get_task("linear_algebra/transpose", input_encoding=name, output_encoding=name)
    for value, cell in zip((3.14, -602_000, 0), row[2:5], strict=True):
        assert " ".join(task.input_encoding.numbers.tokens(value)) == cell.strip("`")
    assert task.max_lengths[0] - 1 == int(row[5])
    assert len(task.vocabulary) == int(row[6].replace(",", ""))
    assert str(task.input_encoding.numbers.max_tokens) == row[1].split()[0]
