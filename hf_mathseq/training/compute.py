"""What a recipe costs at most: its updates, its examples and the arithmetic of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hf_mathseq.modeling.configuration import LIBRARY_ARCHITECTURES

if TYPE_CHECKING:
    from hf_mathseq.modeling.configuration import ModelOptions
    from hf_mathseq.training.recipe import Recipe

OPERATIONS_PER_WEIGHT = 6
"""Forward 2 and backward 4 for every weight and token, after arXiv 2001.08361, section 2.1."""


class Compute(NamedTuple):
    """The largest cost of a training that is not stopped early.

    Attributes:
        updates: Number of updates.
        examples: Number of examples.
        operations: Floating-point operations with every sequence of the greatest length, without
            those of attention between tokens; None for architectures that are not the library's.
    """

    updates: int
    examples: int
    operations: float | None

    def in_words(self) -> str:
        """Return examples and operations for people."""
        said = f"at most {self.examples / 1e6:.3g} million examples"
        if self.operations is None:
            return said
        return f"{said}, {self.operations:.1e} floating-point operations"


def expected_compute(recipe: Recipe) -> Compute:
    """Return the largest cost of a recipe."""
    updates = recipe.training.max_steps
    examples = updates * recipe.training.batch_size
    if recipe.model.architecture not in LIBRARY_ARCHITECTURES:
        return Compute(updates, examples, None)
    task = recipe.make_task()
    encoder, decoder = matrix_weights(recipe.model, task.num_target_tokens)
    longest_input, longest_target = task.max_lengths
    per_example = encoder * longest_input + decoder * longest_target
    return Compute(updates, examples, float(OPERATIONS_PER_WEIGHT * per_example * examples))


def matrix_weights(model: ModelOptions, target_tokens: int) -> tuple[int, int]:
    """Return the weights of an encoder and of a decoder that a token is multiplied by.

    Those are the matrices of attention and feed-forward and the output layer, without biases and
    tables. The decoder's include keys and values of the encoder's states.

    Args:
        model: The sizes.
        target_tokens: Size of the vocabulary of answers.
    """
    wide, narrow, factor = model.encoder_width, model.decoder_width, model.feed_forward_factor
    encoder = model.encoder_layers * (4 + 2 * factor) * wide**2
    layer = (6 + 2 * factor) * narrow**2 + 2 * wide * narrow
    return encoder, model.decoder_layers * layer + target_tokens * narrow
