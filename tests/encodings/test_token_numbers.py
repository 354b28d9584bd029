"""Tokens are read as the numbers that they are part of."""

import numpy as np
import pytest

from hf_mathseq.encodings.floats import float_encoding
from hf_mathseq.encodings.token_numbers import token_numbers
from hf_mathseq.tasks import get_task

NUMBERS = [3.14, -3.14, 0.0, 27.5, -0.0999, 1e-9, -999.0]


@pytest.mark.parametrize("name", ["FP15", "FP15-4"])
def test_words_of_one_number_have_its_value(name):
    encoding = float_encoding(name)
    symbols = encoding.symbols
    found = token_numbers(symbols)
    for number in NUMBERS:
        (place,) = encoding.indices(encoding.round(np.array([number])))[0]
        expected = encoding.read([symbols[place]], 0, complete=True)[0]
        assert found[place] == pytest.approx(expected, rel=1e-12), symbols[place]
    assert np.isnan(found).sum() == 2  # those of overflow


@pytest.mark.parametrize("name", ["P10", "P1000", "B1999", "P1000-4"])
def test_mantissas_have_one_digit_before_the_point(name):
    symbols = float_encoding(name).symbols
    found = dict(zip(symbols, token_numbers(symbols), strict=True))
    numbers = {symbol: value for symbol, value in found.items() if not np.isnan(value)}
    assert max(numbers.values()) == pytest.approx(9 if name == "P10" else 9.99)
    assert not any(symbol.startswith("E") for symbol in numbers)
    for symbol, value in numbers.items():
        digits = int(symbol.removeprefix("N"))
        assert value == pytest.approx(digits if name == "P10" else digits / 100)


def test_words_of_expressions_are_numbers_only_where_they_are_digits():
    tokens = get_task("integration/bwd").vocabulary.tokens
    found = token_numbers(tokens)
    numbers = {t: v for t, v in zip(tokens, found, strict=True) if not np.isnan(v)}
    assert numbers == {str(digit): float(digit) for digit in range(10)}
