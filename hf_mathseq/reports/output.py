"""The folder of a report: what an earlier report left is replaced, and nothing else."""

from __future__ import annotations

from pathlib import Path

from hf_mathseq.evaluation.report_index import INDEX, read_index
from hf_mathseq.suggestions import UserError


def claim(output: Path) -> None:
    """Make the folder, or empty it of the files of an earlier report.

    Raises:
        UserError: There is something that no report has written.
    """
    if output.exists() and not output.is_dir():
        raise UserError(f"{output} is a file; a report is a folder")
    output.mkdir(parents=True, exist_ok=True)
    earlier = read_index(output)
    own = () if earlier is None else (INDEX, *earlier)
    foreign = sorted(path.name for path in output.iterdir() if path.name not in own)
    if foreign:
        raise UserError(
            f"{output} holds {foreign[0]!r}, which is not of a report: choose another folder "
            "with --output"
        )
    for name in earlier or ():
        (output / name).unlink(missing_ok=True)
