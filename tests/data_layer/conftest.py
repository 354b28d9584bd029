import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hf_mathseq import tasks

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture
def toy_installed(monkeypatch):
    """Register the toy as an installed distribution would, in this process."""
    point = importlib.metadata.EntryPoint(
        "toy_sums/digits", "toy_task:DigitSums", tasks.ENTRY_POINT_GROUP
    )
    monkeypatch.setattr(tasks, "entry_points", lambda group: [point])
    tasks._table.cache_clear()
    yield
    monkeypatch.undo()
    tasks._table.cache_clear()


@pytest.fixture
def python(tmp_path):
    """Run code in a fresh interpreter that has the toy installed and a cache of its own."""
    site = tmp_path / "site"
    info = site / "toy-0.1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: toy\nVersion: 0.1\n")
    (info / "entry_points.txt").write_text(
        "[hf_mathseq.tasks]\ntoy_sums/digits = toy_task:DigitSums\n"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(site), str(HERE), str(ROOT)]),
        "HF_HOME": str(tmp_path / "hf"),
        "HF_HUB_OFFLINE": "1",
        "OMP_NUM_THREADS": "1",
    }
    environment.pop("HF_DATASETS_CACHE", None)

    def start(code, **variables):
        return subprocess.Popen(
            [sys.executable, "-c", code],
            env={**environment, **variables},
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(code, **variables):
        process = start(code, **variables)
        out, err = process.communicate(timeout=600)
        assert process.returncode == 0, err
        return out

    run.start = start
    run.cache = tmp_path / "hf" / "datasets"
    return run
