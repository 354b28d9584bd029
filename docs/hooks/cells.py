"""Text that is safe in Markdown and in the cells of its tables."""

from __future__ import annotations


def plain(text: str) -> str:
    """Return prose as Markdown that shows it letter by letter, outside `code`."""
    return "`".join(
        part if place % 2 else _escaped(part) for place, part in enumerate(text.split("`"))
    )


def sentence(text: str) -> str:
    """Return `plain` text with a capital at its beginning and a full stop at its end."""
    return plain(text[:1].upper() + text[1:]).removesuffix(".") + "."


def code(text: str) -> str:
    """Return text as code that may stand in a cell."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}".replace("|", "\\|")


def _escaped(text: str) -> str:
    for sign, shown in (("&", "&amp;"), ("<", "&lt;"), ("|", "\\|"), ("*", "\\*"), ("_", "\\_")):
        text = text.replace(sign, shown)
    return text
