"""Sizes of random networks by name (arXiv 2112.03588)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """What a size stands for.

    Attributes:
        nodes: Fewest and most internal vertices.
        ratios: Fewest and most edges per internal vertex.
        max_length: Sequences of so many tokens are dropped.
    """

    nodes: tuple[int, int]
    ratios: tuple[float, float]
    max_length: int


# S, M and L are those of the published sweeps; tiny and small are ours, for laptops.
SIZES = {
    "tiny": Size((4, 8), (1.2, 2.5), 128),
    "small": Size((8, 16), (2.0, 4.0), 256),
    "S": Size((32, 64), (2.0, 4.0), 512),
    "M": Size((64, 128), (2.0, 4.0), 1024),
    "L": Size((128, 256), (2.0, 4.0), 2048),
}
