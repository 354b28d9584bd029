"""Every block of the README runs as it stands, in order, in the checkout."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", (ROOT / "README.md").read_text(), re.M | re.S)
TEST_COMMAND = "python3 dev.py test"


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """The running environment for `dev.py` and programs; caches apart from the user's."""
    home = tmp_path_factory.mktemp("home")
    scripts = Path(sys.executable).parent
    return {
        **os.environ,
        "HF_HOME": str(home),
        "HF_HUB_OFFLINE": "1",
        "MATHSEQ_VENV": str(scripts.parent),
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
    }


def test_languages_are_known():
    assert {language for language, _ in BLOCKS} == {"bash", "python"}


@pytest.mark.parametrize("index", range(len(BLOCKS)))
def test_block(index, environment):
    language, text = BLOCKS[index]
    if text.strip() == TEST_COMMAND:
        assert TEST_COMMAND in (ROOT / ".ci" / "run").read_text()
        return
    command = ["bash", "-euc", text] if language == "bash" else [sys.executable, "-c", text]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=3600
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
