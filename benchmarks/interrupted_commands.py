"""Commands that are interrupted, what they are given, and what they have to leave in the end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from clusters import ray_cluster, slurm_cluster

TASK = "linear_algebra/transpose"
SIZES = {"dimension": 2, "input_encoding": "P10", "output_encoding": "P10"}
SMALL = {
    f"{side}_{size}": number
    for side in ("encoder", "decoder")
    for size, number in {"layers": 1, "width": 16, "heads": 2}.items()
}
RECIPE = {
    "task": TASK,
    "description": "small",
    "options": SIZES,
    "model": SMALL,
    "training": {"max_steps": 30, "batch_size": 8, "save_every": 4, "log_every": 20},
    "evaluation": {"every": 15, "examples": 8},
}
LINES = Path(__file__).parents[1] / "tests/data/symbolic/prim_bwd.counts"
Found = dict[str, str]


@dataclass(frozen=True)
class Interrupted:
    """A command, and how its results are read.

    Attributes:
        arguments: Of `hf-mathseq`, for a folder.
        results: What the command leaves in the folder: name -> digest.
        needs: Modules that must be installed.
        modules: Modules that are loaded beforehand, once for all runs.
        cluster: What runs meanwhile; a context that takes an empty folder.
    """

    arguments: Callable[[Path], list[str]]
    results: Callable[[Path], Found]
    needs: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    cluster: Callable[[Path], AbstractContextManager[None]] = nullcontext


def digest(content: bytes) -> str:
    """Return the digest by which contents are compared."""
    return hashlib.sha256(content).hexdigest()


def files(folder: Path, pattern: str = "*") -> Found:
    """Return the digests of files that are not hidden, by name."""
    found = sorted(path for path in folder.glob(pattern) if path.is_file())
    visible = [path for path in found if not path.name.startswith(".")]
    return {str(path.relative_to(folder)): digest(path.read_bytes()) for path in visible}


def generating(*more: str, **settings: Any) -> Interrupted:
    """Return `generate`.

    Args:
        more: Further arguments.
        settings: Further attributes.
    """
    options = ["--set", "dimension=2", "--num-examples", "60000", "--json", *more]
    return Interrupted(
        lambda f: ["generate", TASK, *options, "--output", str(f / "data")],
        lambda f: files(f / "data"),
        **settings,
    )


def drawn_by(executor: str, *options: str, **settings: Any) -> Interrupted:
    """Return `generate` with an executor.

    Args:
        executor: Its name.
        options: Its options, KEY=VALUE.
        settings: Further attributes.
    """
    given = [word for pair in options for word in ("--executor-option", pair)]
    return generating("--executor", executor, *given, **settings)


def prepared(folder: Path) -> Found:
    """Return the digests of the tables in a cache of `datasets`."""
    tables = sorted(folder.glob("cache/hf_mathseq___linear_algebra/**/*.arrow"))
    return {path.name: digest(str(rows_of(path)).encode()) for path in tables}


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a table as `datasets` stores them."""
    with pa.ipc.open_stream(pa.memory_map(str(path))) as stream:
        return stream.read_all().to_pylist()


def trained(folder: Path) -> Found:
    """Return the digests of a trained model, without its log, which has times."""
    found = files(folder / "model")
    return {name: found[name] for name in found if name.endswith((".safetensors", "r.json"))}


def evaluated(folder: Path) -> Found:
    """Return the digests of an evaluation, without the seconds that it took."""
    output = folder / "results"
    results = json.loads((output / "results.json").read_text())
    del results["seconds"]
    found = {"results.json": digest(json.dumps(results).encode())}
    for path in sorted(output.glob("examples/*")):
        table = pq.read_table(path)
        columns = [name for name in table.column_names if "seconds" not in name]
        found[path.name] = digest(str(table.select(columns).to_pylist()).encode())
    return found


def published(hub: Any, folder: Path) -> Found:
    """Return the digests of what a Hub holds in the end, under whatever name, and its tags."""
    repository = hub.repositories["dataset", repository_of(folder)]
    content = repository.commits[repository.tags["v1"]]
    own = folder.name.encode()
    return {name: digest(blob.content.replace(own, b"NAME")) for name, blob in content.items()}


