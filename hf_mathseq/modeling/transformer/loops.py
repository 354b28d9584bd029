"""Layers that are applied several times in place, with gates and adaptive halting.

Equal weights in every pass are the idea of the universal Transformer (arXiv 1807.03819); the
halting is adaptive computation time (arXiv 1603.08983). Both are studied on matrices in appendix E
of arXiv 2112.01898.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from hf_mathseq.modeling.transformer.configuration import MathSeqTransformerConfig

HALTING_THRESHOLD = 1 - 0.01  # arXiv 1603.08983, section 2.1
GATE_FACTOR = 4  # hidden numbers of a gate / width


class LoopedLayer(nn.Module):
    """A layer with all that it needs to be applied once or several times.

    Subclasses give `transform`. A layer that is applied once has neither gate nor halting.

    Args:
        config: Gives kind of gate, and whether there is halting.
        width: Width of the states.
        passes: How often the layer is applied; with halting at most.
    """

    def __init__(self, config: MathSeqTransformerConfig, width: int, passes: int) -> None:
        super().__init__()
        self.passes = passes
        looped = passes > 1
        self.gate = Gate(config, width) if looped and config.gate != "none" else None
        self.halting = nn.Linear(width, 1) if looped and config.halting else None

    def transform(self, states: torch.Tensor, context: Any, turn: int) -> torch.Tensor:
        """Return the states after one pass.

        Args:
            states: Shape (examples, tokens, width).
            context: What else the layer sees.
            turn: Number of passes before this one.
        """
        raise NotImplementedError

    def forward(
        self, states: torch.Tensor, real: torch.Tensor, context: Any, complete: bool = False
    ) -> tuple[torch.Tensor, torch.Tensor | None]:
        """Return the states after all passes, and the remainders.

        Args:
            states: Shape (examples, tokens, width).
            real: Shape (examples, tokens); False at padding, whose states become zero.
            context: What else the layer sees.
            complete: Whether every pass is computed, though no token may need it any more.

        Returns:
            The states, and with halting the remainder of each example, shape (examples,).
        """
        if self.halting is not None:
            return self._adaptive(self.halting, states, real, context, complete)
        for turn in range(self.passes):
            states = self.transform(states, context, turn) * real[..., None]
        return states, None

    def mixed(self, inner: torch.Tensor, new: torch.Tensor, old: torch.Tensor) -> torch.Tensor:
        """Return the new states, mixed with the old ones where the layer has a gate.

        Args:
            inner: States behind the first sub-layer, which the gate is computed from.
            new: States that the layer has computed.
            old: States that it was given.
        """
        if self.gate is None:
            return new
        share = self.gate(inner)
        return share * new + (1 - share) * old

    def _adaptive(
        self,
        halting: nn.Module,
        states: torch.Tensor,
        real: torch.Tensor,
        context: Any,
        complete: bool,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Apply the layer to each token until its probabilities of halting sum to the threshold.

        The result is the average of a token's states, weighted by the probabilities; the last
        weight is the remainder to 1. A token that has halted keeps its state, which others see.
        """
        running = real
        spent = torch.zeros(real.shape, device=states.device)
        remainder, average = spent, torch.zeros_like(states)
        for turn in range(self.passes):
            if not (complete or running.any()):
                break
            new = self.transform(states, context, turn)
            states = torch.where(running[..., None], new, states.to(new.dtype))
            probability = torch.sigmoid(halting(states).squeeze(-1).float())
            halts = spent + probability >= HALTING_THRESHOLD
            halts = running & (halts | (turn == self.passes - 1))
            weight = torch.where(halts, 1 - spent, probability) * running
            average = average + weight[..., None] * states
            remainder = torch.where(halts, 1 - spent, remainder)
            spent = spent + weight
            running = running & ~halts
        return average, remainder.sum(dim=1) / real.sum(dim=1).clamp(min=1)


class Gate(nn.Module):
    """The share of the new state: the sigmoid of a network with one hidden layer.

    Args:
        config: Gives the kind, one share for each token or for each number, and the bias.
        width: Width of the states.
    """

    def __init__(self, config: MathSeqTransformerConfig, width: int) -> None:
        super().__init__()
        self.bias = config.gate_bias
        self.hidden = nn.Linear(width, GATE_FACTOR * width)
        self.share = nn.Linear(GATE_FACTOR * width, width if config.gate == "vector" else 1)

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """Return shares in (0, 1), shape (examples, tokens, width or 1)."""
        hidden = nn.functional.relu(self.hidden(states))
        return torch.sigmoid(self.share(hidden) + self.bias)
