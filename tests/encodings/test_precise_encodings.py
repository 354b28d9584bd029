"""The float encodings with four and five digits, against exact decimal arithmetic."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hf_mathseq.encodings.decimals import Decimals, EncodingError
from hf_mathseq.encodings.floats import (
    ABSENT,
    FLOAT_ENCODINGS,
    PUBLISHED_ENCODINGS,
    float_encoding,
)

PRECISE = [name for name in FLOAT_ENCODINGS if name not in PUBLISHED_ENCODINGS]
EXPONENTIAL = [name for name in PRECISE if not name.startswith("FP15")]
sizes = st.floats(1e-6, 9e8)


def rounded(x, digits, rule):
    exact = Decimal(x)
    if exact == 0:
        return 0.0
    return float(exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1), rounding=rule))


@pytest.mark.parametrize(
    ("name", "x", "tokens"),
    [
        ("P10-4", 3.14159, "+ 3 1 4 2 E-3"),
        ("P10-5", -0.1, "- 1 0 0 0 0 E-5"),
        ("P10-5", 0.0, "+ 0 E0"),
        ("P1000-4", 3.14159, "+ 3 142 E-3"),
        ("P1000-5", -3.14159, "- 31 416 E-4"),
        ("P1000-4", 1.0, "+ 1 0 E-3"),
        ("P1000-5", 0.0, "+ 0 E0"),
        ("B1999-4", -3.14159, "N-3142 E-3"),
        ("B1999-5", 99999.6, "N10000 E1"),
        ("FP15-4", 3.14159, "N3142e7"),
        ("FP15-4", 9.99951, "N1000e8"),
        ("FP15-4", -2e-8, "N-200e0"),
        ("FP15-4", 9.9996e8, "NaN"),
    ],
)
def test_tokens(name, x, tokens):
    assert float_encoding(name).tokens(x) == tokens.split()


@pytest.mark.parametrize("name", EXPONENTIAL)
@settings(deadline=None)  # the first call builds the table of tokens
@given(x=st.floats(-1e100, 1e100))
def test_reading_back_gives_the_number_rounded_half_to_even(name, x):
    encoding = float_encoding(name)
    tokens = encoding.tokens(x)
    expected = rounded(x, encoding.digits, ROUND_HALF_EVEN)
    expected = 0.0 if abs(expected) < 1e-96 else expected
    if abs(x) >= 1e-95 or x == 0:
        assert encoding.read(tokens, 0, complete=True) == (expected, len(tokens))
    value = encoding.read(tokens, 0, complete=True)[0]
    assert encoding.tokens(value) == tokens
    assert encoding.round([x]).values()[0] == value


@settings(deadline=None)  # the first call builds the table of tokens
@given(x=sizes | sizes.map(lambda x: -x))
def test_fp15_carries_whatever_the_number_of_digits(x):
    encoding = float_encoding("FP15-4")
    (token,) = encoding.tokens(x)
    value = encoding.read([token], 0, complete=True)[0]
    exact = Decimal(rounded(x, 4, ROUND_HALF_UP))
    # the published rule rounds a product that is itself rounded: a tie may fall to either side
    assert abs(Decimal(value) - Decimal(x)) <= abs(exact - Decimal(x)) * Decimal("1.000000001")
    assert encoding.tokens(value) == [token]


@pytest.mark.parametrize("name", PRECISE)
def test_every_symbol_is_distinct_and_is_written(name):
    encoding = float_encoding(name)
    assert len(set(encoding.symbols)) == len(encoding.symbols)
    first, low, high = 10 ** (encoding.digits - 1), -100, 100
    m = np.r_[-10 * first + 1 : -first + 1, first : 10 * first]
    numbers = [(m, np.zeros_like(m)), (np.zeros(1, dtype=int), np.zeros(1, dtype=int))]
    if name in EXPONENTIAL:
        k = np.arange(low, high + 1)
        numbers.append((np.full_like(k, first), k))
    else:
        numbers = [(m, np.full_like(m, e - 10)) for e in range(16)]
        numbers += [(np.arange(-first + 1, first), np.full(2 * first - 1, -10))]
        numbers += [(np.array([1, -1]), np.array([9, 9]))]
    written = [encoding.indices(Decimals(*pair)).ravel() for pair in numbers]
    assert set(np.unique(np.concatenate(written))) - {ABSENT} == set(range(len(encoding.symbols)))


@pytest.mark.parametrize("name", PRECISE)
@settings(deadline=None)  # the first call builds the table of tokens
@given(values=st.lists(sizes, min_size=1, max_size=5))
def test_arrays_are_written_number_by_number_within_half_a_unit(name, values):
    encoding = float_encoding(name)
    numbers = encoding.round(values)
    rows = encoding.indices(numbers)
    for row, x in zip(rows, values, strict=True):
        assert [encoding.symbols[i] for i in row if i != ABSENT] == encoding.tokens(x)
    errors = np.abs(numbers.values() - values)
    assert (errors <= encoding.half_unit(np.array(values)) * 1.000001).all()


@settings(deadline=None)  # the first call builds the table of tokens
@given(x=sizes)
def test_equal_numbers_have_equal_packed_integers_whatever_the_digits(x):
    written = float(float_encoding("P1000").round([x]).values()[0])
    finer = float(float_encoding("P1000-4").round([x]).values()[0])
    packed = {int(float_encoding(n).round([written]).packed()[0]) for n in FLOAT_ENCODINGS}
    assert len(packed) == 1
    four_or_more = [n for n in FLOAT_ENCODINGS if n.endswith(("-4", "-5"))]
    packed = {int(float_encoding(n).round([finer]).packed()[0]) for n in four_or_more}
    assert len(packed) == 1
    assert (packed == {int(float_encoding("P10").round([x]).packed()[0])}) == (written == finer)


@pytest.mark.parametrize("name", EXPONENTIAL)
def test_too_large_a_number_is_refused_in_one_line(name):
    digits = float_encoding(name).digits
    with pytest.raises(EncodingError, match=f"9.{'9' * (digits - 1)}5e{99 + digits} in size$"):
        float_encoding(name).round([1e105])


@pytest.mark.parametrize("name", ["FP15-5", "P10-3", "P10-6", "P10-"])
def test_other_numbers_of_digits_are_refused(name):
    with pytest.raises(ValueError, match="unknown encoding"):
        float_encoding(name)
