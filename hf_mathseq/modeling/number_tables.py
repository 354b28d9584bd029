"""Token tables in which numbers that are near one another begin near one another.

A model with new tables learns from examples alone that 3.14 lies between 3.13 and 3.15. FP15, which
has 30,000 words, gains most: after 80,000 examples of 3x3 eigenvalues its loss is 15.4 nats an
answer with these tables and 20.3 without, that of P1000 without them 17.4
(`results/experiments.csv`). The tables are trained, saved and loaded like others.
"""

from __future__ import annotations

import math

import torch

from hf_mathseq.encodings.token_numbers import token_numbers
from hf_mathseq.encodings.vocabulary import Vocabulary

# Wave lengths of a number, and of its decimal logarithm: the first from a fiftieth of the largest
# entry of the published matrices, 10, to four times it, the second from a tenth of a decade to all
# of FP15's 16. One choice, not a search.
WAVES = (0.2, 40.0)
LOGARITHMIC_WAVES = (0.1, 16.0)
_SMALLEST = 1e-9  # FP15's step; keeps the logarithm of 0 finite


@torch.no_grad()
def write_number_rows(model: torch.nn.Module, vocabulary: Vocabulary) -> None:
    """Overwrite the rows of numbers in a model's token tables, from torch's random state.

    Half of a row are waves of the number, a quarter waves of its logarithm with the number's sign,
    the rest is N(0, 1), all over the root of the width: the norm is that of published tables.

    Args:
        model: Its token tables are the embeddings with a padding row; they may have fewer rows
            than the vocabulary has tokens.
        vocabulary: The task's.
    """
    for table in model.modules():
        if isinstance(table, torch.nn.Embedding) and table.padding_idx is not None:
            numbers = torch.from_numpy(token_numbers(vocabulary.tokens[: table.num_embeddings]))
            (places,) = torch.where(~numbers.isnan())
            rows = _rows(numbers[places], table.embedding_dim)
            table.weight[places] = rows.to(table.weight)


def _rows(numbers: torch.Tensor, width: int) -> torch.Tensor:
    """Return a row for each number, shape (numbers, width)."""
    of_logarithms = width // 4
    of_numbers = width // 2
    logarithms = numbers.abs().clamp(min=_SMALLEST).log10()
    signs = 1 - 2 * (numbers < 0).double()
    parts = [
        _waves(numbers, of_numbers, *WAVES),
        _waves(logarithms, of_logarithms, *LOGARITHMIC_WAVES) * signs[:, None],
        torch.randn(len(numbers), width - of_numbers - of_logarithms, dtype=torch.float64),
    ]
    return torch.cat(parts, dim=1) / math.sqrt(width)


def _waves(values: torch.Tensor, count: int, shortest: float, longest: float) -> torch.Tensor:
    """Return waves of mean square 1 with random phases, their lengths uniform in the logarithm."""
    low, high = math.log(shortest), math.log(longest)
    lengths = torch.empty(count, dtype=torch.float64).uniform_(low, high).exp()
    phases = torch.empty(count, dtype=torch.float64).uniform_(0, 2 * math.pi)
    return math.sqrt(2) * torch.cos(2 * math.pi * values[:, None] / lengths + phases)
