"""The card of a data set, written from the manifests and from what is measured on the shards."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.metadata import version
from importlib.resources import files
from string import Template

from hf_mathseq.data.benchmark import eval_yaml
from hf_mathseq.data.card_config import ConfigCard, config_fields
from hf_mathseq.data.card_metadata import metadata
from hf_mathseq.data.citations import bibtex
from hf_mathseq.data.folder import Folder
from hf_mathseq.data.length_pictures import lengths_png
from hf_mathseq.data.manifest import ShardError, manifest_name
from hf_mathseq.data.statistics import measure_overlaps, measure_split
from hf_mathseq.splits import SPLITS
from hf_mathseq.tasks import data_sets, recorded_task

HOMEPAGE = "https://huggingface.co/hf-mathseq"
CARD, BENCHMARK = "README.md", "eval.yaml"


def render_card(directory: str | os.PathLike[str], repo_id: str | None = None) -> str:
    """Return the README.md of a folder of finished shards.

    Args:
        directory: A folder that `generate_to` filled, or one that holds such a folder for every
            config, named like it. A local path or any fsspec URL.
        repo_id: The data set's name on the Hub; None is `hf-mathseq/<dataset>`.

    Raises:
        ShardError: There is no finished split, a shard is damaged, or the data sets differ.
    """
    return card_files(directory, repo_id)[CARD].decode()


def write_card(directory: str | os.PathLike[str], repo_id: str | None = None) -> None:
    """Write what `card_files` returns into a folder of finished shards."""
    folder = Folder(directory)
    for name, content in card_files(directory, repo_id).items():
        folder.write(name, content)


def card_files(directory: str | os.PathLike[str], repo_id: str | None = None) -> dict[str, bytes]:
    """Return the card and what belongs to it, by file name.

    That is `README.md`; for every config a picture of its lengths, if matplotlib is installed; and
    `eval.yaml`, which makes the data set a benchmark, if there is a split for tests.

    Args:
        directory: See `render_card`.
        repo_id: See `render_card`.

    Raises:
        ShardError: There is no finished split, a shard is damaged, or the data sets differ.
    """
    cards = _measured(directory)
    datasets_named = {card.task.dataset for card in cards}
    if len(datasets_named) != 1:
        raise ShardError(f"{directory} holds configs of {sorted(datasets_named) or 'no data set'}")
    dataset = datasets_named.pop()
    repo_id = repo_id or f"hf-mathseq/{dataset.replace('_', '-')}"
    found = {CARD: _card(dataset, repo_id, cards).encode()}
    found |= {card.picture_name: card.picture for card in cards if card.picture is not None}
    benchmark = eval_yaml(dataset, cards)
    return found | ({BENCHMARK: benchmark.encode()} if benchmark else {})


def _card(dataset: str, repo_id: str, cards: Sequence[ConfigCard]) -> str:
    tasks = [card.task for card in cards]
    papers = sorted({task.description.paper for task in tasks})
    section, release = _template("data_card_config.md"), version("hf-mathseq")
    body = _template("data_card.md").substitute(
        title=dataset.replace("_", " ").capitalize(),
        homepage=HOMEPAGE,
        repo_id=repo_id,
        default=cards[0].config,
        task=tasks[0].name,
        split=next(iter(cards[0].statistics)),
        configs="".join(section.substitute(config_fields(card), release=release) for card in cards),
        papers=", ".join(f"[arXiv:{paper}](https://arxiv.org/abs/{paper})" for paper in papers),
        bibtex=bibtex(papers),
        release=release,
    )
    front = metadata({card.task: (card.folder, card.statistics) for card in cards}, papers)
    return f"---\n{front}---\n\n{body}"


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
        task = recorded_task(manifest)
        overlaps = measure_overlaps(place, splits)
        cards.append(ConfigCard(task, folder, statistics, overlaps, lengths_png(statistics)))
    order = [
        f"{dataset}/{config}" for dataset, configs in data_sets().items() for config in configs
    ]
    return sorted(cards, key=lambda card: (order.index(card.task.name), card.folder))


def _template(name: str) -> Template:
    return Template(files("hf_mathseq.dataset_builders").joinpath(name).read_text("utf-8"))
