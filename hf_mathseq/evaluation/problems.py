"""What an evaluation is about: problems of a split or of a suite, and what identifies them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tqdm import tqdm

from hf_mathseq.evaluation.suites import get_suite
from hf_mathseq.evaluation.suites.suite import DEFAULT_SIZE, Suite, SuiteRow, digest
from hf_mathseq.splits import check_split
from hf_mathseq.suggestions import UserError
from hf_mathseq.task import Row, Task


@dataclass(frozen=True)
class ProblemSet:
    """Problems that are decoded, checked and stored together.

    Attributes:
        task: Writes the problems and checks the answers.
        folder: Name of the folder of the results, without the beam.
        settings: What identifies the problems in `settings.json`.
        about: What else `results.json` says of them.
        rows: The problems.
        members: For a suite, the same problems with their groups; else empty.
    """

    task: Task
    folder: str
    settings: Mapping[str, Any]
    rows: Sequence[Row]
    about: Mapping[str, Any] = field(default_factory=dict)
    members: Sequence[SuiteRow] = ()


def split_problems(
    task: Task, split: str, num_examples: int | None, seed: int, progress: bool = False
) -> ProblemSet:
    """Return the first distinct problems of a split.

    Args:
        task: Draws them.
        split: "train", "validation" or "test".
        num_examples: How many; None is `DEFAULT_SIZE`.
        seed: Seed of what is drawn.
        progress: Whether a bar is shown: a split that has few of what is drawn can take minutes.

    Raises:
        UserError: There is no such split.
    """
    check_split(split)
    count = DEFAULT_SIZE if num_examples is None else num_examples
    settings = {"split": split, "seed": seed, "num_examples": count}
    with tqdm(total=count, desc="draw", unit=" problems", disable=not progress) as bar:
        rows = task.generate(count, seed, split, bar.update).to_pylist()
    return ProblemSet(task, f"{task.name.replace('/', '-')}-{split}", settings, rows)


def suite_for(name: str, task: Task) -> Suite:
    """Return a suite for the models of a task.

    Raises:
        UserError: There is no such suite, or it is for the models of another data set.
    """
    suite = get_suite(name)
    _refuse_other_models(suite, task)
    return suite


def check_suite(name: str, task: Task) -> None:
    """Draw one problem of each group of a suite, to know before a training that there are some.

    Raises:
        UserError: There is no such suite, or it has no problems for models of the task.
    """
    suite_for(name, task).rows(task, per_group=1)


def suite_problems(
    task: Task,
    suite: Suite,
    per_group: int | None,
    seed: int,
    mixed_in: Sequence[str] = (),
) -> ProblemSet:
    """Return the problems of a suite, at most `per_group` of each group.

    Args:
        task: The model's task.
        suite: Which one.
        per_group: None is the whole suite.
        seed: Seed of problems that are drawn.
        mixed_in: Names of further tasks that the model was trained on.

    Raises:
        UserError: The suite is for the models of another data set.
    """
    name = suite.name
    _refuse_other_models(suite, task)
    members = suite.rows(task, per_group, seed)
    settings = {
        "suite": name,
        "seed": seed,
        "num_examples": len(members),
        "problems": digest(members),
    }
    return ProblemSet(
        task=task,
        folder=f"{name.replace('/', '-')}-suite",
        settings=settings,
        rows=[member.row for member in members],
        about=_about(suite, task, mixed_in),
        members=members,
    )


def _refuse_other_models(suite: Suite, task: Task) -> None:
    if suite.dataset != task.dataset:
        raise UserError(
            f"suite {suite.name!r} is for models of {suite.dataset}, not of {task.name}"
        )


def _about(suite: Suite, task: Task, mixed_in: Sequence[str]) -> dict[str, Any]:
    return {
        "title": suite.title,
        "grouping": suite.grouping,
        "published": suite.published([task.name, *mixed_in]),
        "published_by_tolerance": suite.published_by_tolerance(task),
        "published_source": suite.published_source,
    }
