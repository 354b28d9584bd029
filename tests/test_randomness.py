import numpy as np
import pytest

from hf_mathseq.randomness import rng_for

BASE = ("a/b", "1", "c0ffee", "train", 0, 0)


def test_same_key_same_stream_whatever_the_global_state():
    first = rng_for(*BASE).integers(1 << 60, size=8)
    np.random.seed(7)  # noqa: NPY002 - the global generator must not matter
    assert np.array_equal(first, rng_for(*BASE).integers(1 << 60, size=8))


@pytest.mark.parametrize("position", range(6))
def test_every_part_of_the_key_counts(position):
    other = list(BASE)
    other[position] = 1 if isinstance(other[position], int) else other[position] + "x"
    assert not np.array_equal(
        rng_for(*BASE).integers(1 << 60, size=8), rng_for(*other).integers(1 << 60, size=8)
    )


def test_the_stream_is_fixed():
    assert rng_for(*BASE).integers(1000, size=4).tolist() == [680, 382, 273, 318]
