"""Splits have their shares, and blocks and seeds are independent of each other."""

import numpy as np
import pytest
from laws.rows import Sample, common_alike, common_rows, same_places, sample, splits
from levels import CERTAIN, LEAST, SEED

from hf_mathseq.splits import split_mask
from hf_mathseq.tasks import get_task

NAMES = ["linear_algebra/transpose", "metabolic_networks/existence", "integration/bwd"]


@pytest.mark.parametrize("name", NAMES)
def test_splits_and_independence(name):
    task = get_task(name)
    one, next_block, other_seed = (
        sample(task, seed, [block]) for seed, block in ((SEED, 0), (SEED, 1), (SEED + 1, 0))
    )
    found = [
        *splits(name, one),
        *(same_places(name, "", one, other) for other in (next_block, other_seed)),
        *(common_rows(name, "", one.rows, other.rows) for other in (next_block, other_seed)),
        common_alike(name, one, next_block, other_seed),
    ]
    assert all(finding.p > LEAST for finding in found)


def test_other_shares_are_noticed():
    task = get_task(NAMES[0])
    found = next(
        splits("", sample(task, SEED, [0]), {"train": 0.7, "validation": 0.15, "test": 0.15})
    )
    assert found.p < CERTAIN


def test_a_repeated_stream_is_noticed():
    drawn = sample(get_task(NAMES[1]), SEED, [0])
    other = sample(get_task(NAMES[1]), SEED + 1, [0])
    assert same_places("", "", drawn, drawn).p < CERTAIN
    assert common_rows("", "", drawn.rows, drawn.rows).p == 0.004
    assert common_alike("", drawn, drawn, other).p < CERTAIN


def test_splits_that_know_lengths_are_noticed():
    drawn = sample(get_task(NAMES[2]), SEED, [0])
    train = split_mask(drawn.problems, "train")
    longer = Sample(drawn.problems, drawn.rows, drawn.lengths + 200 * np.where(train, 0, 1))
    assert list(splits("", longer))[1].p < CERTAIN
