"""`train`: from a recipe to a model folder that is a complete Hub repository."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from hf_mathseq.evaluation.problems import check_suite
from hf_mathseq.locks import sole_process
from hf_mathseq.options import OptionError
from hf_mathseq.own_files import MODEL_FOLDER, refuse_foreign
from hf_mathseq.plain_yaml import read_mapping
from hf_mathseq.suggestions import UserError
from hf_mathseq.training.files import RECIPE_FILE, TRAINING_RESULTS, default_folder
from hf_mathseq.training.launch import (
    check_world_size,
    is_first_on_node,
    is_first_process,
    world_size,
)
from hf_mathseq.training.monitors import check_monitors
from hf_mathseq.training.recipe import Recipe, load_recipe, recipe_from
from hf_mathseq.training.tables import check_folder
from hf_mathseq.whole import write_whole


def train(
    recipe: str | Path,
    overrides: Mapping[str, Any] | None = None,
    output_dir: str | Path | None = None,
    resume: bool = True,
    progress: bool = True,
) -> Path:
    """Train a model, then evaluate it on the suites that the recipe names.

    Called again after an interruption, go on where it was, with bit-identical weights.

    Args:
        recipe: A name of `list_recipes` or a YAML file.
        overrides: `section.key` -> value, instead of the recipe's.
        output_dir: Folder of the model; by default `runs/<recipe>`. Checkpoints stand beside it in
            `<output_dir>.checkpoints` and are removed at the end, files of monitors in
            `<output_dir>.logs`.
        resume: Whether an interrupted run is continued and a finished one kept, of which only
            missing suites are evaluated; otherwise both are deleted first.
        progress: Whether progress is shown.

    Returns:
        The folder of the model.

    Raises:
        OptionError: The recipe cannot be used, or the folder holds the run of another one.
        ShardError: A folder of the recipe holds no finished train split.
        ModelError: There is no model to start from.
        UserError: A suite has no problems for the model, another process trains it, or memory or
            space are spent.
        KeyboardInterrupt: After Ctrl-C, or SIGTERM (`Terminated`), when the checkpoint is written.
    """
    loaded = load_recipe(recipe, overrides)
    check_world_size(loaded.training.num_processes)
    check_monitors(loaded.training.report_to)
    output = Path(output_dir) if output_dir else default_folder(recipe)
    checkpoints = output.with_name(f"{output.name}.checkpoints")
    loaded, start = _with_start(loaded)
    if not (resume and _is_model(output) and _same_run(output, loaded)):
        if resume and any(checkpoints.glob("checkpoint-*")):
            _same_run(checkpoints, loaded)
        _refuse_others(output)
        for folder, task in loaded.folders():
            check_folder(folder, task)
        for suite in loaded.suites:
            check_suite(suite, loaded.make_task())
        with _alone(output), _nothing_empty(checkpoints):
            _run(loaded, start, output, checkpoints, resume, progress)
    if loaded.suites and is_first_process():
        from hf_mathseq.training.suites import evaluate_suites

        evaluate_suites(loaded, output, progress)
    return output


def _with_start(recipe: Recipe) -> tuple[Recipe, Any]:
    """Return the recipe and the model whose weights the run begins with, None for new ones."""
    if not recipe.start_from.model:
        return recipe, None
    from hf_mathseq.training.start import load_start

    return load_start(recipe)


def _same_run(folder: Path, recipe: Recipe) -> bool:
    """Return whether a folder belongs to this very recipe; refuse one that belongs to another."""
    path = folder / RECIPE_FILE
    if not path.exists():
        return False
    stored = read_mapping(path) | {"suites": []}
    difference = recipe.difference(recipe_from(stored))
    if difference is None:
        return True
    raise OptionError(
        f"{folder} belongs to another recipe ({difference}); choose another folder with --output, "
        "or start anew with --restart"
    )


def _is_model(folder: Path) -> bool:
    """Return whether a folder holds a model that was trained by a recipe."""
    files = ("config.json", RECIPE_FILE, f"results/{TRAINING_RESULTS}")
    return all((folder / name).exists() for name in files)


def _refuse_others(output: Path) -> None:
    """Refuse to replace what is no model of ours, or what stands beside one."""
    if output.is_dir() and any(output.iterdir()) and not _is_model(output):
        raise UserError(f"{output} is not empty and holds no model of ours; choose another folder")
    refuse_foreign(output, MODEL_FOLDER, "a model")


def _alone(output: Path) -> AbstractContextManager[None]:
    """Return a context in which no other run trains the model of a folder.

    Raises:
        UserError: Another run does.
    """
    if not is_first_process():
        return nullcontext()
    lock = output.with_name(f".{output.name}.lock")
    return sole_process(lock, f"trains {output}", wait=False)


@contextmanager
def _nothing_empty(checkpoints: Path) -> Iterator[None]:
    """Remove the folder of a run that ends before there is anything to go on from."""
    try:
        yield
    except BaseException:
        if is_first_process() and not any(checkpoints.glob("checkpoint-*")):
            shutil.rmtree(checkpoints, ignore_errors=True)
        raise


def _claim(checkpoints: Path, logs: Path, recipe: Recipe, resume: bool) -> None:
    """Make the folder of checkpoints this run's own."""
    if not resume:
        shutil.rmtree(checkpoints, ignore_errors=True)
        shutil.rmtree(logs, ignore_errors=True)
    checkpoints.mkdir(parents=True, exist_ok=True)
    write_whole(checkpoints / RECIPE_FILE, recipe.to_yaml())


def _run(
    recipe: Recipe, start: Any, output: Path, checkpoints: Path, resume: bool, progress: bool
) -> None:
    from hf_mathseq.training.arguments import training_arguments
    from hf_mathseq.training.assemble import assemble, blocks_of
    from hf_mathseq.training.callbacks import last_complete_checkpoint
    from hf_mathseq.training.failures import explained
    from hf_mathseq.training.finish import finish

    logs = output.with_name(f"{output.name}.logs")
    if is_first_process():
        _claim(checkpoints, logs, recipe, resume)
    if is_first_on_node():
        shutil.rmtree(blocks_of(checkpoints), ignore_errors=True)
    task = recipe.make_task()
    arguments = training_arguments(recipe, checkpoints, world_size(), progress)
    _wait_for_everyone()
    with explained(recipe, checkpoints):
        checkpoint = last_complete_checkpoint(checkpoints)
        parts = assemble(recipe, start, task, arguments, checkpoint, logs)
        with parts.interrupt.armed():
            parts.trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
        finish(recipe, task, parts, output)
    if is_first_process():
        shutil.rmtree(checkpoints)
    _wait_for_everyone()


def _wait_for_everyone() -> None:
    """Wait until every process is here; the training arguments have connected them."""
    import torch

    if world_size() > 1:
        torch.distributed.barrier()
