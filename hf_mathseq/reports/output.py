"""The folder of a report: what an earlier report left is replaced, and nothing else."""

from __future__ import annotations

from pathlib import Path

from hf_mathseq.evaluation.report_index import INDEX, read_index
from hf_mathseq.own_files import refuse_foreign


def claim(output: Path) -> None:
    """Make the folder, or empty it of the files of an earlier report.

    Raises:
        UserError: There is something that no report has written.
    """
    earlier = read_index(output)
    refuse_foreign(output, () if earlier is None else (INDEX, *earlier), "a report")
    output.mkdir(parents=True, exist_ok=True)
    for name in earlier or ():
        (output / name).unlink(missing_ok=True)
