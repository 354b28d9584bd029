"""Published files that hold the answers to another task than the one they are read for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hf_mathseq.conversion.published_lines import PublishedLines
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.task import Task

STABILITY = "differential_systems/stability"


def relabelled(task: Task, lines: PublishedLines) -> PublishedLines:
    """Return the lines with the answers that the task asks for.

    The published files for stability hold the speed of convergence: the published program makes
    the label when it reads them, `INT+ 1` (unstable) for a negative number and else `INT+ 0`
    (arXiv 2006.06462, its program). Other tasks, and files that hold labels, are left as they are.
    """
    if task.name != STABILITY or not len(lines.targets):
        return lines
    ids = task.vocabulary.ids
    firsts = lines.targets.values[lines.targets.offsets[:-1]]
    if not np.isin(firsts, [ids["FLOAT+"], ids["FLOAT-"]]).all():
        return lines
    labels = np.where(firsts == ids["FLOAT-"], ids["1"], ids["0"])
    values = np.stack([np.full_like(labels, ids["INT+"]), labels], axis=1).ravel()
    return replace(lines, targets=Ragged(values, 2 * np.arange(len(firsts) + 1)))
