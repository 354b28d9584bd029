"""What a training came to: its checks, its log, and which of its weights are published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hf_mathseq.training.log import CHECK

BEST, LAST = "best", "last"


@dataclass(frozen=True)
class Outcome:
    """What a training came to.

    Attributes:
        history: The trainer's log.
        last: The log entry of the last check.
        best: That of the best one.
        published: "best" or "last": the check whose weights are published.
        precision: What was computed in: fp32, or bf16 where the recipe says so and the processor
            has it.
        spent: Wall and CPU seconds.
        sources: Where the examples came from, see `source.TrainingExamples`.
    """

    history: Sequence[dict[str, Any]]
    last: Mapping[str, Any]
    best: Mapping[str, Any]
    published: str
    precision: str
    spent: Mapping[str, float]
    sources: Sequence[Mapping[str, Any]]

    @property
    def steps(self) -> int:
        """Number of updates."""
        return max((entry.get("step", 0) for entry in self.history), default=0)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for the training results."""
        return {
            "published": self.published,
            "published_step": (self.best if self.published == BEST else self.last)["step"],
            "last_check": _figures(self.last),
            "best_check": _figures(self.best),
            "best_step": self.best["step"],
            "precision": self.precision,
            **self.spent,
            "sources": list(self.sources),
            "log": list(self.history),
        }


def _figures(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {k.removeprefix(CHECK): value for k, value in entry.items() if k.startswith(CHECK)}
