"""docs/coming_from_the_original_code.md: its blocks run, and what its tables name exists."""

import dataclasses
import re
import tarfile

import pytest
from pages import DOCS, blocks_of, run_block
from published_checkpoints import DATA, save

from hf_mathseq.cli import build_parser
from hf_mathseq.networks.families import FAMILIES
from hf_mathseq.tasks import list_tasks, task_class
from hf_mathseq.training.recipe import Recipe, load_recipe

PAGE = "coming_from_the_original_code.md"
TEXT = (DOCS / PAGE).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the published files that the page converts."""
    made = tmp_path_factory.mktemp("page")
    with tarfile.open(made / "prim_bwd.tar.gz", "w:gz") as archive:
        for split in ("train", "valid", "test"):
            archive.add(DATA / "symbolic/prim_bwd.counts", f"prim_bwd.{split}")
    (made / "pairs.counts").write_bytes((DATA / "symbolic/ode1.counts").read_bytes())
    save(made / "fwd.pth")
    return made


def test_the_blocks_run_in_order(folder, monkeypatch, capsys):
    blocks = blocks_of(PAGE)
    assert {language for language, _ in blocks} == {"bash", "python"}
    for language, text in blocks:
        run_block(language, text, folder, monkeypatch)
    assert "encoder-decoder 0 1" in capsys.readouterr().out
    converted = (folder / "prim_bwd.counts").read_text().splitlines()
    given = (DATA / "symbolic/prim_bwd.counts").read_text().splitlines()
    assert converted == [line.rstrip() for line in given]


def known_names():
    """Every option of a task, field of a recipe and argument of a command."""
    names = set(list_tasks()) | {name.partition("/")[2] for name in list_tasks()}
    for name in list_tasks():
        names |= {field.name for field in dataclasses.fields(task_class(name).Config)}
    recipe = load_recipe("quickstart")
    for section in dataclasses.fields(Recipe):
        value = getattr(recipe, section.name)
        if dataclasses.is_dataclass(value):
            names |= {f"{section.name}.{f.name}" for f in dataclasses.fields(value)}
            names |= {field.name for field in dataclasses.fields(value)}
    return names | {section.name for section in dataclasses.fields(Recipe)}


def counterparts():
    """What stands in backticks in the last column of every table."""
    rows = [line for line in TEXT.splitlines() if line.startswith("|")]
    return [found for row in rows for found in re.findall(r"`([^`]+)`", row.split("|")[-2])]


def test_all_options_that_the_tables_name_exist():
    names = {text.partition("=")[0] for text in counterparts()}
    options = {name for name in names if re.fullmatch(r"[a-z]+([_.][a-z]\w*)+", name)}
    assert len(options) > 60
    assert options - known_names() - {*FAMILIES, "generation_config.json"} == set()


def test_all_arguments_that_the_page_names_exist():
    (commands,) = (a.choices for a in build_parser()._actions if a.dest == "command")
    actions = [action for parser in commands.values() for action in parser._actions]
    arguments = {argument for action in actions for argument in action.option_strings}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", TEXT)) <= arguments
