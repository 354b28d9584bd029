"""One-line errors that say what is allowed and offer the nearest valid name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

MAX_SHOWN = 12
FEW = 3  # so many names are always listed: what was meant may be spelled quite differently


class UserError(ValueError):
    """Bad input from a user; the message is one clear line that says what is allowed."""


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
