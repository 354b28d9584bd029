"""The card of a data set, written from the manifests and from what is measured on the shards."""

from __future__ import annotations

import dataclasses
import inspect
import json
import os
import shlex
from collections.abc import Iterable, Sequence
from importlib.resources import files
from string import Template

from hf_mathseq.data.card_metadata import metadata
from hf_mathseq.data.folder import Folder
from hf_mathseq.data.manifest import ShardError, manifest_name
from hf_mathseq.data.statistics import (
    PERCENTILES,
    SplitStatistics,
    measure_overlaps,
    measure_split,
)
from hf_mathseq.splits import SPLITS
from hf_mathseq.task import Task
from hf_mathseq.tasks import data_sets, get_task

HOMEPAGE = "https://huggingface.co/hf-mathseq"
COLUMNS = {
    "input": "The problem's tokens, separated by spaces.",
    "target": "The answer's tokens, separated by spaces.",
    "input_ids": "The problem's token ids, `</s>` included.",
    "labels": "The answer's token ids, `</s>` included.",
    "length": "Number of all ids.",
}
MAX_EXAMPLE_CHARACTERS = 2_000


@dataclasses.dataclass(frozen=True)
class ConfigCard:
    """What the card says of one config.

    Attributes:
        task: The task with its options.
        folder: Where the shards lie, relative to the card ("" for beside it).
        statistics: Measurements by split.
        overlaps: Number of shared problems by pair of splits.
    """

    task: Task
    folder: str
    statistics: dict[str, SplitStatistics]
    overlaps: dict[tuple[str, str], int]

    @property
    def config(self) -> str:
        """The config's name: its folder's, so that a task may come in several sizes."""
        return self.folder or self.task.config_name


def render_card(directory: str | os.PathLike[str], repo_id: str | None = None) -> str:
    """Return the README.md of a folder of finished shards.

    Args:
        directory: A folder that `generate_to` filled, or one that holds such a folder for every
            config, named like it. A local path or any fsspec URL.
        repo_id: The data set's name on the Hub; None is `hf-mathseq/<dataset>`.

    Raises:
        ShardError: There is no finished split, a shard is damaged, or the data sets differ.
    """
    cards = _measured(directory)
    tasks = [card.task for card in cards]
    datasets_named = {task.dataset for task in tasks}
    if len(datasets_named) != 1:
        raise ShardError(f"{directory} holds configs of {sorted(datasets_named) or 'no data set'}")
    dataset = datasets_named.pop()
    repo_id = repo_id or f"hf-mathseq/{dataset.replace('_', '-')}"
    papers = sorted({task.description.paper for task in tasks})
    body = _template("data_card.md").substitute(
        title=dataset.replace("_", " ").capitalize(),
        homepage=HOMEPAGE,
        repo_id=repo_id,
        default=cards[0].config,
        configs="".join(map(_config_section, cards)),
        papers=", ".join(f"[arXiv:{paper}](https://arxiv.org/abs/{paper})" for paper in papers),
    )
    front = metadata({card.task: (card.folder, card.statistics) for card in cards}, papers)
    return f"---\n{front}---\n\n{body}"


def write_card(directory: str | os.PathLike[str], repo_id: str | None = None) -> None:
    """Write `README.md` into a folder of finished shards; see `render_card`."""
    Folder(directory).write("README.md", render_card(directory, repo_id).encode())


def _measured(directory: str | os.PathLike[str]) -> list[ConfigCard]:
    """Measure every config below a folder; the default config comes first."""
    root = Folder(directory)
    inside = sorted({name.split("/")[0] for name in root.names("*/manifest-*.json")})
    folders = [""] if root.names("manifest-*.json") else inside
    cards = []
    for folder in folders:
        place = f"{os.fspath(directory).rstrip('/')}/{folder}".rstrip("/")
        names = Folder(place).names("manifest-*.json")
        splits = [split for split in SPLITS if manifest_name(split) in names]
        statistics = {split: measure_split(place, split) for split in splits}
        manifest = next(iter(statistics.values())).manifest
        task = get_task(manifest["task"], **manifest["options"])
        cards.append(ConfigCard(task, folder, statistics, measure_overlaps(place, splits)))
    order = [
        f"{dataset}/{config}" for dataset, configs in data_sets().items() for config in configs
    ]
    return sorted(cards, key=lambda card: (order.index(card.task.name), card.folder))


def _config_section(card: ConfigCard) -> str:
    described = card.task.description
    splits = card.statistics.items()
    return _template("data_card_config.md").substitute(
        config=card.config,
        title=described.title,
        description=_description(card.task),
        problem=described.problem,
        answer=described.answer,
        paper=described.paper,
        columns=_table(("column", "meaning"), {**COLUMNS, **described.columns}.items()),
        options=_options(card.task),
        splits=_table(
            (
                "split",
                "examples",
                "draws",
                "draws that gave an example",
                "too long",
                "duplicates dropped",
            ),
            [
                (
                    split,
                    f"{found.manifest['rows']:,}",
                    f"{found.manifest['attempts']:,}",
                    f"{found.acceptance:.1%}",
                    f"{found.manifest.get('too_long', 0):,}",
                    f"{found.manifest['duplicates']:,} ({found.duplication:.2%})",
                )
                for split, found in splits
            ],
        ),
        percentiles=", ".join(map(str, PERCENTILES)),
        lengths=_table(
            ("split", "input", "target"),
            [
                (split, _numbers(found.input_lengths), _numbers(found.target_lengths))
                for split, found in splits
            ],
        ),
        overlaps=", ".join(f"{a} / {b}: {n}" for (a, b), n in card.overlaps.items())
        or "a single split",
        example=_example(next(iter(card.statistics.values())).first),
        commands="\n".join(_command(card, found) for found in card.statistics.values()),
    )


def _description(task: Task) -> str:
    """Return the prose of a task's docstring, without its sections."""
    text = inspect.getdoc(type(task)) or task.description.title
    return text.split("\n\nAttributes:")[0].split("\n\nArgs:")[0].strip()


def _options(task: Task) -> str:
    rows = [
        (field.name, str(task.options[field.name]), field.metadata.get("help", ""))
        for field in dataclasses.fields(task.Config)
    ]
    return _table(("option", "value", "meaning"), rows) if rows else "This task has no options."


def _example(row: dict[str, object]) -> str:
    """Return a row as JSON, its long values cut so that the card stays readable."""
    lines = {
        name: json.dumps(value, default=str, ensure_ascii=False) for name, value in row.items()
    }
    most = MAX_EXAMPLE_CHARACTERS // max(1, len(lines))
    shown = [
        f'  "{name}": {text if len(text) <= most else text[:most] + " …"}'
        for name, text in lines.items()
    ]
    return "{\n" + ",\n".join(shown) + "\n}"


def _command(card: ConfigCard, found: SplitStatistics) -> str:
    task = card.task
    defaults = type(task)().options
    changed = [
        f"--set {shlex.quote(f'{name}={value}')}"
        for name, value in task.options.items()
        if value != defaults[name]
    ]
    manifest = found.manifest
    sizes = f"--num-examples {manifest['rows']} --split {manifest['split']}"
    parts = [f"hf-mathseq generate {task.name}", *changed, sizes, f"--seed {manifest['seed']}"]
    return " ".join([*parts, f"--output {card.config}"])


def _numbers(values: Sequence[int]) -> str:
    return ", ".join(map(str, values))


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(
        "| " + " | ".join(c.replace("|", "\\|") for c in line) + " |" for line in lines
    )


def _template(name: str) -> Template:
    return Template(files("hf_mathseq.dataset_builders").joinpath(name).read_text("utf-8"))
