"""Where an evaluation is kept: its settings, and the judged examples chunk by chunk."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hf_mathseq.evaluation.decoding import Hypothesis
from hf_mathseq.evaluation.metrics import Judged
from hf_mathseq.task import CRITERIA, Row
from hf_mathseq.verdict import Verdict

SETTINGS, RESULTS, EXAMPLES = "settings.json", "results.json", "examples"


def results_folder(source: str, name: str) -> Path:
    """Return the folder of the results called `name` of a model folder or Hub id."""
    local = Path(source)
    parent = local / "results" if local.is_dir() else Path("runs") / source
    return parent / name


def claim(output: Path, settings: Mapping[str, Any]) -> Path:
    """Make the folder of the results; empty it of the examples that other settings left."""
    written = output / SETTINGS
    if not written.exists() or json.loads(written.read_text()) != settings:
        shutil.rmtree(output / EXAMPLES, ignore_errors=True)
        (output / EXAMPLES).mkdir(parents=True)
        written.write_text(json.dumps(settings, indent=1))
    return output


def write_chunk(
    path: Path,
    rows: Sequence[Row],
    found: Sequence[Sequence[Hypothesis]],
    verdicts: Mapping[str, Sequence[Sequence[Verdict]]],
    seconds: Mapping[str, float],
) -> None:
    """Store judged examples in one step, so that an interruption leaves no half file."""
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


def read_hypotheses(folder: Path) -> list[list[list[str]]]:
    """Return the tokens of the hypotheses for each problem, of all chunks in a folder."""
    return [
        [text.split() for text in texts]
        for path in sorted(folder.glob("*.parquet"))
        for texts in pq.read_table(path, columns=["hypotheses"])["hypotheses"].to_pylist()
    ]


def read_chunk(path: Path) -> tuple[list[Judged], dict[str, float]]:
    """Return the verdicts of stored examples and the seconds that they took."""
    table = pq.read_table(path)
    judged = [
        Judged(
            statuses={criterion: row[criterion] for criterion in CRITERIA},
            exact=row["hypotheses"][0] == row["target"],
        )
        for row in table.select(["target", "hypotheses", *CRITERIA]).to_pylist()
    ]
    return judged, json.loads(table.schema.metadata[b"seconds"])
