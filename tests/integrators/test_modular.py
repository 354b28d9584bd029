"""Arithmetic modulo primes, against Python's integers."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import isprime

from hf_mathseq.integrators.modular import (
    PRIMES,
    combined,
    inverses,
    powers,
    rational,
    roots,
    scattered,
    solve,
)

PRIME = PRIMES[0]


def test_the_primes_are_what_roots_need():
    for prime in PRIMES:
        assert isprime(prime)
        assert prime < 2**31
        assert prime % 4 == 3
        assert all((prime - 1) % odd for odd in (3, 5, 7, 11))


@pytest.mark.parametrize("exponent", [0, 1, 2, 13, PRIME - 2])
def test_powers(exponent):
    values = scattered(20, 3, PRIME)
    expected = [pow(v, exponent, PRIME) for v in values.tolist()]
    assert powers(values, exponent, PRIME).tolist() == expected


def test_inverses():
    values = np.concatenate([scattered(20, 4, PRIME), [1, PRIME - 1]])
    assert (inverses(values, PRIME) * values % PRIME == 1).all()
    with pytest.raises(ZeroDivisionError):
        inverses(np.array([3, 0, 5]), PRIME)


@pytest.mark.parametrize("order", range(2, 13))
def test_roots(order):
    values = scattered(200, 5, PRIME)
    found, exists = roots(values, order, PRIME)
    assert (powers(found, order, PRIME) == values)[exists].all()
    assert exists.all() if order % 2 else 60 < exists.sum() < 140


def test_streams_of_values_differ_and_are_fixed():
    assert len(set(scattered(500, 1, PRIME)) | set(scattered(500, 2, PRIME))) == 1000
    assert scattered(3, 1, PRIME).tolist() == scattered(7, 1, PRIME).tolist()[:3]


@given(st.integers(1, 8), st.integers(0, 10), st.data())
def test_a_system_that_has_a_solution_is_solved(unknowns, spare, data):
    numbers = st.integers(0, PRIME - 1)
    rows = unknowns + spare
    matrix = np.array(
        data.draw(
            st.lists(
                st.lists(numbers, min_size=unknowns, max_size=unknowns),
                min_size=rows,
                max_size=rows,
            )
        ),
        dtype=np.int64,
    )
    wanted = np.array(data.draw(st.lists(numbers, min_size=unknowns, max_size=unknowns)))
    right = (matrix * wanted % PRIME).sum(axis=1) % PRIME
    found = solve(matrix, right, PRIME)
    assert ((matrix * found % PRIME).sum(axis=1) % PRIME == right).all()


def test_a_system_without_solution_and_free_unknowns():
    matrix = np.array([[1, 2, 2], [2, 4, 4], [1, 1, 1]])
    assert solve(matrix, np.array([1, 3, 0]), PRIME) is None
    assert solve(matrix, np.array([3, 6, 2]), PRIME).tolist() == [1, 1, 0]


@given(st.integers(-3000, 3000), st.integers(1, 300))
def test_fractions_are_found_again(numerator, denominator):
    residue = numerator * pow(denominator, -1, PRIME) % PRIME
    fraction = Fraction(numerator, denominator)
    assert rational(residue, PRIME, 1 << 10) == (fraction.numerator, fraction.denominator)


def test_numbers_that_are_not_small_are_refused():
    assert rational(123456789, PRIME, 1 << 10) is None
    two = combined(123456789, PRIME, 123456789 % PRIMES[1], PRIMES[1])
    assert rational(two, PRIME * PRIMES[1], 1 << 10) == (123456789, 1)
