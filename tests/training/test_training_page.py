"""docs/training.md: its commands, its recipe, its files and its settings."""

import dataclasses
import subprocess
import sys

import pytest
from pages import DOCS, blocks_of, run_block

from hf_mathseq.modeling.configuration import ModelOptions
from hf_mathseq.training.recipe import Recipe, load_recipe
from hf_mathseq.training.sections import (
    DataOptions,
    EvaluationOptions,
    StartOptions,
    StopOptions,
    TrainingOptions,
)

PAGE = "training.md"
BLOCKS = blocks_of(PAGE)
OWN = {
    "task": "name of a task, see `hf-mathseq list`",
    "description": "one line, shown by `hf-mathseq train list`",
    "seed": "of the data and of the initial weights",
    "options": "of the task, see `hf-mathseq inspect TASK`",
    "suites": "names of [suites](suites.md) that the finished model is evaluated on",
    "curriculum": "stages of `steps` and `options` that come first, see above",
    "mixture": "other tasks with `task`, `share`, `options` and `folder`, see above",
    "published": "row of a table that the recipe stands for; changes nothing",
}
"""What a recipe has beside its sections."""
SECTIONS = {
    "model": ModelOptions,
    "training": TrainingOptions,
    "data": DataOptions,
    "evaluation": EvaluationOptions,
    "stop_at": StopOptions,
    "start_from": StartOptions,
}
CONFIGURATIONS = sorted(DOCS.glob("accelerate/*.yaml"))
PROBE = "import os; os.write(1, f'processes {os.environ[\"WORLD_SIZE\"]}\\n'.encode())"
"""Writes in one piece: what several processes print may be mixed."""


def settings_table():
    """Return the table of all settings, as the page has it."""
    lines = ["| setting | default | meaning |", "|---|---|---|"]
    for name, meaning in OWN.items():
        lines.append(f"| `{name}` | {'`0`' if name == 'seed' else ''} | {meaning} |")
    for section, options in SECTIONS.items():
        for field in dataclasses.fields(options):
            default = str(field.default).lower() if field.default is not None else ""
            shown = f"`{default}`" if default not in ("", "()") else ""
            lines.append(f"| `{section}.{field.name}` | {shown} | {field.metadata['help']} |")
    return "\n".join(lines)


@pytest.mark.parametrize(
    "index", [i for i, (language, _) in enumerate(BLOCKS) if language != "yaml"]
)
def test_block(index, tmp_path, monkeypatch):
    run_block(*BLOCKS[index], tmp_path, monkeypatch)


@pytest.mark.parametrize("text", [text for language, text in BLOCKS if language == "yaml"])
def test_what_is_shown_is_a_recipe(tmp_path, text):
    (tmp_path / "mine.yaml").write_text(text)
    recipe = load_recipe(tmp_path / "mine.yaml")
    assert recipe.training.keep_best or recipe.mixture


def test_every_setting_is_in_the_table():
    assert {*OWN, *SECTIONS} == {field.name for field in dataclasses.fields(Recipe)}
    page = (DOCS / PAGE).read_text(encoding="utf-8")
    assert settings_table() in page


def test_every_file_is_named():
    page = (DOCS / PAGE).read_text(encoding="utf-8")
    assert len(CONFIGURATIONS) == 4
    assert all(f"](accelerate/{path.name})" in page for path in CONFIGURATIONS)


@pytest.mark.parametrize("path", CONFIGURATIONS, ids=lambda path: path.stem)
def test_accelerate_reads_the_file(path):
    from accelerate.commands.config.config_args import load_config_from_file

    read = load_config_from_file(str(path))
    assert read.num_processes == 4 * read.num_machines
    assert read.mixed_precision == "no"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["several_gpus", "fsdp"])
def test_accelerate_starts_the_processes(tmp_path, name):
    (tmp_path / "probe.py").write_text(PROBE)
    command = [sys.executable, "-m", "accelerate.commands.launch", "--config_file"]
    command += [str(DOCS / "accelerate" / f"{name}.yaml"), str(tmp_path / "probe.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.count("processes 4") == 4
