"""The section of a model card on what the model cannot do, from its configuration and results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hf_mathseq.data.markdown import plain
from hf_mathseq.evaluation.markdown import percent

POSITIONS = "max_position_embeddings"


def limits_section(config: Mapping[str, Any], suites: Sequence[Mapping[str, Any]]) -> str:
    """Return the limits as a list.

    Args:
        config: What `config.json` says.
        suites: Stored results on suites.
    """
    lines = [
        *_positions(config),
        "It was trained on problems that were drawn with the options below; others may be answered "
        "less well.",
        "An answer is a proposal: only a verdict `CORRECT` says that it is right, and where no "
        "answer has it, `answers.best` is `None`.",
        *filter(None, map(_weakest, suites)),
    ]
    return "\n".join(["## Limits", "", *(f"- {line}" for line in lines)])


def _positions(config: Mapping[str, Any]) -> list[str]:
    """Return how long sequences may be, for architectures with a table of positions."""
    found = [config.get(side, {}).get(POSITIONS) for side in ("encoder", "decoder")]
    read, written = found if all(found) else [config.get(POSITIONS)] * 2
    if not read or not written:
        return []
    return [f"It reads at most {read} tokens and writes at most {written}, `</s>` included."]


def _weakest(found: Mapping[str, Any]) -> str:
    """Return the group of a suite that is solved least often."""
    groups = found["criteria"][found["criterion"]]["by_group"]
    if len(groups) < 2:
        return ""
    name = min(groups, key=lambda group: groups[group]["accuracy"][0])
    accuracy = percent(groups[name]["accuracy"][0])
    return f"{plain(found['title'])}: weakest on {plain(str(name))}, {accuracy} solved."
