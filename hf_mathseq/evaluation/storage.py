"""Where an evaluation is kept: its settings, and the judged examples chunk by chunk."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hf_mathseq.evaluation.decoding import Hypothesis
from hf_mathseq.evaluation.metrics import Judged
from hf_mathseq.own_files import refuse_foreign
from hf_mathseq.task import CRITERIA, Row
from hf_mathseq.verdict import Verdict
from hf_mathseq.whole import write_whole

logger = logging.getLogger(__name__)

SETTINGS, RESULTS, EXAMPLES = "settings.json", "results.json", "examples"
LOCK = ".lock"
_CHUNKS = ("[0-9]*.parquet", "[0-9]*.incomplete")
TRIALS = "trials"
"""Folder beside stored results for those that must not replace them; no card shows these."""
VERDICT_FIELDS = {
    "method": pa.list_(pa.string()),
    "detail": pa.list_(pa.string()),
    "residual": pa.list_(pa.float64()),
    "needed": pa.list_(pa.float64()),
}
"""What is stored of every verdict beside its status."""


def results_folder(source: str, name: str) -> Path:
    """Return the folder of the results called `name` of a model folder or Hub id."""
    local = Path(source)
    parent = local / "results" if local.is_dir() else Path("runs") / source
    return parent / name


def without_loss(folder: Path, settings: Mapping[str, Any], own: Mapping[str, Any]) -> Path:
    """Return where results go by default: `folder`, unless that would lose more than it gives.

    Results under other options than the model's own go to `TRIALS`. So do those with fewer problems
    or other settings, such as a seed, where there are finished ones of the same weights. Each
    trial has a folder of its own.

    Args:
        folder: The folder of such results, see `results_folder`.
        settings: The settings of the new ones.
        own: The model's own options.
    """
    text = json.dumps(_deciding(settings), sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    apart = folder.parent / TRIALS / f"{folder.name}-{digest}"
    if settings["options"] != own:
        logger.warning("other options than the model's own: the results go to %s", apart)
        return apart
    stored = _stored_settings(folder)
    if stored is None or not (folder / RESULTS).exists() or _may_replace(settings, stored):
        return folder
    rows = stored["num_examples"]
    logger.warning("%s keeps its results of %d problems; these go to %s", folder, rows, apart)
    return apart


def _stored_settings(folder: Path) -> dict[str, Any] | None:
    """Return the settings of stored results, or None where they are missing or damaged."""
    try:
        found = json.loads((folder / SETTINGS).read_text())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and "weights" in found else None


def _may_replace(new: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Return whether new results say as much as stored ones of the same model and options."""
    # Options that came later are in no older settings.
    same = all(stored["options"].get(k, value) == value for k, value in new["options"].items())
    if new["weights"] != stored["weights"] or not same:
        return True
    same = all(stored.get(name) == new.get(name) for name in ("seed", "precision", "sampling"))
    return same and new["num_examples"] >= stored["num_examples"]


def claim(output: Path, settings: Mapping[str, Any]) -> Path:
    """Make the folder of the results; empty it of the examples that other settings left.

    Raises:
        UserError: There is something that no evaluation has written.
    """
    stored, examples = _stored_settings(output), output / EXAMPLES
    if stored is None:
        refuse_foreign(
            output, (SETTINGS, RESULTS, EXAMPLES, LOCK, ".*.incomplete"), "an evaluation"
        )
        refuse_foreign(examples, _CHUNKS, "an evaluation")
    same = stored is not None and _deciding(stored) == _deciding(settings)
    if not same:
        if stored is not None and (output / RESULTS).exists():
            logger.warning("the results in %s are replaced: their settings were others", output)
        for path in (path for pattern in _CHUNKS for path in examples.glob(pattern)):
            path.unlink()
    examples.mkdir(parents=True, exist_ok=True)  # published results have none
    if not same:
        write_whole(output / SETTINGS, json.dumps(settings, indent=1))
    return output


def _deciding(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings without those that change nothing but the time it takes."""
    return {name: value for name, value in settings.items() if name != "batch_size"}


def write_chunk(
    path: Path,
    rows: Sequence[Row],
    found: Sequence[Sequence[Hypothesis]],
    verdicts: Mapping[str, Sequence[Sequence[Verdict]]],
    seconds: Mapping[str, float],
    each: Mapping[str, Sequence[float]] | None = None,
) -> None:
    """Store judged examples in one step, so that an interruption leaves no half file.

    The columns are `input`, `target`, `hypotheses` and `scores`; `strict` and `paper` with the
    statuses; `method`, `detail`, `residual` and `needed` of the strict verdicts, `paper_method`
    and so on of the others; and those of `each`.

    Args:
        path: The file.
        rows: The problems.
        found: Their hypotheses.
        verdicts: Criterion -> the verdicts on them.
        seconds: What the chunk took, by activity.
        each: Further columns: what each problem took.
    """
    columns: dict[str, Any] = {
        "input": [row["input"] for row in rows],
        "target": [row["target"] for row in rows],
        "hypotheses": [[" ".join(h.tokens) for h in answers] for answers in found],
        "scores": [[h.score for h in answers] for answers in found],
    }
    for criterion, judged in verdicts.items():
        columns[criterion] = [[str(v.status) for v in answers] for answers in judged]
    for criterion, judged in verdicts.items():
        for field in VERDICT_FIELDS:
            values = [[getattr(v, field) for v in answers] for answers in judged]
            columns[_column(criterion, field)] = pa.array(values, VERDICT_FIELDS[field])
    table = pa.table({**columns, **(each or {})})
    staged = path.with_suffix(".incomplete")
    table = table.replace_schema_metadata({"seconds": json.dumps(seconds)})
    pq.write_table(table, staged, compression="zstd", write_page_checksum=True)
    staged.replace(path)


def _column(criterion: str, field: str) -> str:
    return field if criterion == "strict" else f"{criterion}_{field}"


def read_needed(folder: Path, criterion: str) -> list[list[float | None]] | None:
    """Return the tolerance that each hypothesis needs, of all chunks in a folder.

    None where an older version stored some of them, which did not keep it.
    """
    column, found = _column(criterion, "needed"), []
    for path in sorted(folder.glob("*.parquet")):
        if column not in pq.read_schema(path).names:
            return None
        found += pq.read_table(path, columns=[column])[column].to_pylist()
    return found


def read_hypotheses(folder: Path) -> list[list[list[str]]]:
    """Return the tokens of the hypotheses for each problem, of all chunks in a folder."""
    return [
        [text.split() for text in texts]
        for path in sorted(folder.glob("*.parquet"))
        for texts in pq.read_table(path, columns=["hypotheses"])["hypotheses"].to_pylist()
    ]


def holds(path: Path, rows: Sequence[Row]) -> bool:
    """Return whether these problems are stored, judged, as they were written."""
    if not path.exists():
        return False
    try:
        table = pq.read_table(path, page_checksum_verification=True)
        stored = table.select(["input", "target", "hypotheses", *CRITERIA])
        whole = stored["input"].to_pylist() == [row["input"] for row in rows]
        whole &= isinstance(json.loads(table.schema.metadata[b"seconds"]), dict)
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        whole = False
    if not whole:
        logger.warning("%s is damaged: its problems are solved again", path)
    return whole


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
    seconds = json.loads(table.schema.metadata[b"seconds"])
    # Older versions decoded and verified in turn.
    return judged, {"wall": sum(seconds.values()), **seconds}
