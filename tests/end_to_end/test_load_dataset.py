"""Plain `datasets.load_dataset` on `hf_mathseq/linear_algebra`, each call in its own process.

Every situation has a cache of its own and no network: prepared data without this package, from
another directory and from the repository root; generated on the spot after `import hf_mathseq`,
with `num_proc`, with `streaming=True`; and after a kill -9 in the middle.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from depth import first_of

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 600
DATASET, CONFIG = "hf_mathseq/linear_algebra", "transpose"
SIZES = "dimension=3, train_examples=12000, validation_examples=50, test_examples=60"

DIGEST = """
import hashlib, json, sys
def digest(rows):
    text = hashlib.sha256()
    for row in rows:
        text.update(json.dumps(row, sort_keys=True).encode())
    return text.hexdigest()
"""
PLAIN = f"""{DIGEST}
import datasets
found = datasets.load_dataset("{DATASET}", "{CONFIG}"%s)
assert not any(name.split(".")[0] == "hf_mathseq" for name in sys.modules)
print(json.dumps({{split: [rows.num_rows, digest(rows)] for split, rows in found.items()}}))
"""
PREPARE = f"""
import hf_mathseq
hf_mathseq.prepare("{DATASET}", "{CONFIG}", num_proc=2, {SIZES})
"""
GENERATE = f"""{DIGEST}
import hf_mathseq, datasets
found = datasets.load_dataset("{DATASET}", "{CONFIG}", {SIZES}%s)
print(json.dumps({{split: [len(list(rows)), digest(rows)] for split, rows in found.items()}}))
"""
TASK = f"""{DIGEST}
from hf_mathseq.tasks import get_task
task = get_task("linear_algebra/transpose", dimension=3)
found = {{}}
for split, rows in (("train", 12000), ("validation", 50), ("test", 60)):
    found[split] = [rows, digest(task.generate(rows, split=split).to_pylist())]
print(json.dumps(found))
"""


class Machine:
    """A machine without network, with a home of its own."""

    def __init__(self, home):
        self.home = home
        home.mkdir(exist_ok=True)
        self.cache = home / "datasets"
        self.environment = {
            **{k: v for k, v in os.environ.items() if k not in ("HF_DATASETS_CACHE", "PYTHONPATH")},
            "HF_HOME": str(home),
            "HF_HUB_OFFLINE": "1",
            "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
            "OMP_NUM_THREADS": "1",
        }

    def start(self, code, cwd=None):
        return subprocess.Popen(
            [sys.executable, "-c", code],
            env=self.environment,
            cwd=cwd or self.home,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, code, cwd=None):
        process = self.start(code, cwd)
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0, err
        return json.loads(out) if out.strip() else None


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path / "home")


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    """Rows and digest of every split, straight from the task."""
    return Machine(tmp_path_factory.mktemp("task")).run(TASK)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    machine = Machine(tmp_path_factory.mktemp("prepared"))
    machine.run(PREPARE)
    return machine


@pytest.mark.parametrize("where", first_of(["the repository root", "another directory"]))
def test_prepared_data_load_offline_without_this_package(prepared, expected, tmp_path, where):
    cwd = ROOT if where == "the repository root" else tmp_path
    assert prepared.run(PLAIN % f", {SIZES}", cwd) == expected


@pytest.mark.parametrize("how", first_of([", streaming=True", ", num_proc=2", ""]))
def test_data_are_generated_where_there_are_none(machine, expected, how):
    assert machine.run(GENERATE % how) == expected
    left = list(machine.cache.glob("hf_mathseq___linear_algebra/*/*/*/*.arrow"))
    assert len(left) == (0 if "streaming" in how else 3)


# Counts the rows that are written as shards; with `kill_at`, dies before writing that shard.
WATCH = """
import os, signal
import dataclasses
from hf_mathseq.data import shard_formats
made, encode, kill_at = [], shard_formats.parquet_bytes, %s
def watched(table):
    if len(made) == kill_at:
        os.kill(os.getpid(), signal.SIGKILL)
    made.append(len(table))
    return encode(table)
shard_formats.PARQUET = dataclasses.replace(shard_formats.PARQUET, encode=watched)
"""


@pytest.mark.slow
def test_after_kill_9_in_the_middle(machine, expected):
    killed = machine.start(WATCH % 1 + PREPARE)
    killed.communicate(timeout=PATIENCE_SECONDS)
    assert killed.returncode == -signal.SIGKILL
    assert list(machine.cache.glob(".hf_mathseq/**/train-00000.parquet"))
    assert not list(machine.cache.glob("hf_mathseq___linear_algebra/*/*/*"))

    machine.run(WATCH % None + PREPARE + "assert made == [2000, 50, 60], made")
    assert not list(machine.cache.glob(".hf_mathseq/**/*.parquet"))
    assert machine.run(PLAIN % f", {SIZES}") == expected


def test_two_processes_prepare_the_same_at_once(machine, expected):
    processes = [machine.start(PREPARE) for _ in range(2)]
    for process in processes:
        _, err = process.communicate(timeout=PATIENCE_SECONDS)
        assert process.returncode == 0, err
    assert machine.run(PLAIN % f", {SIZES}") == expected


@pytest.mark.slow
@pytest.mark.parametrize("task", ["hf_mathseq/integration/bwd", f"{DATASET}/{CONFIG}"])
def test_sizes_given_to_prepare_are_not_part_of_the_call(machine, task):
    dataset, _, config = task.rpartition("/")
    machine.run(f'import hf_mathseq; hf_mathseq.prepare("{task}", num_examples=200)')
    found = machine.run(PLAIN.replace(DATASET, dataset).replace(CONFIG, config) % "")
    assert {split: rows for split, (rows, _) in found.items()} == {
        "train": 200,
        "validation": 20,
        "test": 20,
    }


def test_without_the_hook_nothing_is_generated(machine):
    machine.environment["HF_MATHSEQ_NO_HOOK"] = "1"
    process = machine.start(GENERATE % "")
    _, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 1
    assert f"Couldn't reach '{DATASET}' on the Hub" in err
