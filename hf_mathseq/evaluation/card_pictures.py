"""The section of a model card with the pictures of its report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from hf_mathseq.evaluation.report_index import FOLDER, read_index


def picture_section(files: Mapping[str, str], prefix: str = "") -> str:
    """Return the pictures as Markdown, with the tables that they show; empty if there are none.

    Args:
        files: Name -> what the file shows, see `reports.Report`.
        prefix: What precedes the names, "" or a folder with its slash.
    """
    pictures = [
        f"![{about}]({prefix}{quote(name)})" for name, about in files.items() if _is(name, "png")
    ]
    if not pictures:
        return ""
    tables = [f"[`{name}`]({prefix}{quote(name)})" for name in files if _is(name, "csv")]
    explained = (
        "Bars are 95 % intervals, with UNDECIDED as wrong at their lower end and as right at their "
        f"upper. The numbers: {', '.join(tables)}."
    )
    return "\n\n".join(["## Pictures", *pictures, explained])


def report_section(folder: Path) -> str:
    """Return the section on the report in a model's folder; empty if there is none."""
    return picture_section(read_index(folder / FOLDER) or {}, f"{FOLDER}/")


def _is(name: str, ending: str) -> bool:
    return name.endswith(f".{ending}")
