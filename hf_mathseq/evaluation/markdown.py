"""Numbers and tables as the cards and the command line print them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def percent(share: float) -> str:
    """Return a share of 1 as per cent with one decimal."""
    return f"{100 * share:.1f} %"


def span(ends: Sequence[float]) -> str:
    """Return shares between two ends as per cent, one number where they look equal."""
    low, high = (f"{100 * end:.1f}" for end in ends)
    return f"{low} %" if low == high else f"{low} to {high} %"


def interval(ends: Sequence[float]) -> str:
    """Return the two ends of an interval of shares as per cent."""
    return " to ".join(f"{100 * end:.1f}" for end in ends) + " %"


def table(header: Sequence[object], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table."""
    lines: list[Iterable[object]] = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
