"""`eval.yaml`: what makes a data set on the Hub a benchmark that results can refer to.

No `evaluation_framework` is named: the checks are this package's own, which the Hub does not list
among its frameworks.
"""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from hf_mathseq.data.card_config import ConfigCard
from hf_mathseq.data.names import SAMPLE

SPLIT = "test"


def eval_yaml(dataset: str, cards: Sequence[ConfigCard]) -> str:
    """Return the file's text; "" if no config but samples has a split for tests.

    Args:
        dataset: The data set's name.
        cards: Its configs.
    """
    tasks = [
        {"id": benchmark_id(card.config), "config": card.config, "split": SPLIT}
        for card in cards
        if SPLIT in card.statistics and not card.config.endswith(SAMPLE)
    ]
    if not tasks:
        return ""
    title = dataset.replace("_", " ").capitalize()
    content = {
        "name": title,
        "description": f"{title}: generated problems whose answers are checked mathematically. "
        "The score is the share of problems with a verified answer.",
        "tasks": tasks,
    }
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)


def benchmark_id(config: str) -> str:
    """Return what results call the test split of a config."""
    return f"{config}_{SPLIT}"
