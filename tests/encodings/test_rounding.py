"""Rounding of whole arrays: at the edges of the decades, near ties, in pieces."""

from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pytest

from hf_mathseq.encodings.decimals import decades, round_half_even
from hf_mathseq.encodings.floats import _PIECE, PUBLISHED_ENCODINGS, float_encoding


def exactly_rounded(x, digits):
    """Return mantissa and exponent by exact decimal arithmetic."""
    exact = Decimal(float(x))
    exponent = exact.adjusted() - (digits - 1)
    mantissa = int(exact.scaleb(-exponent).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
    return (mantissa // 10, exponent + 1) if abs(mantissa) == 10**digits else (mantissa, exponent)


def neighbours(values):
    return np.concatenate([values, np.nextafter(values, 0), np.nextafter(values, np.inf)])


@pytest.mark.parametrize("digits", [3, 4, 5])
def test_edges_of_decades_and_ties_are_rounded_exactly(digits):
    powers = np.array([float(f"1e{k}") for k in range(-99, 300)])
    last_tie = np.array([float(f"{'9' * digits}5e{k}") for k in range(-99, 290)])
    some_tie = np.array([float(f"{'1' * digits}5e{k}") for k in range(-99, 290)])
    # Behind a power of ten, where a cell may begin in the decade before.
    first_tie = np.array([float(f"1{'0' * (digits - 2)}15e{k}") for k in range(-99, 290)])
    values = neighbours(np.concatenate([powers, first_tie, last_tie, some_tie]))
    numbers = round_half_even(values, digits)
    found = list(zip(numbers.mantissas.tolist(), numbers.exponents.tolist(), strict=True))
    assert found == [exactly_rounded(x, digits) for x in values]


def test_numbers_of_every_size_are_rounded_exactly():
    rng = np.random.default_rng(0)
    values = rng.choice([-1, 1], 5000) * 10 ** rng.uniform(-99, 300, 5000)
    numbers = round_half_even(values)
    found = list(zip(numbers.mantissas.tolist(), numbers.exponents.tolist(), strict=True))
    assert found == [exactly_rounded(x, 3) for x in values]


@pytest.mark.parametrize("value", [0.0, -0.0, 5e-324, 2.0**-334, -1e-200])
def test_what_is_negligible_is_zero(value):
    numbers = round_half_even(np.array([value]))
    assert (numbers.mantissas[0], numbers.exponents[0]) == (0, 0)


def test_a_cell_names_the_decade_of_its_smallest_double():
    edges = (np.arange(len(decades())) << 48).view(np.float64)
    usual = (edges > 1e-109) & (edges < 1e308)
    assert [Decimal(x).adjusted() for x in edges[usual]] == decades()[usual].tolist()


@pytest.mark.parametrize("name", PUBLISHED_ENCODINGS)
def test_long_arrays_are_rounded_as_their_parts(name):
    encoding = float_encoding(name)
    values = np.random.default_rng(1).normal(0, 100, (3, _PIECE // 2 + 1))
    whole = encoding.round(values)
    assert whole.mantissas.shape == whole.exponents.shape == values.shape
    for row, mantissas, exponents in zip(values, whole.mantissas, whole.exponents, strict=True):
        alone = encoding.round(row)
        assert np.array_equal(alone.mantissas, mantissas)
        assert np.array_equal(alone.exponents, exponents)
