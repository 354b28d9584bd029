import numpy as np
import pytest

from hf_mathseq.splits import SPLITS, key_of, keys_of_rows, split_mask, split_of


def test_shares_are_eight_one_one():
    keys = keys_of_rows(np.arange(30_000).reshape(-1, 3))
    shares = {split: split_mask(keys, split).mean() for split in SPLITS}
    assert shares["train"] == pytest.approx(0.8, abs=0.012)
    assert shares["test"] == pytest.approx(0.1, abs=0.009)
    assert sum(shares.values()) == pytest.approx(1)


def test_scalar_and_vector_agree():
    keys = keys_of_rows(np.arange(200).reshape(-1, 1))
    for key in keys.tolist():
        assert split_mask(np.array([key], np.uint64), split_of(key))[0]
    assert split_of(b"x") == split_of(key_of(b"x"))


def test_row_keys_see_every_column_and_the_width():
    rows = np.array([[1, 2, 3], [1, 2, 4], [2, 1, 3], [-1, 2, 3]])
    assert len(set(keys_of_rows(rows).tolist())) == 4
    assert keys_of_rows(np.zeros((1, 2), int)) != keys_of_rows(np.zeros((1, 3), int))


def test_unknown_split_names_the_nearest():
    with pytest.raises(ValueError, match="did you mean 'validation'"):
        split_mask(np.zeros(1, np.uint64), "valid")


def test_integers_in_front_of_every_row_count_as_columns():
    rows = np.random.default_rng(0).integers(-(2**62), 2**62, (20, 3))
    before = rows.copy()
    with_front = np.hstack([np.tile([5, -7], (20, 1)), rows])
    assert np.array_equal(keys_of_rows(rows, first=(5, -7)), keys_of_rows(with_front))
    assert np.array_equal(rows, before)


def test_keys_are_those_of_the_version():
    assert key_of(b"hf_mathseq") == 16640384206770697182
    assert keys_of_rows(np.array([[1, -2, 3], [0, 0, 0]])).tolist() == [
        2273346280645579143,
        11386839781728823884,
    ]
