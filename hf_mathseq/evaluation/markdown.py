"""Numbers and tables as the cards and the command line print them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MOST_DECIMALS = 4


def percent(share: float) -> str:
    """Return a share of 1 as per cent; see `hundredths`."""
    return f"{hundredths(share)} %"


def hundredths(share: float) -> str:
    """Return a share of 1 in per cent with one decimal, more where that would say none or all."""
    texts = [f"{100 * share:.{decimals}f}" for decimals in range(1, MOST_DECIMALS + 1)]
    return next((text for text in texts if float(text) not in (0, 100)), texts[0])


def span(ends: Sequence[float]) -> str:
    """Return shares between two ends as per cent, one number where they look equal."""
    low, high = map(hundredths, ends)
    return f"{low} %" if low == high else f"{low} to {high} %"


def interval(ends: Sequence[float]) -> str:
    """Return the two ends of an interval of shares as per cent."""
    return " to ".join(map(hundredths, ends)) + " %"


def table(header: Sequence[object], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table."""
    lines: list[Iterable[object]] = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
