"""The section of a data-set card on one config."""

from __future__ import annotations

import dataclasses
import inspect
import shlex
from collections.abc import Mapping, Sequence

from hf_mathseq.data.card_examples import example_section
from hf_mathseq.data.length_pictures import length_rows
from hf_mathseq.data.markdown import code, plain, table
from hf_mathseq.data.statistics import PERCENTILES, SIDES, SplitStatistics, percentiles
from hf_mathseq.data.token_kinds import token_kinds
from hf_mathseq.task import Task

COLUMNS = {
    "input": "The problem's tokens, separated by spaces.",
    "target": "The answer's tokens, separated by spaces.",
    "input_ids": "The problem's token ids, `</s>` included.",
    "labels": "The answer's token ids, `</s>` included.",
    "length": "Number of all ids.",
}
COUNTS = (
    "split",
    "examples",
    "draws",
    "draws that gave an example",
    "too long",
    "duplicates dropped",
)


@dataclasses.dataclass(frozen=True)
class ConfigCard:
    """What the card says of one config.

    Attributes:
        task: The task with its options.
        folder: Where the shards lie, relative to the card ("" for beside it).
        statistics: Measurements by split.
        overlaps: Number of shared problems by pair of splits.
        picture: Histograms of the lengths as PNG, None where they cannot be drawn.
    """

    task: Task
    folder: str
    statistics: Mapping[str, SplitStatistics]
    overlaps: Mapping[tuple[str, str], int]
    picture: bytes | None

    @property
    def config(self) -> str:
        """The config's name: its folder's, so that a task may come in several sizes."""
        return self.folder or self.task.config_name

    @property
    def picture_name(self) -> str:
        """The file of the histograms, beside the card."""
        return f"lengths-{self.config}.png"


def config_fields(card: ConfigCard) -> dict[str, str]:
    """Return what fills the template of the section."""
    task, described = card.task, card.task.description
    first = next(iter(card.statistics.values()))
    return {
        "config": card.config,
        "title": described.title,
        "description": _description(task),
        "problem": described.problem,
        "answer": described.answer,
        "paper": described.paper,
        "columns": table(("column", "meaning"), {**COLUMNS, **described.columns}.items()),
        "examples": example_section(task, first.first),
        "vocabulary": f"{len(task.vocabulary):,}",
        "tokens": _tokens(task),
        "options": option_table(task),
        "splits": table(COUNTS, [_counts(*item) for item in card.statistics.items()]),
        "percentiles": ", ".join(map(str, PERCENTILES)),
        "lengths": table(
            ("split", "input", "target"),
            [
                (split, *(_numbers(percentiles(found.lengths[side])) for side in SIDES))
                for split, found in card.statistics.items()
            ],
        ),
        "histogram": _histogram(card, first),
        "overlaps": ", ".join(f"{a} / {b}: {n}" for (a, b), n in card.overlaps.items())
        or "a single split",
        "task_version": task.version,
        "commands": "\n".join(_command(card, found) for found in card.statistics.values()),
    }


def _description(task: Task) -> str:
    """Return the prose of a task's docstring, without its sections."""
    text = inspect.getdoc(type(task)) or task.description.title
    return text.split("\n\nAttributes:")[0].split("\n\nArgs:")[0].strip()


def _tokens(task: Task) -> str:
    rows = [
        (kind.name, str(len(kind.tokens)), code(kind.shown), kind.meaning)
        for kind in token_kinds(task)
    ]
    return table(("kind", "tokens", "which", "meaning"), rows)


def option_table(task: Task) -> str:
    """Return the options of a task with their values and meanings, as Markdown."""
    rows = [
        (field.name, plain(str(task.options[field.name])), plain(field.metadata.get("help", "")))
        for field in dataclasses.fields(task.Config)
    ]
    return table(("option", "value", "meaning"), rows) if rows else "This task has no options."


def _counts(split: str, found: SplitStatistics) -> Sequence[str]:
    return (
        split,
        f"{found.manifest['rows']:,}",
        f"{found.manifest['attempts']:,}",
        f"{found.acceptance:.1%}",
        f"{found.manifest.get('too_long', 0):,}",
        f"{found.manifest['duplicates']:,} ({found.duplication:.2%})",
    )


def _histogram(card: ConfigCard, found: SplitStatistics) -> str:
    """Return the picture, or a table where it could not be drawn."""
    if card.picture is not None:
        return f"![Lengths of problems and answers of {card.config}]({card.picture_name})"
    split = found.manifest["split"]
    return "\n\n".join(
        table(
            (f"tokens of the {side}", split),
            [(span, f"{count:,}") for span, count in length_rows(found.lengths[side])],
        )
        for side in SIDES
    )


def _command(card: ConfigCard, found: SplitStatistics) -> str:
    task, manifest = card.task, found.manifest
    defaults = type(task)().options
    changed = [
        f"--set {shlex.quote(f'{name}={value}')}"
        for name, value in task.options.items()
        if value != defaults[name]
    ]
    sizes = f"--num-examples {manifest['rows']} --split {manifest['split']}"
    parts = [f"hf-mathseq generate {task.name}", *changed, sizes, f"--seed {manifest['seed']}"]
    return " ".join([*parts, f"--output {card.config}"])


def _numbers(values: Sequence[int]) -> str:
    return ", ".join(map(str, values))
