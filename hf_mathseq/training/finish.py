"""The end of a run: the last check, and the model folder of the best or the last weights."""

from __future__ import annotations

from pathlib import Path

from hf_mathseq.modeling.tokenizer import tokenizer_for
from hf_mathseq.task import Task
from hf_mathseq.training.assemble import Parts
from hf_mathseq.training.best import best_check
from hf_mathseq.training.outcome import BEST, LAST, Outcome
from hf_mathseq.training.precision import precision_in
from hf_mathseq.training.publish import write_model_folder
from hf_mathseq.training.recipe import Recipe


def finish(recipe: Recipe, task: Task, parts: Parts, output: Path) -> None:
    """Check the trained model and write its folder; every process calls it.

    Args:
        recipe: What was trained.
        task: On what.
        parts: The trainer, after its last update.
        output: Folder of the model.
    """
    trainer = parts.trainer
    last = trainer.last_check()
    best = best_check(trainer.state.log_history) or last
    model = trainer.whole_model()
    if not trainer.is_world_process_zero():
        return
    if parts.best is not None and best["step"] != last["step"]:
        model.load_state_dict(parts.best.stored(best["step"]))
    outcome = Outcome(
        history=trainer.state.log_history,
        last=last,
        best=best,
        published=LAST if parts.best is None else BEST,
        precision=precision_in(trainer.args),
        spent=parts.budget.spent(),
        sources=trainer.train_dataset.facts,
    )
    model = trainer.accelerator.unwrap_model(model, keep_fp32_wrapper=False)
    write_model_folder(output, model, tokenizer_for(task), recipe, task, outcome)
