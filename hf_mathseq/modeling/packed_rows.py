"""Where the tokens of a padded batch stand once padding is left out, and the way back."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch

LEAST_WIDTH = 16
"""Tokens of the shortest padded row. The softmax of torch 2.13 on a CPU works with vectors of 16
numbers and takes ten times as long on rows of 15 as on rows of 16 (measured)."""


@dataclass(frozen=True)
class PackedRows:
    """The real tokens of a batch, example behind example, and their places in a padded array.

    Attributes:
        real: Shape (examples, width), True at tokens and False at padding, which stands behind
            the tokens of each example.
    """

    real: torch.Tensor
    _by_heads: dict[int, tuple[torch.Tensor, torch.Tensor]] = field(
        default_factory=dict, compare=False
    )

    @classmethod
    def of(cls, mask: torch.Tensor) -> PackedRows:
        """Return the rows of a batch.

        Args:
            mask: Shape (examples, tokens), True or 1 at tokens, with all padding behind them.
        """
        width = max(mask.shape[1], LEAST_WIDTH)
        return cls(torch.nn.functional.pad(mask.bool(), (0, width - mask.shape[1])))

    def positions(self) -> torch.Tensor:
        """Return the position of each packed token in its example, shape (tokens,)."""
        return torch.arange(self.real.shape[1], device=self.real.device).expand_as(self.real)[
            self.real
        ]

    def padded(self, packed: torch.Tensor) -> torch.Tensor:
        """Return packed numbers as an array that is zero at padding.

        Args:
            packed: Shape (tokens, heads, n).

        Returns:
            Shape (examples x heads, width, n).
        """
        heads, size = packed.shape[1:]
        places, _ = self._places(heads)
        with_zeros = torch.nn.functional.pad(packed.reshape(-1, size), (0, 0, 0, 1))
        return with_zeros.index_select(0, places).view(-1, self.real.shape[1], size)

    def packed(self, padded: torch.Tensor, heads: int) -> torch.Tensor:
        """Return the numbers of tokens without those of padding, the inverse of `padded`."""
        size = padded.shape[-1]
        _, places = self._places(heads)
        return padded.reshape(-1, size).index_select(0, places).view(-1, heads, size)

    def _places(self, heads: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Return where padded rows are in packed ones, and packed rows in padded ones."""
        if heads not in self._by_heads:
            examples, width = self.real.shape
            cells = torch.arange(examples * heads * width, device=self.real.device)
            cells = cells.view(examples, heads, width).transpose(1, 2)[self.real].flatten()
            zero = len(cells)  # the row of zeros behind the packed ones
            places = torch.full((examples * heads * width,), zero, device=self.real.device)
            places[cells] = torch.arange(zero, device=self.real.device)
            self._by_heads[heads] = (places, cells)
        return self._by_heads[heads]
