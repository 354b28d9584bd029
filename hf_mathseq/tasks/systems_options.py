"""Options of the tasks on systems of differential equations (arXiv 2006.06462)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hf_mathseq.options import OptionError, option
from hf_mathseq.suggestions import unknown_name
from hf_mathseq.systems.layout import MAX_DEGREE
from hf_mathseq.systems.random_trees import TreeLaw
from hf_mathseq.systems.shapes import ShapeLaw
from hf_mathseq.systems.words import UNARY

LABELS = ("clean", "reference")


def point_option(published: float) -> Any:
    """Return the option of the point, with the published value of a task as its default."""
    return option(
        published,
        "Value of every coordinate at the point where the system is looked at; it is not written.",
        source="published settings",
        minimum=-1e3,
        maximum=1e3,
    )


@dataclass(frozen=True)
class SystemConfig:
    """Options of every task on systems."""

    min_degree: int = option(
        2, "Fewest equations.", source="published settings", minimum=1, maximum=MAX_DEGREE
    )
    max_degree: int = option(
        5, "Most equations.", source="published settings", minimum=1, maximum=MAX_DEGREE
    )
    point: float = point_option(0.01)
    labels: str = option(
        "clean",
        "Which labels are kept: all by the published rules, or only those that are numerically "
        "decided.",
        choices=LABELS,
    )
    functions: str = option(
        "all",
        "Functions of the equations, comma-separated, equally likely; `all` are "
        + ", ".join(UNARY)
        + ".",
        source="published settings; others for tests out of distribution",
    )
    integer_probability: float = option(
        0.3,
        "Probability that a leaf is an integer.",
        source="published settings",
        minimum=0.0,
        maximum=0.9,
    )
    max_integer: int = option(
        10,
        "Integers are drawn from -max_integer ... max_integer without 0.",
        source="published settings",
        minimum=1,
        maximum=1000,
    )

    def __post_init__(self) -> None:
        if self.min_degree > self.max_degree:
            raise OptionError(f"degrees go from {self.min_degree} to {self.max_degree}")
        for name in self.tree_law.unary:
            if name not in UNARY:
                raise OptionError(unknown_name("function", name, UNARY))

    @property
    def clean(self) -> bool:
        """Whether labels in doubt are dropped."""
        return self.labels == "clean"

    @property
    def max_tokens(self) -> int | None:
        """Longest sequence that is kept, ends not counted; None keeps all."""
        return None

    @property
    def tree_law(self) -> TreeLaw:
        """The law of right-hand sides."""
        names = tuple(name.strip() for name in self.functions.split(","))
        unary = UNARY if names == ("all",) else names
        return TreeLaw(unary, self.integer_probability, self.max_integer)


def check_share(name: str, share: float) -> None:
    """Raise `OptionError` for a share that is neither -1 nor from 0 to 1."""
    if share != -1 and share < 0:
        raise OptionError(f"option {name!r} is -1 or a share from 0 to 1, not {share}")


@dataclass(frozen=True)
class SpectrumConfig(SystemConfig):
    """Options of the tasks on autonomous systems without control."""

    min_length_factor: int = option(
        0,
        "An equation of n has at least min_length_factor * n + 3 operators.",
        source="published settings; 1 or 2 for tests out of distribution",
        minimum=0,
        maximum=4,
    )
    max_length_factor: int = option(
        2,
        "An equation of n has at most max_length_factor * n + 2 operators.",
        source="published settings; 3 or 4 for tests out of distribution",
        minimum=1,
        maximum=4,
    )
    stable_share: float = option(
        -1.0,
        "Share of stable systems for each number of equations; -1 keeps what is drawn.",
        source="published settings",
        minimum=-1.0,
        maximum=1.0,
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.min_length_factor >= self.max_length_factor:
            raise OptionError("min_length_factor must be below max_length_factor")
        check_share("stable_share", self.stable_share)

    @property
    def shape_law(self) -> ShapeLaw:
        """The law of the sizes."""
        return ShapeLaw(
            self.min_degree,
            self.max_degree,
            controlled=False,
            fewest=(self.min_length_factor, 3),
            most=(self.max_length_factor, 2),
        )


@dataclass(frozen=True)
class ControlConfig(SystemConfig):
    """Options of the tasks on autonomous systems with controls."""

    min_degree: int = option(
        3, "Fewest equations.", source="published settings", minimum=2, maximum=MAX_DEGREE
    )
    max_degree: int = option(
        6, "Most equations.", source="published settings", minimum=2, maximum=MAX_DEGREE
    )
    max_len: int = option(
        512,
        "Inputs and targets of this many tokens or more, ends not counted, are dropped.",
        source="published settings",
        minimum=16,
        maximum=10_000,
    )

    @property
    def max_tokens(self) -> int:
        """Longest sequence that is kept, ends not counted."""
        return self.max_len - 1

    @property
    def shape_law(self) -> ShapeLaw:
        """The law of the sizes."""
        return ShapeLaw(
            self.min_degree, self.max_degree, controlled=True, fewest=(1, 0), most=(2, 2)
        )
