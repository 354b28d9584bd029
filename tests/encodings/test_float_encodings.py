"""P10, P1000, B1999 and FP15 against published vectors and an exact decimal oracle."""

import json
import math
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hf_mathseq.encodings.decimals import EncodingError, round_half_even
from hf_mathseq.encodings.floats import ABSENT, PUBLISHED_ENCODINGS, float_encoding

DATA = Path(__file__).parents[1] / "data" / "linear_algebra"
VECTORS = [json.loads(line) for line in (DATA / "numbers.jsonl").read_text().splitlines()]
EXPONENTIAL = ("P10", "P1000", "B1999")

writable = st.floats(min_value=-9.99e102, max_value=9.99e102)
fp15_range = st.floats(min_value=-9.99e8, max_value=9.99e8)


def vectors_of(name):
    return [(float.fromhex(row["value"]), *row[name]) for row in VECTORS if name in row]


def three_digits(x):
    """The value of x rounded to three digits by exact decimal arithmetic."""
    exact = Decimal(x)
    if exact == 0:
        return exact
    unit = Decimal(1).scaleb(exact.adjusted() - 2)
    rounded = exact.quantize(unit, rounding=ROUND_HALF_EVEN)
    return Decimal(0) if abs(rounded) < Decimal("1e-98") else rounded


def fp15_value(x):
    """The published FP15 rule, number by number, in double arithmetic."""
    v = abs(x) * 1e7
    if v == 0 or abs(x) > 1e9:
        return Decimal(0) if v == 0 else Decimal(math.copysign(1e9, x))
    e = max(int(math.log10(v)), 0)
    m = int(v * 10 ** (2 - e) + 0.5)
    if m == 1000:
        m, e = 100, e + 1
    size = Decimal(10**9) if e >= 16 else Decimal(m).scaleb(e - 9)
    return -size if x < 0 else size


@pytest.mark.parametrize("name", PUBLISHED_ENCODINGS)
def test_tokens_equal_the_published_ones(name):
    encoding = float_encoding(name)
    wrong = [
        (x, encoding.tokens(x), t)
        for x, t, _ in vectors_of(name)
        if encoding.tokens(x) != t.split()
    ]
    assert wrong == []
    assert len(vectors_of(name)) >= 729


@pytest.mark.parametrize("name", PUBLISHED_ENCODINGS)
def test_values_equal_the_published_ones_within_one_unit_of_the_last_bit(name):
    encoding = float_encoding(name)
    for _, text, hexadecimal in vectors_of(name):
        tokens, expected = text.split(), float.fromhex(hexadecimal)
        value, end = encoding.read(tokens, 0, complete=True)
        assert end == len(tokens)
        assert abs(value - expected) <= math.ulp(expected)


@pytest.mark.parametrize("name", PUBLISHED_ENCODINGS)
def test_an_array_is_written_as_its_numbers_one_by_one(name):
    encoding = float_encoding(name)
    vectors = vectors_of(name)
    numbers = encoding.round([x for x, _, _ in vectors])
    rows = encoding.indices(numbers)
    assert rows.shape == (len(vectors), encoding.max_tokens)
    for row, value, (_, text, _) in zip(rows, numbers.values(), vectors, strict=True):
        assert [encoding.symbols[i] for i in row if i != ABSENT] == text.split()
        assert encoding.read(text.split(), 0, complete=True)[0] == value


@pytest.mark.parametrize("name", PUBLISHED_ENCODINGS)
def test_every_symbol_can_be_written_and_is_distinct(name):
    encoding = float_encoding(name)
    assert len(set(encoding.symbols)) == len(encoding.symbols)
    assert set(encoding.symbols) - {"+", "-"} <= set(encoding.legacy_symbols)
    m, k = (
        x.ravel() for x in np.meshgrid(np.r_[-999:-99, 0, 100:1000], np.r_[-100:101], indexing="ij")
    )
    if name == "FP15":
        m, k = np.r_[m, -99:100, 1, -1], np.r_[k, np.full(199, -9), 9, 9]
        kept = (k >= -9) & ((k <= 6) | (np.abs(m) == 1)) & ((m != 0) | (k == 0))
        m, k = m[kept], k[kept]
    numbers = type(round_half_even(np.zeros(1)))(m, k)
    assert set(np.unique(encoding.indices(numbers))) - {ABSENT} == set(range(len(encoding.symbols)))


@pytest.mark.parametrize("name", EXPONENTIAL)
@given(x=writable)
def test_reading_back_gives_the_number_rounded_to_three_digits(name, x):
    encoding = float_encoding(name)
    tokens = encoding.tokens(x)
    assert encoding.read(tokens, 0, complete=True) == (float(three_digits(x)), len(tokens))
    assert encoding.tokens(float(three_digits(x))) == tokens


@given(x=fp15_range | st.floats(-1e-6, 1e-6) | st.floats())
def test_fp15_reads_back_the_number_rounded_by_its_rule(x):
    encoding = float_encoding("FP15")
    if not math.isfinite(x):
        with pytest.raises(EncodingError):
            encoding.tokens(x)
        return
    tokens = encoding.tokens(x)
    value, end = encoding.read(tokens, 0, complete=True)
    assert (value, end) == (float(fp15_value(x)), 1)
    if abs(value) < 1e9:
        assert encoding.tokens(value) == tokens


@given(st.lists(st.integers(1, 2**20).map(lambda i: i / 1024) | writable, min_size=1))
def test_ties_are_settled_as_in_exact_decimal_arithmetic(values):
    found = float_encoding("P1000").round(values).values()
    assert found.tolist() == [float(three_digits(x)) for x in values]


@pytest.mark.parametrize("name", PUBLISHED_ENCODINGS)
@given(x=fp15_range)
def test_the_rounding_error_is_at_most_half_a_unit(name, x):
    encoding = float_encoding(name)
    error = abs(Decimal(float(encoding.round([x]).values()[0])) - Decimal(x))
    assert error <= Decimal(float(encoding.half_unit(np.array([x]))[0])) * Decimal("1.000001")


@given(x=fp15_range)
def test_equal_numbers_have_equal_packed_integers_in_every_encoding(x):
    written = float(float_encoding("FP15").round([x]).values()[0])
    packed = {int(float_encoding(n).round([written]).packed()[0]) for n in PUBLISHED_ENCODINGS}
    assert len(packed) == 1


def test_packed_integers_tell_numbers_apart():
    numbers = float_encoding("P1000").round([1.0, -1.0, 10.0, 0.1, 1.01, 0.0, 999e100, -1e-98])
    assert len(set(numbers.packed().tolist())) == 8


@pytest.mark.parametrize("name", PUBLISHED_ENCODINGS)
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_has_no_tokens(name, value):
    with pytest.raises(EncodingError, match="NaN and infinity"):
        float_encoding(name).round([1.0, value])


@pytest.mark.parametrize("name", EXPONENTIAL)
def test_too_large_a_number_is_refused_in_one_line(name):
    assert float_encoding(name).tokens(9.9949e102)
    with pytest.raises(EncodingError, match=r"^\w+ writes numbers below 9.995e102 in size$"):
        float_encoding(name).round([9.996e102])


def test_an_unknown_encoding_offers_the_nearest_name():
    with pytest.raises(ValueError, match="'P1000'"):
        float_encoding("P100")


@pytest.mark.parametrize("name", ["P10", "P1000"])
def test_a_hostile_run_of_digits_is_no_number(name):
    assert float_encoding(name).read(["+", *["9"] * 100_000, "E100"], 0, complete=False) is None
    assert float_encoding(name).read(["+", *["9"] * 399, "E100"], 0, complete=False) is None
