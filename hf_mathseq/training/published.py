"""Where the settings of a recipe were published, and the figures that were reported for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hf_mathseq.options import OptionError, option

SOURCES = {
    "paper": "printed in the paper",
    "program": "stated beside the published program",
    "second-hand": "quoted by others",
    "recalled-high": "recalled, with high confidence",
    "recalled-medium": "recalled, with medium confidence",
    "recalled-low": "recalled, with low confidence",
}
"""How figures are known. Recalled ones were not compared with the paper."""


@dataclass(frozen=True)
class Published:
    """The row of a table that a recipe stands for; it does not change what is trained.

    `figures` maps what was measured to percent, for example `beam 1: 93.6`; None is for rows whose
    figures are not known. Figures are the authors', never measured by this package.
    """

    paper: str = option("", "arXiv number, e.g. 1912.01412")
    table: str = option("", "name of the table of results")
    row: str = option("", "which row of the table")
    figures: Mapping[str, float] | None = option(None, "what was measured -> percent")
    statement: str = option("", "what is said in words instead of figures")
    source: str = option("", "how the figures are known", choices=("", *SOURCES))
    compute: str = option("", "what is known of the cost of the published training")

    def __post_init__(self) -> None:
        if self.figures is not None:
            _check_figures(self.figures)
        if bool(self.source) != bool(self.figures or self.statement):
            raise OptionError("figures and statements name their source, and nothing else does")

    def claim(self) -> str:
        """Return figures or statement with how they are known, for people."""
        figures = ", ".join(f"{name}: {value:g} %" for name, value in (self.figures or {}).items())
        said = "; ".join(part for part in (figures, self.statement) if part)
        return f"{said} ({SOURCES[self.source]})" if said else "figures not known"


def _check_figures(figures: Mapping[str, float]) -> None:
    if not isinstance(figures, Mapping) or not figures:
        raise OptionError("figures takes a mapping of names to percentages, or null")
    for name, value in figures.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not isinstance(name, str) or not number or not 0 <= value <= 100:
            raise OptionError(f"figures: {str(name)[:60]!r} takes a number from 0 to 100")
