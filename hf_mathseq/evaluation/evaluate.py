"""`evaluate`: decode problems of a task, check every hypothesis, store everything."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from hf_mathseq.evaluation.card import CARD, write_card
from hf_mathseq.evaluation.decoding import Decoding, Hypothesis, decode
from hf_mathseq.evaluation.loading import TrainedModel, load_trained
from hf_mathseq.evaluation.metrics import Judged, summarize
from hf_mathseq.splits import check_split
from hf_mathseq.suggestions import unknown_name
from hf_mathseq.task import CRITERIA, Row, Task
from hf_mathseq.verdict import Verdict

CHUNK = 512  # problems that are decoded, checked and stored together
SETTINGS, RESULTS = "settings.json", "results.json"


def evaluate(
    model: str | Path | TrainedModel,
    task: str | None = None,
    *,
    options: Mapping[str, Any] | None = None,
    num_examples: int = 1000,
    split: str = "test",
    beams: int = 1,
    num_return_sequences: int | None = None,
    batch_size: int = 64,
    criterion: str = "strict",
    seed: int = 0,
    precision: str = "fp32",
    output_dir: str | Path | None = None,
    progress: bool = True,
) -> dict[str, Any]:
    """Measure a model; called again with the same arguments, go on where it was interrupted.

    Args:
        model: A model folder, a Hub id or a loaded model.
        task: Another task that has the model's tokens; None is the model's own.
        options: Options of the task, instead of the model's.
        num_examples: Number of problems: the first distinct ones of the split.
        split: "train", "validation" or "test".
        beams: Width of the beam; 1 is greedy.
        num_return_sequences: Hypotheses checked for each problem; None is all of the beam.
        batch_size: Problems decoded together.
        criterion: The criterion of the headline `accuracy`; both are reported.
        seed: Seed of the problems.
        precision: "fp32", or "bf16" for mixed precision.
        output_dir: Where `results.json` and `examples/*.parquet` (hypotheses and verdicts) go; by
            default `results/<task>-<split>-beam<beams>` in the model's folder.
        progress: Whether progress is shown.

    Returns:
        What `results.json` holds; see `metrics.summarize`. Only `seconds` differs between runs.

    Raises:
        ModelError: No model of ours, or a task with other tokens.
        OptionError: An unknown option or a value that is not allowed.
    """
    trained = model if isinstance(model, TrainedModel) else load_trained(model)
    chosen = trained.with_task(task, dict(options or {}))
    decoding = Decoding(beams, num_return_sequences or beams, batch_size, precision)
    if criterion not in CRITERIA:
        raise ValueError(unknown_name("criterion", criterion, CRITERIA))
    check_split(split)
    settings = {
        "task": chosen.name,
        "version": chosen.version,
        "options": chosen.options,
        "split": split,
        "seed": seed,
        "num_examples": num_examples,
        "beams": beams,
        "num_return_sequences": decoding.num_return_sequences,
        "batch_size": batch_size,
        "precision": precision,
        "weights": trained.digest,
    }
    output = _claim(output_dir, trained, settings)
    rows = chosen.generate(num_examples, seed, split).to_pylist()
    judged, seconds = _judge_all(trained, chosen, rows, decoding, output / "examples", progress)
    results = settings | summarize(chosen, rows, judged, criterion) | {"seconds": seconds}
    (output / RESULTS).write_text(json.dumps(results, indent=1))
    folder = Path(trained.source)
    if (folder / CARD).exists() and output.parent == folder / "results":
        write_card(folder)
    return results


def _claim(output_dir: str | Path | None, trained: TrainedModel, settings: dict[str, Any]) -> Path:
    """Return the folder of the results, emptied of what other settings left."""
    if output_dir:
        output = Path(output_dir)
    else:
        local = Path(trained.source)
        parent = local / "results" if local.is_dir() else Path("runs") / trained.source
        name = settings["task"].replace("/", "-")
        output = parent / f"{name}-{settings['split']}-beam{settings['beams']}"
    written = output / SETTINGS
    if not written.exists() or json.loads(written.read_text()) != settings:
        shutil.rmtree(output / "examples", ignore_errors=True)
        (output / "examples").mkdir(parents=True)
        written.write_text(json.dumps(settings, indent=1))
    return output


def _judge_all(
    trained: TrainedModel,
    task: Task,
    rows: Sequence[Row],
    decoding: Decoding,
    folder: Path,
    progress: bool,
) -> tuple[list[Judged], dict[str, float]]:
    judged: list[Judged] = []
    seconds = {"decode": 0.0, "verify": 0.0}
    with tqdm(total=len(rows), desc="evaluate", unit=" problems", disable=not progress) as bar:
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            path = folder / f"{start:08d}.parquet"
            if path.exists():
                bar.update(len(chunk))
            else:
                _write(path, chunk, *_judge(trained, task, chunk, decoding, bar.update))
            found, spent = _read(path)
            judged.extend(found)
            seconds = {name: seconds[name] + spent[name] for name in seconds}
            correct = sum(any(v == "CORRECT" for v in j.statuses["strict"]) for j in judged)
            bar.set_postfix(verified=f"{100 * correct / len(judged):.1f} %")
    return judged, {name: round(value, 2) for name, value in seconds.items()}


def _judge(
    trained: TrainedModel,
    task: Task,
    rows: Sequence[Row],
    decoding: Decoding,
    on_batch: Callable[[int], object],
) -> tuple[list[list[Hypothesis]], dict[str, list[list[Verdict]]], dict[str, float]]:
    """Return the hypotheses for each row, their verdicts by criterion, and the seconds."""
    start = time.monotonic()
    inputs = [row["input_ids"] for row in rows]
    found = decode(trained.model, inputs, task.vocabulary, decoding, on_batch)
    decoded = time.monotonic()
    repeated = [row for row, answers in zip(rows, found, strict=True) for _ in answers]
    tokens = [answer.tokens for answers in found for answer in answers]
    verdicts = {}
    for criterion in CRITERIA:
        flat = iter(task.verify_many(repeated, tokens, criterion=criterion))
        verdicts[criterion] = [[next(flat) for _ in answers] for answers in found]
    verified = time.monotonic()
    return found, verdicts, {"decode": decoded - start, "verify": verified - decoded}


def _write(
    path: Path,
    rows: Sequence[Row],
    found: list[list[Hypothesis]],
    verdicts: dict[str, list[list[Verdict]]],
    seconds: dict[str, float],
) -> None:
    columns: dict[str, Any] = {
        "input": [row["input"] for row in rows],
        "target": [row["target"] for row in rows],
        "hypotheses": [[" ".join(h.tokens) for h in answers] for answers in found],
        "scores": [[h.score for h in answers] for answers in found],
    }
    for criterion, judged in verdicts.items():
        columns[criterion] = [[str(v.status) for v in answers] for answers in judged]
    columns["method"] = [[v.method for v in answers] for answers in verdicts["strict"]]
    columns["detail"] = [[v.detail for v in answers] for answers in verdicts["strict"]]
    table = pa.table(columns).replace_schema_metadata({"seconds": json.dumps(seconds)})
    staged = path.with_suffix(".incomplete")
    pq.write_table(table, staged, compression="zstd")
    staged.replace(path)


def _read(path: Path) -> tuple[list[Judged], dict[str, float]]:
    table = pq.read_table(path)
    judged = [
        Judged(
            statuses={criterion: row[criterion] for criterion in CRITERIA},
            exact=row["hypotheses"][0] == row["target"],
        )
        for row in table.select(["target", "hypotheses", *CRITERIA]).to_pylist()
    ]
    return judged, json.loads(table.schema.metadata[b"seconds"])
