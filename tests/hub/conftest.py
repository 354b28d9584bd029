"""A server to publish to, and small things to publish."""

import json
import time

import huggingface_hub
import pytest
from contract_server import ContractServer
from huggingface_hub import constants

from hf_mathseq.data.shards import generate_to
from hf_mathseq.tasks import get_task

MODEL_CARD = """---
license: apache-2.0
library_name: transformers
---

# A model that knows nothing
"""

SPACE_CARD = """---
license: apache-2.0
sdk: gradio
---
"""


@pytest.fixture
def server(monkeypatch):
    """A Hub of the test's own, a token that may write there, and no waiting between tries."""
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setenv("HF_TOKEN", "hf_writer")
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    huggingface_hub.close_session()
    with ContractServer() as started:
        yield started
    huggingface_hub.close_session()


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory):
    """Two configs of a data set, each with two splits, the training shards several."""
    folder = tmp_path_factory.mktemp("data")
    for config in ("transpose", "add"):
        task = get_task(f"linear_algebra/{config}", dimension=2)
        place = folder / config
        generate_to(task, place, 50, shard_rows=20, progress=False)
        generate_to(task, place, 10, split="test", progress=False)
    return folder


@pytest.fixture
def space_folder(tmp_path):
    """A Space with a picture: the least that has a large file, and loads no library."""
    folder = tmp_path / "space"
    (folder / "assets").mkdir(parents=True)
    (folder / "README.md").write_text(SPACE_CARD)
    (folder / "app.py").write_text("print('answers')\n")
    (folder / "requirements.txt").write_text("hf-mathseq\n")
    (folder / "assets" / "picture.png").write_bytes(bytes(range(256)) * 100)
    return folder


@pytest.fixture
def model_folder(untrained_folder, tmp_path):
    """A model without training, with what a training leaves beside it."""
    folder = tmp_path / "model"
    untrained_folder(get_task("linear_algebra/transpose", dimension=2)).rename(folder)
    (folder / "README.md").write_text(MODEL_CARD)
    (folder / "results").mkdir()
    (folder / "results" / "training.json").write_text(json.dumps({"steps": 1}))
    (folder / "training_args.bin").write_bytes(b"\x80\x04")
    (folder / "checkpoint-1").mkdir()
    (folder / "checkpoint-1" / "optimizer.pt").write_bytes(b"\x80\x04")
    return folder
