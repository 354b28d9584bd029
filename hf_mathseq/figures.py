"""What all pictures share: the optional matplotlib, and the formats of files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from hf_mathseq.suggestions import UserError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("png", "svg", "pdf")
DOTS_PER_INCH = 150


def empty_figure(width: float, height: float) -> Figure:
    """Return a figure of this size in inches, without a window and without global state.

    Raises:
        UserError: matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError:
        message = "pictures need matplotlib: pip install 'hf-mathseq[pictures]'"
        raise UserError(message) from None
    return Figure(figsize=(width, height), layout="constrained")


def save_figure(draw: Callable[[], Figure], path: str | Path) -> None:
    """Write what `draw` returns to a file; the name's ending says the format.

    Raises:
        UserError: Another ending than png, svg or pdf; found before anything is drawn.
    """
    ending = Path(path).suffix.removeprefix(".").lower()
    if ending not in FORMATS:
        raise UserError(f"a picture is a file ending in {', '.join(FORMATS)}, not {str(path)!r}")
    draw().savefig(path, format=ending, dpi=DOTS_PER_INCH)
