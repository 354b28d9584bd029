"""Pieces of Markdown in which no text can become markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells are Markdown, only their bars and ends of lines are escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def plain(text: str) -> str:
    """Return text that shows as it is, without code or HTML of its own."""
    return re.sub(r"([\\`*_$\[\]])", r"\\\1", escape(text, quote=False))


def code(text: str) -> str:
    """Return a span of code, whatever is in it."""
    fence = _fence(text, 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"


def code_block(text: str, language: str = "") -> str:
    """Return a block of code, whatever is in it."""
    fence = _fence(text, 3)
    return f"{fence}{language}\n{text}\n{fence}"


def _fence(text: str, shortest: int) -> str:
    """Return more backticks than stand together in a text."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    return "`" * max(shortest, longest + 1)


def _cell(content: str) -> str:
    return " ".join(content.replace("|", "\\|").split("\n"))
