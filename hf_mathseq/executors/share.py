"""The parts that fall to one of many tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hf_mathseq.data.parts import draw_part
from hf_mathseq.data.row_source import RowSource


@dataclass(frozen=True)
class Share:
    """Draws the parts of a rank: a step of a datatrove pipeline that passes nothing on.

    Attributes:
        task: What draws.
        split: "train", "validation" or "test".
        seed: The user's seed.
        folder: Where the parts go: a path or URL that is the same for all tasks.
        indices: The parts to draw.
    """

    task: RowSource
    split: str
    seed: int
    folder: str
    indices: tuple[int, ...]

    def __call__(self, data: Any, rank: int = 0, world_size: int = 1) -> None:
        """Draw every `world_size`-th part from part `rank` on."""
        for index in self.indices[rank::world_size]:
            draw_part(self.task, self.split, self.seed, index, self.folder)
