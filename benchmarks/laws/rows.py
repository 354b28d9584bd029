"""What holds for the examples of every task: splits, and independence of blocks and seeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hf_mathseq.splits import SPLITS, split_mask
from hf_mathseq.task import Task
from laws.fit import Array, Finding, frequencies, share, uncorrelated, unrelated

SHARES = {"train": 0.8, "validation": 0.1, "test": 0.1}
_PERMUTATIONS = 499


@dataclass(frozen=True)
class Sample:
    """Drawn examples before the split is taken, in order.

    Attributes:
        problems: Keys of the problems.
        rows: Keys of the examples.
        lengths: Tokens of problem and answer.
    """

    problems: Array
    rows: Array
    lengths: Array


def sample(task: Task, seed: int, blocks: Sequence[int]) -> Sample:
    """Draw blocks of the train split."""
    drawn = [task.draw("train", seed, block) for block in blocks]
    return Sample(
        np.concatenate([block.problem_keys for block in drawn]),
        np.concatenate([block.row_keys for block in drawn]),
        np.concatenate([block.inputs.lengths + block.targets.lengths for block in drawn]),
    )


def splits(name: str, drawn: Sample, shares: dict[str, float] = SHARES) -> Iterator[Finding]:
    """Test the shares of the splits among different problems, and that they know no lengths."""
    keys, first = np.unique(drawn.problems, return_index=True)
    numbers = np.zeros(len(keys), dtype=np.int64)
    for number, split in enumerate(SPLITS):
        numbers[split_mask(keys, split)] = number
    seen = Counter(SPLITS[number] for number in numbers.tolist())
    yield frequencies(name, "splits have their shares", seen, shares)
    lengths = drawn.lengths[first]
    quarters = np.searchsorted(np.quantile(lengths, [0.25, 0.5, 0.75]), lengths)
    yield unrelated(name, "splits and lengths are unrelated", numbers, quarters)


def same_places(name: str, relation: str, one: Sample, other: Sample) -> Finding:
    """Test whether lengths at the same place of two samples are uncorrelated."""
    size = min(len(one.lengths), len(other.lengths))
    first, second = one.lengths[:size], other.lengths[:size]
    return uncorrelated(name, f"lengths at one place of {relation}", first, second)


def common_rows(name: str, law: str, one: Array, other: Array) -> Finding:
    """Test whether as many examples are common to two samples as chance makes common.

    What is compared are the pairs of equal keys when the same examples are dealt to two samples at
    random: a two-sided permutation test; p is at least 2/500. The draws of a sample must be
    independent of each other.
    """
    together = np.concatenate([one, other])
    _, values = np.unique(together, return_inverse=True)
    repeated = np.bincount(values)[values] > 1
    values = np.unique(values[repeated], return_inverse=True)[1]
    own = (np.arange(len(together)) < len(one))[repeated]
    found = _common(values, own)
    rng = np.random.default_rng(len(together))
    # Which of the repeated keys fall to the first sample when all keys are dealt anew.
    dealt = []
    for _ in range(_PERMUTATIONS):
        places = rng.permutation(len(together))[: len(values)]
        dealt.append(_common(values, places < len(one)))
    above = 1 + sum(other >= found for other in dealt)
    below = 1 + sum(other <= found for other in dealt)
    p = min(1.0, 2 * min(above, below) / (_PERMUTATIONS + 1))
    return Finding(name, law, "permutation", len(together), float(found), p)


def common_alike(name: str, one: Sample, following: Sample, other: Sample) -> Finding:
    """Test whether following blocks have as many examples in common as two seeds have.

    For tasks whose blocks have no duplicates of their own, so that `common_rows` does not apply.
    """
    found = [len(np.intersect1d(one.rows, sample.rows)) for sample in (following, other)]
    claimed = len(following.rows) / (len(following.rows) + len(other.rows))
    law = "following blocks share as many examples as two seeds"
    return share(name, law, found[0], max(1, sum(found)), claimed)


def _common(values: Array, first: Array) -> int:
    """Return the number of pairs of equal values, one of each sample."""
    total = int(values.max(initial=-1)) + 1
    ours = np.bincount(values[first], minlength=total)
    theirs = np.bincount(values[~first], minlength=total)
    return int((ours * theirs).sum())
