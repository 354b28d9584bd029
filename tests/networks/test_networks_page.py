"""The blocks of docs/metabolic_networks.md run as they stand, and print what stands below them."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from hf_mathseq.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "metabolic_networks.md"
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S)
FOLLOWING = [*BLOCKS[1:], ("end", "")]
PYTHON = [
    (text, output if below == "" else "")
    for (language, text), (below, output) in zip(BLOCKS, FOLLOWING, strict=True)
    if language == "python"
]
COMMANDS = [line for language, text in BLOCKS if language == "bash" for line in text.splitlines()]
NEEDS = {"from_cobra": "cobra", "save_drawing": "matplotlib", "networkx": "networkx"}


def require_all(text):
    for word, library in NEEDS.items():
        if word in text:
            pytest.importorskip(library)


def test_the_blocks_are_found():
    assert {language for language, _ in BLOCKS} == {"", "bash", "python"}
    assert (len(PYTHON), len(COMMANDS)) == (9, 4)


@pytest.mark.parametrize("index", range(len(PYTHON)))
def test_python(index, tmp_path):
    text, output = PYTHON[index]
    require_all(text)
    done = subprocess.run(
        [sys.executable, "-c", text], cwd=tmp_path, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == output


@pytest.mark.parametrize("command", COMMANDS)
def test_command(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    if "--picture" in command:
        pytest.importorskip("matplotlib")
    program, *arguments = shlex.split(command)
    assert program == "hf-mathseq"
    assert main(arguments) == 0
    assert capsys.readouterr().out
