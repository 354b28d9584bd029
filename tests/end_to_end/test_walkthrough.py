"""A task of one's own, as CONTRIBUTING.md writes it: installed, drawn, trained, asked, examined."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECTION = (ROOT / "CONTRIBUTING.md").read_text().partition("\n## Adding a task\n")[2]
BLOCKS = re.findall(
    r'^```(\w+)(?: title="(\S+)")?\n(.*?)^```$', SECTION.partition("\n## ")[0], re.M | re.S
)
FEW_UPDATES = " --set training.max_steps=20 --set evaluation.every=10"
INSTALL = """
import sys
from setuptools import build_meta
build_meta.prepare_metadata_for_build_wheel(sys.argv[1])
"""
RUN = """
import os, shlex, sys
from hf_mathseq.cli import main
for line in sys.stdin.read().splitlines():
    program, *arguments = shlex.split(line)
    assert program == "hf-mathseq"
    print("$", line, flush=True)
    code = main(arguments)
    if code:
        sys.exit(code)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The files of the walkthrough, registered as an installation registers them."""
    folder = tmp_path_factory.mktemp("walkthrough")
    for _, title, text in BLOCKS:
        if title:
            (folder / title).write_text(text)
    run(folder, [sys.executable, "-c", INSTALL, str(folder)])
    return folder


def run(folder, command, given=None):
    environment = {
        **os.environ,
        "HF_HOME": str(folder / "hf"),
        "HF_HUB_OFFLINE": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)]),
    }
    environment.pop("HF_DATASETS_CACHE", None)
    done = subprocess.run(
        command, cwd=folder, env=environment, input=given, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def test_the_blocks_are_those_expected():
    assert [(language, title) for language, title, _ in BLOCKS] == [
        ("python", "mathseq_gcd.py"),
        ("toml", "pyproject.toml"),
        ("bash", ""),
        ("python", ""),
        ("yaml", "gcd.yaml"),
        ("bash", ""),
    ]


def test_commands_and_programs(folder):
    commands = [text for language, _, text in BLOCKS if language == "bash"]
    lines = "".join(commands).replace("train gcd.yaml", "train gcd.yaml" + FEW_UPDATES)
    said = run(folder, [sys.executable, "-c", RUN], lines)
    assert re.search(r"number_theory/gcd +Greatest common divisor", said)
    assert len(re.findall(r"^  verdict   CORRECT$", said, re.M)) == 3
    assert re.search(r"^CORRECT", said, re.M)
    assert list((folder / "shards").rglob("*.parquet"))
    assert "number_theory/gcd" in (folder / "model" / "README.md").read_text()
    (program,) = (text for language, title, text in BLOCKS if (language, title) == ("python", ""))
    assert "->" in run(folder, [sys.executable, "-c", program])


def test_conformance(folder):
    options = ["-q", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml")]
    tests = [str(ROOT / "tests" / "conformance"), "-k", "number_theory"]
    said = run(folder, [sys.executable, "-m", "pytest", *options, *tests])
    assert re.search(r"\d\d passed", said)
