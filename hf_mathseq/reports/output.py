"""The folder of a report: what an earlier report left is replaced, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hf_mathseq.evaluation.card_pictures import INDEX
from hf_mathseq.suggestions import UserError

FORMAT = "hf_mathseq report 1"


def claim(output: Path) -> None:
    """Make the folder, or empty it of the files of an earlier report.

    Raises:
        UserError: There is something that no report has written.
    """
    if output.exists() and not output.is_dir():
        raise UserError(f"{output} is a file; a report is a folder")
    earlier = _files(output / INDEX)
    if output.is_dir():
        own = {INDEX, *earlier}
        foreign = sorted(path.name for path in output.iterdir() if path.name not in own)
        if foreign:
            raise UserError(
                f"{output} holds {foreign[0]!r}, which is not of a report: choose another folder "
                "with --output"
            )
        for name in earlier:
            (output / name).unlink(missing_ok=True)
    output.mkdir(parents=True, exist_ok=True)
    write_index(output, {}, earlier)


def write_index(output: Path, about: Mapping[str, Any], files: Mapping[str, str]) -> None:
    """Write `report.json`: what the report is of, and what its files are."""
    index = {"format": FORMAT, **about, "files": files}
    (output / INDEX).write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8")


def _files(index: Path) -> dict[str, str]:
    """Return the files of an earlier report by name; there may be none."""
    if not index.is_file():
        return {}
    try:
        found = json.loads(index.read_text(encoding="utf-8"))
    except ValueError:
        found = None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise UserError(f"{index} is not of a report: choose another folder with --output")
    return {name: about for name, about in found["files"].items() if Path(name).name == name}
