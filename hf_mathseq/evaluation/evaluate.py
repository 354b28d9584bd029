"""`evaluate`: decode problems of a task or a suite, check every hypothesis, store everything."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from hf_mathseq.evaluation.card import has_card, write_card
from hf_mathseq.evaluation.judging import Judge
from hf_mathseq.evaluation.loading import TrainedModel, load_trained
from hf_mathseq.evaluation.metrics import Judged
from hf_mathseq.evaluation.problems import split_problems, suite_problems
from hf_mathseq.evaluation.results import results_of, settings_of
from hf_mathseq.evaluation.search_options import chosen_decoding
from hf_mathseq.evaluation.storage import (
    EXAMPLES,
    LOCK,
    RESULTS,
    claim,
    holds,
    read_chunk,
    results_folder,
    without_loss,
    write_chunk,
)
from hf_mathseq.evaluation.stored_recipe import mixed_in
from hf_mathseq.evaluation.suites import get_suite
from hf_mathseq.evaluation.verifying import Verifiers, processes_for
from hf_mathseq.locks import sole_process
from hf_mathseq.suggestions import UserError, unknown_name
from hf_mathseq.task import CRITERIA, Row
from hf_mathseq.whole import write_whole

CHUNK = 512  # problems that are decoded, checked and stored together


def evaluate(
    model: str | Path | TrainedModel,
    task: str | None = None,
    *,
    suite: str | None = None,
    options: Mapping[str, Any] | None = None,
    num_examples: int | None = None,
    split: str = "test",
    beams: int | None = None,
    num_return_sequences: int | None = None,
    sample: int | None = None,
    temperature: float | None = None,
    top_k: int | None = None,
    top_p: float | None = None,
    batch_size: int = 0,
    criterion: str = "strict",
    seed: int = 0,
    precision: str = "fp32",
    num_proc: int | None = None,
    output_dir: str | Path | None = None,
    progress: bool = True,
) -> dict[str, Any]:
    """Measure a model; called again with the same arguments, go on where it was interrupted.

    The problems are solved and stored `CHUNK` at a time: an interruption loses those of the
    current chunk, which are solved again, to the same results. Of two processes that write to the
    same folder the second one waits.

    Args:
        model: A model folder, a Hub id or a loaded model.
        task: Another task that has the model's tokens; of the same data set, it takes over the
            options that the model's task was changed by. None is the model's own.
        suite: A suite instead of a split, see `suites.list_suites`.
        options: Options of the task, instead of the model's.
        num_examples: Number of problems: the first distinct ones of the split (None: 1,000), or
            at most this many of each group of a suite (None: the whole suite, 1,000 of each
            group where problems are drawn).
        split: "train", "validation" or "test".
        beams: Width of the beam; 1, the default, is greedy.
        num_return_sequences: Hypotheses checked for each problem; None is all of the beam.
        sample: Draw so many answers for each problem, instead of searching with beams.
        temperature: Of sampling, default 1: what logits are divided by.
        top_k: Of sampling: only so many likeliest tokens can be drawn; default 0, all of them.
        top_p: Of sampling: only the likeliest tokens that together have this probability can be
            drawn; default 1, all of them.
        batch_size: Problems decoded together at most; 0 leaves it to the memory.
        criterion: The criterion of the headline `accuracy`; both are reported.
        seed: Seed of the problems, and of sampled answers.
        precision: "fp32", or "bf16" for mixed precision.
        num_proc: Processes that check answers while others are decoded; 0 checks them in this
            one, None leaves it to the machine (see `verifying.processes_for`). The results are the
            same.
        output_dir: Where `results.json` and `examples/*.parquet` (hypotheses and verdicts) go; by
            default `results/<task>-<split>-beam<beams>` in the model's folder, or
            `results/<suite>-suite-beam<beams>`; `sample<number>` instead of `beam<beams>` where
            answers are sampled. Results under other options than the model's go to a folder in
            `trials`, and are on no card; so do those with fewer problems or other settings where
            there are finished ones of the same weights.
        progress: Whether progress is shown.

    Returns:
        What `results.json` holds; see `metrics.summarize`. A suite adds its title, `by_group` to
        every criterion (see `group_metrics.by_group`) and published accuracies where there are
        some. A task with tolerances adds `exact_solver` to every criterion and group, the accuracy
        of an exact solver who sees the rounded problems (see `tolerances.NeededTolerances`),
        `by_tolerance`, both accuracies at each tolerance, and `groups_by_tolerance`, the same for
        each group of a suite; `trivial_answers` and `baselines` those of trivial answers and of
        rules of thumb by name and criterion, where the task names any; `diagnostics` the tables of
        `Task.diagnostics` on the best hypotheses. `too_long` counts problems that the model cannot
        read: they are not solved. Only `seconds` differs between runs: `decode`, `verify` (added
            up over processes), `wall` by the clock, and `share`, the part of `wall` in which
            nothing is decoded as verdicts are waited for.

    Raises:
        ModelError: No model of ours, or a task with other tokens.
        OptionError: An unknown option or a value that is not allowed.
        UserError: No such criterion or suite, a task or split beside a suite, or a suite for the
            models of another data set.
    """
    _check_arguments(suite, task, split, criterion)
    wanted = get_suite(suite) if suite else None
    trained = model if isinstance(model, TrainedModel) else load_trained(model)
    chosen = trained.with_task(task, dict(options or {}))
    own = trained.with_task(task, {}).options
    decoding = chosen_decoding(
        beams,
        sample,
        temperature=temperature,
        top_k=top_k,
        top_p=top_p,
        num_return_sequences=num_return_sequences,
        batch_size=batch_size,
        precision=precision,
        seed=seed,
    )
    if wanted:
        others = mixed_in(Path(trained.source))
        problems = suite_problems(chosen, wanted, num_examples, seed, others)
    else:
        problems = split_problems(chosen, split, num_examples, seed, progress)
    processes = processes_for(len(problems.rows) * decoding.num_return_sequences, num_proc)
    settings = settings_of(trained, problems, decoding)
    default = results_folder(trained.source, f"{problems.folder}-{decoding.name}")
    place = Path(output_dir) if output_dir else default
    with sole_process(place / LOCK, f"writes results to {place}"):
        output = claim(place if output_dir else without_loss(place, settings, own), settings)
        with Verifiers(problems.task, processes) as verifiers:
            judge = Judge(trained, decoding, verifiers)
            judged, seconds = _judge_all(judge, problems.rows, output / EXAMPLES, progress)
        found = results_of(trained, problems, judged, output / EXAMPLES, criterion)
        results = settings | found | {"seconds": seconds}
        write_whole(output / RESULTS, json.dumps(results, indent=1))
    _show_on_card(output, Path(trained.source))
    return results


def _check_arguments(suite: str | None, task: str | None, split: str, criterion: str) -> None:
    if suite and (task or split != "test"):
        raise UserError("give a suite, or a task and a split: a suite has its own problems")
    if criterion not in CRITERIA:
        raise UserError(unknown_name("criterion", criterion, CRITERIA))


def _show_on_card(output: Path, folder: Path) -> None:
    """Write the card of a model's folder anew where it has one and shows these results."""
    if has_card(folder) and output.parent == folder / "results":
        with sole_process(output.parent / LOCK, f"writes the card of {folder}"):
            write_card(folder)


def _judge_all(
    judge: Judge, rows: Sequence[Row], folder: Path, progress: bool
) -> tuple[list[Judged], dict[str, float]]:
    judged: list[Judged] = []
    seconds = {"decode": 0.0, "verify": 0.0, "wall": 0.0}
    with tqdm(total=len(rows), desc="evaluate", unit=" problems", disable=not progress) as bar:
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            path = folder / f"{start:08d}.parquet"
            if holds(path, chunk):
                bar.update(len(chunk))
            else:
                write_chunk(path, chunk, *judge(chunk, bar.update))
            found, spent = read_chunk(path)
            judged.extend(found)
            seconds = {name: seconds[name] + spent[name] for name in seconds}
            correct = sum(any(v == "CORRECT" for v in j.statuses["strict"]) for j in judged)
            bar.set_postfix(verified=f"{100 * correct / len(judged):.1f} %")
    share = 1 - seconds["decode"] / seconds["wall"] if seconds["wall"] else 0.0
    return judged, {**{n: round(v, 2) for n, v in seconds.items()}, "share": round(share, 4)}
