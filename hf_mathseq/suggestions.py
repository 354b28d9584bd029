"""One-line errors that say what is allowed and offer the nearest valid name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

MAX_SHOWN = 12
MAX_LINE = 1000
"""Characters of an error; what it quotes from a user's input may be of any length."""
FEW = 3  # so many names are always listed: what was meant may be spelled quite differently


class UserError(ValueError):
    """Bad input from a user; the message is one clear line that says what is allowed.

    What a message quotes is shown with its control characters escaped, as it may be anything.
    """

    def __str__(self) -> str:
        return one_line(super().__str__())


def one_line(text: str) -> str:
    """Return a text as one printable line of `MAX_LINE` characters at most.

    Line ends, control characters, invisible ones and halves of characters are written as escapes.
    """
    if not text.isprintable():
        text = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
    return text if len(text) <= MAX_LINE else text[: MAX_LINE - 3] + "..."


def quoted(value: object) -> str:
    """Return the beginning of a value in quotes; Python writes no integer of 5,000 digits."""
    try:
        return repr(str(value)[:60])
    except ValueError:
        return "an int too long to show"


def unknown_name(kind: str, name: object, allowed: Iterable[str]) -> str:
    """Return the message for a name that is not one of `allowed`.

    Args:
        kind: What is being named ("task", "encoding", ...).
        name: What was given.
        allowed: The valid names.
    """
    names = sorted(allowed)
    shown = str(name)[:60]
    close = difflib.get_close_matches(shown, names, n=3, cutoff=0.5)
    allowed_names = ", ".join(names[:MAX_SHOWN]) + (", ..." if len(names) > MAX_SHOWN else "")
    if not close:
        return f"unknown {kind} {shown!r}; allowed: {allowed_names}"
    meant = f"unknown {kind} {shown!r}; did you mean {' or '.join(map(repr, close))}?"
    return f"{meant} (allowed: {allowed_names})" if len(names) <= FEW else meant
