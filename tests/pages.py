"""The commands and programs that a page of docs/ shows, run as they stand."""

import re
import runpy
import shlex
from pathlib import Path

from hf_mathseq.cli import main

DOCS = Path(__file__).parents[1] / "docs"


def blocks_of(page):
    """Return (language, text) of every block of code, in order."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(r"^```(\w+)\n(.*?)^```$", text, re.M | re.S)


def run_block(language, text, folder, monkeypatch):
    """Run the commands of a bash block in this process, or a Python block, in a folder."""
    monkeypatch.chdir(folder)
    if language == "bash":
        for line in text.splitlines():
            program, *arguments = shlex.split(line)
            assert program == "hf-mathseq"
            assert main(arguments) == 0
    else:
        assert language == "python"
        (folder / "block.py").write_text(text)
        runpy.run_path(str(folder / "block.py"))
