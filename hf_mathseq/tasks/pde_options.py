"""Options of the task on partial differential equations (arXiv 2006.06462)."""

from __future__ import annotations

from dataclasses import dataclass

from hf_mathseq.options import OptionError, option
from hf_mathseq.systems.pde_drawing import PdeLaw
from hf_mathseq.systems.pde_problem import MAX_DIMENSION


@dataclass(frozen=True)
class PdeConfig:
    """Options of `PartialDifferentialEquations`."""

    min_dimension: int = option(
        2, "Fewest coordinates.", source="published settings", minimum=1, maximum=MAX_DIMENSION
    )
    max_dimension: int = option(
        6, "Most coordinates.", source="published settings", minimum=1, maximum=MAX_DIMENSION
    )
    bounds: bool = option(
        True,
        "Write the frequency bounds of the initial condition behind the two booleans, as an "
        "auxiliary output that makes training stable.",
        source="published settings (predict_bounds)",
    )
    labels: str = option(
        "clean",
        "`clean` decides by algebra and drops what it does not settle; `reference` is the "
        "published local minimisation (needs SciPy, and depends a little on its version).",
        source="`reference`: published program",
        choices=("clean", "reference"),
    )
    max_coefficient: int = option(
        10,
        "Coefficients are drawn from -max_coefficient ... max_coefficient without 0.",
        source="published settings (max_int)",
        minimum=1,
        maximum=1000,
    )
    max_scale: int = option(
        100,
        "Shifts and scales of kernels are drawn from -max_scale ... max_scale - 1.",
        source="published program",
        minimum=1,
        maximum=1000,
    )

    def __post_init__(self) -> None:
        if self.min_dimension > self.max_dimension:
            raise OptionError(f"dimensions go from {self.min_dimension} to {self.max_dimension}")

    @property
    def clean(self) -> bool:
        """Whether labels are decided by algebra."""
        return self.labels == "clean"

    @property
    def law(self) -> PdeLaw:
        """The law of problems."""
        return PdeLaw(self.min_dimension, self.max_dimension, self.max_coefficient, self.max_scale)
