"""Published files that hold more, or another answer, than the task asks that they are read for.

The published programs make what is asked when they read the files (arXiv 2006.06462).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hf_mathseq.conversion.published_lines import PublishedLines
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.systems.words import MATRIX_SEPARATOR
from hf_mathseq.task import Task

STABILITY = "differential_systems/stability"
SPEED = "differential_systems/convergence_speed"
PDE = "differential_systems/pde"
_CLASSES = 5
"""Words of the two booleans: `INT+ e <SPECIAL_3> INT+ v`."""


def relabelled(task: Task, lines: PublishedLines) -> PublishedLines:
    """Return the lines with the answers that the task asks for.

    Jacobians in front of speeds, and bounds of frequencies behind classes, are left out where the
    task does not write them. Speeds become labels of stability: `INT+ 1` (unstable) for a negative
    number and else `INT+ 0`. Other tasks and other answers are left as they are.
    """
    if not len(lines.targets):
        return lines
    if task.name == PDE and not task.config.bounds:
        return replace(lines, targets=_first(lines.targets, _CLASSES))
    if task.name not in (STABILITY, SPEED) or getattr(task.config, "jacobian", False):
        return lines
    targets = _behind(lines.targets, task.vocabulary.ids[MATRIX_SEPARATOR])
    return replace(lines, targets=_labels(task, targets) if task.name == STABILITY else targets)


def _first(rows: Ragged, count: int) -> Ragged:
    """Return at most `count` values of each row."""
    place = np.arange(len(rows.values)) - np.repeat(rows.offsets[:-1], rows.lengths)
    return Ragged.from_lengths(rows.values[place < count], np.minimum(rows.lengths, count))


def _behind(rows: Ragged, mark: int) -> Ragged:
    """Return what stands behind the last `mark` of each row; the row where there is none."""
    marks = np.flatnonzero(rows.values == mark)
    if not len(marks):
        return rows
    starts = rows.offsets[:-1].copy()
    starts[np.searchsorted(rows.offsets, marks, side="right") - 1] = marks + 1
    keep = np.arange(len(rows.values)) >= np.repeat(starts, rows.lengths)
    return Ragged.from_lengths(rows.values[keep], rows.offsets[1:] - starts)


def _labels(task: Task, speeds: Ragged) -> Ragged:
    """Return labels of stability where all rows are numbers."""
    ids = task.vocabulary.ids
    if not speeds.lengths.all():
        return speeds
    firsts = speeds.values[speeds.offsets[:-1]]
    if not np.isin(firsts, [ids["FLOAT+"], ids["FLOAT-"]]).all():
        return speeds
    labels = np.where(firsts == ids["FLOAT-"], ids["1"], ids["0"])
    values = np.stack([np.full_like(labels, ids["INT+"]), labels], axis=1).ravel()
    return Ragged(values.astype(speeds.values.dtype), 2 * np.arange(len(firsts) + 1))
