"""Keys on a disk tell the same duplicates as keys in memory."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hf_mathseq.data.repeated import RepeatedKeys, repeated_keys
from hf_mathseq.duplicates import KeySet

KEYS = st.integers(0, 40) | st.integers(2**64 - 40, 2**64 - 1) | st.integers(0, 2**64 - 1)
PIECES = st.lists(
    st.lists(KEYS, max_size=60).map(lambda keys: np.array(keys, dtype=np.uint64)), max_size=8
)


@settings(deadline=None)
@given(PIECES, st.sampled_from([1, 7, 64, 10_000]))
def test_repeated_keys_are_found(pieces, at_once):
    total = sum(map(len, pieces))
    repeated, distinct = repeated_keys(pieces, total, at_once)
    values, counts = np.unique(
        np.concatenate([np.empty(0, np.uint64), *pieces]), return_counts=True
    )
    assert repeated.tolist() == values[counts > 1].tolist()
    assert distinct == len(values)


@settings(deadline=None)
@given(PIECES, st.integers(0, 8))
def test_rows_are_admitted_as_by_a_set_of_all_keys(pieces, done):
    repeated, _ = repeated_keys(pieces, 0)
    some, everything = RepeatedKeys(repeated, pieces[:done]), KeySet()
    for keys in pieces[:done]:
        everything.admit(keys)
    for keys in pieces[done:]:
        assert some.admit(keys).tolist() == everything.admit(keys).tolist()
    assert len(some) == len(everything)


def test_a_wrong_guess_of_the_total_changes_nothing():
    keys = np.random.default_rng(0).integers(0, 2**64, 5000, dtype=np.uint64)
    keys[3000:3100] = keys[:100]
    for total in (0, 10, 5000, 10**12):
        repeated, distinct = repeated_keys([keys.copy()], total, 100)
        assert distinct == 4900
        assert repeated.tolist() == np.sort(keys[:100]).tolist()


@pytest.mark.parametrize("at_once", [10, 1 << 22])
def test_the_keys_given_are_left_as_they_are(at_once):
    keys = np.array([5, 1, 5], dtype=np.uint64)
    repeated_keys([keys], 3, at_once)
    assert keys.tolist() == [5, 1, 5]
