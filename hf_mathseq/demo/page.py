"""What the demo shows for one problem, as plain values without any widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from hf_mathseq.verdict import Status


@dataclass(frozen=True)
class Hypothesis:
    """One hypothesis of a model with what checking said.

    Attributes:
        rank: Place in the beam, from 1.
        text: The answer for people.
        markup: The answer as safe HTML.
        score: Log-probability per token; None where no model gave it.
        status: Name of the verdict's `Status`.
        method: What decided, see `Verdict`.
        detail: Why, in one line, and what the answer comes to where more is asked.
        residual: The error that was measured, or None.
    """

    rank: int
    text: str
    markup: str
    score: float | None
    status: str
    method: str
    detail: str
    residual: float | None = None


@dataclass(frozen=True)
class Picture:
    """A drawing beside the answers.

    Attributes:
        title: One line above it.
        description: What it shows, for those who do not see it.
        png: The picture in base64.
    """

    title: str
    description: str
    png: str


@dataclass(frozen=True)
class Page:
    """The answer to one request.

    Attributes:
        model: Name of the model that answered.
        task: Name of its task.
        problem: The problem as it was read.
        markup: The problem as safe HTML.
        hypotheses: Best score first.
        pictures: Drawings, most telling first.
        seconds: Time for reading, decoding and checking.
    """

    model: str
    task: str
    problem: str
    markup: str
    hypotheses: tuple[Hypothesis, ...]
    pictures: tuple[Picture, ...]
    seconds: float

    @property
    def best(self) -> Hypothesis | None:
        """The first CORRECT hypothesis, or None."""
        return next((h for h in self.hypotheses if h.status == Status.CORRECT), None)

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain JSON values; `page_from` reads it back."""
        return asdict(self)


def page_from(values: Mapping[str, Any]) -> Page:
    """Return the page that `Page.as_dict` wrote."""
    hypotheses = tuple(Hypothesis(**each) for each in values["hypotheses"])
    pictures = tuple(Picture(**each) for each in values["pictures"])
    return Page(**{**values, "hypotheses": hypotheses, "pictures": pictures})
