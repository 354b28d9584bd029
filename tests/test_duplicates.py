"""The compact key set behaves as a set; the filter keeps the first of equal rows."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hf_mathseq.duplicates import MAX_BARREN_TABLES, DuplicateFilter, ExhaustedError, KeySet
from hf_mathseq.key_bits import BITS_PER_KEY, KeyBits

KEYS = st.lists(st.integers(0, 60) | st.integers(2**64 - 30, 2**64 - 1), max_size=40)


def table(keys):
    return pa.table({"row": np.arange(len(keys)), "row_key": pa.array(keys, pa.uint64())})


@settings(deadline=None)
@given(st.lists(KEYS, max_size=12))
def test_filter_against_a_python_set(batches):
    fresh, seen = DuplicateFilter(), set()
    for keys in batches:
        kept = fresh(table(keys))
        first = [i for i, key in enumerate(keys) if key not in seen and key not in keys[:i]]
        assert kept["row"].to_pylist() == first
        seen.update(keys)
    assert len(fresh.seen) == len(seen)
    assert fresh.dropped == sum(map(len, batches)) - len(seen)


def test_a_filter_goes_on_with_the_keys_of_another():
    keys = KeySet()
    keys.add(np.array([3, 1, 2], dtype=np.uint64))
    assert DuplicateFilter(keys)(table([2, 4, 3]))["row"].to_pylist() == [1]


def test_few_arrays_hold_many_keys():
    keys = KeySet()
    for start in range(0, 100_000, 100):
        keys.add(np.arange(start, start + 100, dtype=np.uint64))
    assert len(keys) == 100_000
    assert len(keys._runs) < 12
    asked = np.array([0, 99_999, 100_000], dtype=np.uint64)
    assert keys.contains(asked).tolist() == [True, True, False]


def test_a_stream_without_anything_new_ends():
    fresh = DuplicateFilter()
    fresh(table([1, 2]))
    for _ in range(MAX_BARREN_TABLES - 1):
        fresh(table([2, 1]))
    with pytest.raises(ExhaustedError, match="no more than 2 distinct examples"):
        fresh(table([1]))


def test_a_stream_without_anything_at_all_says_so():
    fresh = DuplicateFilter()
    for _ in range(MAX_BARREN_TABLES - 1):
        fresh(table([]))
    with pytest.raises(ExhaustedError, match="none of many draws gave an example"):
        fresh(table([]))


def test_anything_new_starts_the_count_again():
    fresh = DuplicateFilter()
    for new in range(3):
        fresh(table([new]))
        for _ in range(MAX_BARREN_TABLES - 1):
            fresh(table([new]))
    assert len(fresh.seen) == 3


def test_many_keys_against_numpy():
    rng = np.random.default_rng(0)
    seen, drawn = KeySet(), rng.integers(0, 2**64, 300_000, dtype=np.uint64)
    drawn[rng.integers(0, len(drawn), 5_000)] = drawn[:5_000]
    fresh = np.concatenate([seen.admit(piece) for piece in np.array_split(drawn, 50)])
    first = np.zeros(len(drawn), dtype=bool)
    first[np.unique(drawn, return_index=True)[1]] = True
    assert np.array_equal(fresh, first)
    assert seen.contains(drawn).all()


def test_keys_take_the_memory_that_is_said():
    rng, keys, most = np.random.default_rng(2), KeySet(), 0
    for _ in range(60):
        keys.add(rng.integers(0, 2**64, 10_000, dtype=np.uint64))
        most = max(most, keys._bits._bytes.nbytes / len(keys)) if len(keys) > 2e5 else 0
    assert 2 <= most <= 4


@pytest.mark.parametrize("capacity", [0, 1 << 17, (1 << 17) + 1])
def test_the_outermost_keys_are_marked_and_nothing_else(capacity):
    bits, ends = KeyBits(capacity), np.array([0, 2**64 - 1], dtype=np.uint64)
    inner = np.array([2**45, 2**63 - 1, 2**63, 2**64 - 2**45], dtype=np.uint64)
    assert not bits.may_hold(ends).any()
    bits.mark(ends)
    assert bits.may_hold(ends).all()
    assert not bits.may_hold(inner).any()


def test_the_bitmap_forgets_nothing_and_is_rarely_mistaken():
    rng = np.random.default_rng(1)
    bits, keys = KeyBits(100_000), np.sort(rng.integers(0, 2**64, 100_000, dtype=np.uint64))
    assert bits.capacity >= 100_000
    bits.mark(keys)
    assert bits.may_hold(keys).all()
    others = rng.integers(0, 2**64, 100_000, dtype=np.uint64)
    assert bits.may_hold(others).mean() < 1.1 / BITS_PER_KEY
