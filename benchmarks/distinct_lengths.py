"""How the mean lengths of distinct pairs grow with the number of pairs that were drawn."""

from __future__ import annotations

from collections.abc import Sequence

from expression_samples import LEAD

from hf_mathseq.tasks import get_task


def growth(
    name: str, options: dict[str, object], marks: Sequence[int]
) -> list[dict[str, float | int]]:
    """Return the mean lengths of the distinct ones among the first accepted pairs.

    Args:
        name: The task.
        options: Its options.
        marks: Numbers of accepted pairs, growing.

    Returns:
        For every mark: `drawn`, `distinct`, and the mean `input` and `target` words.
    """
    task = get_task(name, **options)
    seen: set[int] = set()
    inputs = targets = drawn = block = 0
    found: list[dict[str, float | int]] = []
    while len(found) < len(marks):
        made = task.draw("train", 0, block)
        block += 1
        lengths = zip(made.inputs.lengths.tolist(), made.targets.lengths.tolist(), strict=True)
        for key, (problem, answer) in zip(made.row_keys.tolist(), lengths, strict=True):
            if key not in seen:
                seen.add(key)
                inputs += problem - len(LEAD)
                targets += answer
            drawn += 1
            if drawn in marks:
                means = {"input": inputs / len(seen), "target": targets / len(seen)}
                found.append({"drawn": drawn, "distinct": len(seen), **means})
    return found
