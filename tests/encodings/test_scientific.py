"""Numbers in scientific notation against published vectors, and back."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hf_mathseq.encodings.decimals import EncodingError
from hf_mathseq.encodings.floats import ABSENT
from hf_mathseq.encodings.scientific import (
    SYMBOLS,
    complex_positions,
    float_positions,
    read_complex,
    read_float,
    write_complex,
    write_float,
)

DATA = Path(__file__).parents[1] / "data" / "differential_systems"
VECTORS = json.loads((DATA / "vectors.json").read_text())

finite = st.floats(allow_nan=False, allow_infinity=False)


def written(positions):
    return [[SYMBOLS[i] for i in row if i != ABSENT] for row in positions]


def test_published_reals():
    for vector in VECTORS["floats"]:
        assert write_float(float(vector["value"]), vector["precision"]) == vector["tokens"]


def test_published_complex_numbers():
    for vector in VECTORS["complex"]:
        value = complex(float(vector["re"]), float(vector["im"]))
        assert write_complex(value, vector["precision"]) == vector["tokens"]


@pytest.mark.parametrize("vector", VECTORS["parse_float"])
def test_reals_are_read_as_by_the_published_reader(vector):
    found = read_float(vector["tokens"].split())
    if vector["value"] == "nan":
        assert found is None
    else:
        assert found[0] == pytest.approx(vector["value"], rel=1e-14)
        assert math.copysign(1, found[0]) == math.copysign(1, vector["value"])
        assert found[1] == vector["consumed"]


@pytest.mark.parametrize("vector", VECTORS["parse_complex"])
def test_complex_numbers_are_read_as_by_the_published_reader(vector):
    found = read_complex(vector["tokens"].split())
    value = vector["value"]
    if value == "nan":
        assert found is None
    else:
        expected = complex(*value) if isinstance(value, list) else value
        assert found == (pytest.approx(expected), vector["consumed"])


@given(finite, st.integers(0, 6))
def test_a_real_is_read_back_as_python_rounds_it(value, precision):
    words = write_float(value, precision)
    expected = float(f"{value:.{precision}e}")
    if math.isinf(expected):  # rounded up beyond the largest double
        assert read_float(words) is None
    else:
        assert read_float(words) == (expected, len(words))


@given(st.lists(st.complex_numbers(allow_nan=False, allow_infinity=False)), st.integers(1, 3))
def test_arrays_are_written_like_their_entries(values, precision):
    array = np.array(values, dtype=complex)
    assert written(complex_positions(array, precision)) == [
        write_complex(value, precision) for value in values
    ]
    assert written(float_positions(array.real, precision)) == [
        write_float(value.real, precision) for value in values
    ]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_has_no_words(value):
    with pytest.raises(EncodingError):
        write_float(value, 2)


@given(st.lists(st.sampled_from(SYMBOLS), max_size=12))
def test_any_words_are_read_or_refused(words):
    for found in (read_float(words), read_complex(words)):
        assert found is None or (0 < found[1] <= len(words) and np.isfinite(found[0]))


def test_endless_digits_are_no_number():
    assert read_float(["FLOAT+", *"1" * 401]) is None
    assert read_float(["FLOAT+", "1", "10^", "INT+", *"9" * 5000]) is None
