"""The table of integrands with a known antiderivative, found by fingerprint."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.calculus import split_constant_factor, without_constant_terms
from hf_mathseq.symbolic.evaluation import divide
from hf_mathseq.symbolic.fingerprints import Fingerprints, Values, keys, ratio
from hf_mathseq.symbolic.nodes import ONE, X_BIT, Expr, ExpressionError, X

Keys = npt.NDArray[np.uint64]

_FILTER = 1 << 20
"""Values of the last bits of keys: many more than keys in a block, and few enough for a cache."""


class Primitive(NamedTuple):
    """An antiderivative of an integrand without constant factor.

    Attributes:
        values: The integrand's values (`fingerprints.Values`).
        antiderivative: The function it is the derivative of, without constant terms.
    """

    values: Values
    antiderivative: Expr


class KnownPrimitives(Protocol):
    """Primitives that are there before a block begins."""

    keys: Keys

    def __contains__(self, key: int) -> bool: ...

    def primitive(self, key: int) -> Primitive | None:
        """Return the primitive with that key, None if there is none."""


def varying_values(integrand: Expr, fingerprints: Fingerprints) -> tuple[Values, Expr] | None:
    """Return the values of an integrand without its constant factor, and that factor.

    Returns:
        None where they are of no use: the integrand is free of x, or a value is 0.

    Raises:
        ExpressionError: An expression without fingerprint.
    """
    if not integrand.symbols & X_BIT:
        return None
    varying, constant = split_constant_factor(integrand)
    values = fingerprints.values(varying)
    return None if 0 in values else (values, constant)


def primitive_of(
    integrand: Expr, antiderivative: Expr, fingerprints: Fingerprints
) -> Primitive | None:
    """Strip an integrand of its constant factor, its antiderivative of constant terms.

    Returns:
        None where the integrand has no usable values, see `varying_values`.

    Raises:
        ExpressionError: An expression without fingerprint, or out of bounds.
    """
    found = varying_values(integrand, fingerprints)
    if found is None:
        return None
    values, constant = found
    return Primitive(values, divide(without_constant_terms(antiderivative), constant))


def key_of_values(values: Values) -> int:
    """Return the key of all functions with these values up to a constant factor."""
    return int(keys(np.array(ratio(values), dtype=np.uint64)))


class PrimitiveTable:
    """What a block knows: constants, what was known before, and what it stored.

    Args:
        fingerprints: Values of expressions.
        before: Primitives known before the block begins.
    """

    def __init__(self, fingerprints: Fingerprints, before: KnownPrimitives | None = None) -> None:
        self._fingerprints = fingerprints
        self._before = before
        ones = fingerprints.values(ONE)
        self._stored = {key_of_values(ones): Primitive(ones, X)}

    def store(self, integrand: Expr, antiderivative: Expr) -> None:
        """Remember an antiderivative; of several for one integrand the one with fewest words.

        What has no fingerprint, or gets out of bounds without its constants, is not entered.
        """
        try:
            made = primitive_of(integrand, antiderivative, self._fingerprints)
        except ExpressionError:
            made = None
        if made is None:
            return
        key = key_of_values(made.values)
        found = self._stored.get(key)
        if found is None or found.antiderivative.words > made.antiderivative.words:
            self._stored[key] = made

    def lookup(self, key: int) -> Primitive | None:
        """Return the primitive with that key, None if there is none."""
        found = self._stored.get(key)
        return self._before.primitive(key) if found is None and self._before else found

    def __contains__(self, key: int) -> bool:
        return key in self._stored or (self._before is not None and key in self._before)

    def known(self, wanted: Keys) -> npt.NDArray[np.bool_]:
        """Return which of the keys are in the table.

        Args:
            wanted: Keys, of any shape.
        """
        stored = np.sort(np.fromiter(self._stored, dtype=np.uint64, count=len(self._stored)))
        found = _found(stored, wanted)
        return found | _found(self._before.keys, wanted) if self._before else found


def _found(ordered: Keys, wanted: Keys) -> npt.NDArray[np.bool_]:
    """Return which of `wanted` are in `ordered`; most are not, which their last bits tell."""
    last_bits = np.uint64(_FILTER - 1)
    occurring = np.zeros(_FILTER, dtype=bool)
    occurring[ordered & last_bits] = True
    found = np.asarray(occurring[wanted & last_bits])
    candidates = wanted[found]
    places = np.minimum(np.searchsorted(ordered, candidates), len(ordered) - 1)
    found[found] = ordered[places] == candidates
    return found
