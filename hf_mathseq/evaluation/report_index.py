"""The index of a report: what marks a folder as one, and says what its files show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER, INDEX = "report", "report.json"
"""The folder of a model's own report, and the index in it."""
FORMAT = "hf_mathseq report 1"


def read_index(folder: Path) -> dict[str, str] | None:
    """Return the files of the report in a folder, name -> what it shows; None of no report."""
    try:
        found = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    files = found.get("files") if isinstance(found, dict) else None
    if not isinstance(files, dict) or found.get("format") != FORMAT:
        return None
    return {name: str(about) for name, about in files.items() if Path(name).name == name}


def write_index(folder: Path, about: Mapping[str, Any], files: Mapping[str, str]) -> None:
    """Write what the report is of, and what its files show."""
    index = {"format": FORMAT, **about, "files": files}
    (folder / INDEX).write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8")
