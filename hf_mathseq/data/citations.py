"""The papers that cards cite, as BibTeX."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


def bibtex(papers: Iterable[str]) -> str:
    """Return an entry for each paper; of papers that the package does not know, the number alone.

    Args:
        papers: arXiv identifiers.
    """
    return "\n\n".join(map(_entry, papers))


def _entry(paper: str) -> str:
    known = _papers().get(paper, {})
    fields = {
        "title": known.get("title"),
        "author": known.get("authors"),
        "year": known.get("year"),
        "eprint": paper,
        "archivePrefix": "arXiv",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{arxiv{paper},\n" + ",\n".join(lines) + "\n}"


@cache
def _papers() -> dict[str, Any]:
    text = files("hf_mathseq.dataset_builders").joinpath("papers.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