def repository_of(folder: Path) -> str:
    """Return the repository for what is published from a folder."""
    return f"hf-mathseq/{folder.name}"


def commands(inputs: Path, server: Any) -> dict[str, Interrupted]:
    """Return the commands by name.

    Args:
        inputs: Folder with what they are given, see `make_inputs`.
        server: The Hub to publish to.
    """
    return _of_data(inputs, server) | _of_models(inputs)


def _of_data(inputs: Path, server: Any) -> dict[str, Interrupted]:
    place = ["--endpoint", server.url, "--tag", "v1", "--to"]
    return {
        "generate": generating("--num-proc", "2"),
        "generate --ids-only": generating("--num-proc", "2", "--ids-only"),
        "generate --executor datatrove": drawn_by(
            "datatrove", needs=("datatrove",), modules=("datatrove.executor",)
        ),
        "generate --executor ray": drawn_by(
            "ray", "parts_per_task=1", "mem_per_cpu_gb=0.2", needs=("ray",), cluster=ray_cluster
        ),
        "generate --executor slurm": drawn_by(
            "slurm",
            "parts_per_task=1",
            "partition=cpu",
            needs=("datatrove",),
            modules=("datatrove.executor",),
            cluster=slurm_cluster,
        ),
        "prepare": Interrupted(
            lambda f: ["prepare", TASK, "--num-examples", "2000", "--cache-dir", str(f / "cache")],
            prepared,
            modules=("hf_mathseq.data.prepare",),
        ),
        "convert (data)": Interrupted(
            lambda f: [
                "convert",
                str(LINES),
                "--task",
                "integration/bwd",
                "--output",
                str(f / "d"),
            ],
            lambda f: files(f / "d"),
        ),
        "publish": Interrupted(
            lambda f: ["publish", str(inputs / "data"), *place, repository_of(f)],
            lambda f: published(server.hub, f),
            modules=("hf_mathseq.hub",),
        ),
    }


def _of_models(inputs: Path) -> dict[str, Interrupted]:
    recipe, model, weights = inputs / "small.yaml", inputs / "model", inputs / "fwd.pth"
    training = [f"hf_mathseq.training.{name}" for name in ("arguments", "assemble", "finish")]
    converting = ["--task", "integration/fwd"]
    evaluation = ["--num-examples", "40", "--batch-size", "8", "--num-proc", "1"]

    def train(*more: str) -> Interrupted:
        return Interrupted(
            lambda f: ["train", str(recipe), *more, "--output", str(f / "model")],
            trained,
            modules=tuple(training),
        )

    return {
        "train": train(),
        "train (data workers)": train("--set", "training.data_workers=1"),
        "evaluate": Interrupted(
            lambda f: ["evaluate", str(model), *evaluation, "--output", str(f / "results")],
            evaluated,
            modules=("hf_mathseq.evaluation.evaluate", "hf_mathseq.modeling.build"),
        ),
        "convert (model)": Interrupted(
            lambda f: ["convert", str(weights), *converting, "--output", str(f / "model")],
            lambda f: files(f / "model", "**/*"),
            modules=("hf_mathseq.conversion.models",),
        ),
    }


def make_inputs(folder: Path) -> None:
    """Make what the commands are given: a recipe, a model, a published checkpoint, and data."""
    from published_checkpoints import save

    from hf_mathseq import get_task
    from hf_mathseq.data.shards import generate_to
    from hf_mathseq.modeling.build import build_model
    from hf_mathseq.modeling.configuration import ModelOptions
    from hf_mathseq.modeling.tokenizer import tokenizer_for

    folder.mkdir(parents=True)
    task = get_task(TASK, **SIZES)
    (folder / "small.yaml").write_text(yaml.safe_dump(RECIPE))
    build_model(task, ModelOptions(**SMALL)).save_pretrained(folder / "model")
    tokenizer_for(task).save_pretrained(folder / "model")
    save(folder / "fwd.pth")
    generate_to(task, folder / "data", 60, shard_rows=10, progress=False)
