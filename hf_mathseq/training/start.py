"""The weights that a run begins with: new ones, or those of a model that was trained before."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import torch

from hf_mathseq.evaluation.loading import TrainedModel, load_trained
from hf_mathseq.modeling.build import build_model
from hf_mathseq.modeling.packing import pack_training
from hf_mathseq.options import OptionError
from hf_mathseq.training.sections import DROP

if TYPE_CHECKING:
    from hf_mathseq.task import Task
    from hf_mathseq.training.recipe import Recipe

POSITIONS = ("position_embeddings.weight", "positions.weight")
"""How the names of position tables end, in all architectures."""

Weights = Mapping[str, torch.Tensor]


def load_start(recipe: Recipe) -> tuple[Recipe, TrainedModel | None]:
    """Return the recipe with the digest of the weights that it starts from, and their model.

    Raises:
        ModelError: There is no such model.
        OptionError: Its weights are not those that the recipe's digest stands for.
    """
    wanted = recipe.start_from
    if not wanted.model:
        return recipe, None
    start = load_trained(wanted.model)
    if wanted.digest and wanted.digest != start.digest:
        raise OptionError(
            f"start_from: the weights of {wanted.model} have the digest {start.digest}, not "
            f"{wanted.digest}"
        )
    pinned = dataclasses.replace(wanted, digest=start.digest)
    return dataclasses.replace(recipe, start_from=pinned), start


def initial_model(recipe: Recipe, task: Task, start: TrainedModel | None) -> Any:
    """Return the model that a run begins with.

    A position table may be longer than in the model that the run starts from (larger matrices need
    longer inputs): its first rows are copied, and the rows behind them are initialised as in a new
    model. Of a longer one the first rows are taken. Everything else must agree.

    Args:
        recipe: Says the sizes and the seed.
        task: What is trained.
        start: Gives the weights; None takes new ones.

    Raises:
        OptionError: The model to start from has other tokens, layers or sizes.
    """
    model = pack_training(
        build_model(task, recipe.model, recipe.seed, recipe.data.too_long == DROP)
    )
    if start is None:
        return model
    if start.tokenizer.get_vocab() != task.vocabulary.ids:
        raise OptionError(f"start_from: {start.source} does not read the tokens of {task!r}")
    given, own = start.model.state_dict(), model.state_dict()
    _check_layers(given, own, start.source)
    with torch.no_grad():
        for name, values in own.items():
            rows = min(len(values), len(given[name])) if _is_positions(name) else None
            values[:rows].copy_(given[name][:rows])
    return model


def _check_layers(given: Weights, own: Weights, source: str) -> None:
    """Refuse weights that are not those of the recipe's architecture and sizes."""
    for name in [*own, *given]:
        if name not in given or name not in own:
            where = source if name in given else "the recipe's model"
            raise OptionError(f"start_from: only {where} has the weights {name}")
        skipped = 1 if _is_positions(name) else 0
        there, here = (tuple(weights[name].shape) for weights in (given, own))
        if there[skipped:] != here[skipped:]:
            raise OptionError(
                f"start_from: {name} is {_size(there)} in {source} but {_size(here)} in the "
                "recipe's model"
            )


def _is_positions(name: str) -> bool:
    return name.endswith(POSITIONS)


def _size(shape: tuple[int, ...]) -> str:
    return "x".join(map(str, shape))
