"""What a task draws: its accepted pairs, and how their distinct ones grow with their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from expression_samples import LEAD, Pair, without_lead

from hf_mathseq.task import Block, Task
from hf_mathseq.tasks import get_task


@dataclass
class Drawn:
    """The accepted pairs of a task's first training blocks.

    Attributes:
        pairs: The first ones, in order and with repetitions.
        acceptance: The share of draws that were accepted.
        growth: For every mark the number `drawn`, how many of these are `distinct`, and the mean
            `input` and `target` words of the distinct ones.
    """

    pairs: list[Pair] = field(default_factory=list)
    acceptance: float = 0.0
    growth: list[dict[str, float | int]] = field(default_factory=list)


def drawn_pairs(
    name: str, options: dict[str, object], wanted: int, marks: Sequence[int] = ()
) -> Drawn:
    """Draw whole blocks until there are enough pairs.

    Args:
        name: The task.
        options: Its options.
        wanted: Number of pairs that are returned.
        marks: Numbers of pairs at which distinct ones are measured, growing.
    """
    task = get_task(name, **options)
    found = Drawn()
    lengths: dict[int, tuple[int, int]] = {}
    lead = len(LEAD) if task.dataset == "integration" else 0
    attempts = drawn = block = 0
    while drawn < max(wanted, *marks, 0):
        made = task.draw("train", 0, block)
        if len(found.pairs) < wanted:
            found.pairs += _pairs(task, made)
        sides = zip(made.inputs.lengths.tolist(), made.targets.lengths.tolist(), strict=True)
        for key, side in zip(made.row_keys.tolist(), sides, strict=True):
            lengths.setdefault(key, side)
            drawn += 1
            if drawn in marks:
                found.growth.append(_measured(drawn, lengths, lead))
        attempts += made.attempts
        block += 1
    found.pairs = found.pairs[:wanted]
    found.acceptance = drawn / attempts
    return found


def _pairs(task: Task, made: Block) -> list[Pair]:
    sides = [
        [text.split() for text in ids.to_text(task.vocabulary).to_pylist()]
        for ids in (made.inputs, made.targets)
    ]
    return [(without_lead(problem), answer) for problem, answer in zip(*sides, strict=True)]


def _measured(drawn: int, lengths: dict[int, tuple[int, int]], lead: int) -> dict[str, float | int]:
    inputs, targets = (sum(side) / len(lengths) for side in zip(*lengths.values(), strict=True))
    means = {"input": inputs - lead, "target": targets}
    return {"drawn": drawn, "distinct": len(lengths), **means}
