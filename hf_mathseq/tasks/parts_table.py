"""The table of integrands with a known antiderivative, found by fingerprint."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.calculus import split_constant_factor, without_constant_terms
from hf_mathseq.symbolic.evaluation import divide
from hf_mathseq.symbolic.fingerprints import Fingerprints, Values, keys, ratio
from hf_mathseq.symbolic.nodes import ONE, X_BIT, Expr, X

Keys = npt.NDArray[np.uint64]


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

    def primitive(self, key: int) -> Primitive | None:
        """Return the primitive with that key."""


def primitive_of(
    integrand: Expr, antiderivative: Expr, fingerprints: Fingerprints
) -> Primitive | None:
    """Strip an integrand of its constant factor, its antiderivative of constant terms.

    Returns:
        None where the integrand has no usable values: it is free of x, or a value is 0.

    Raises:
        ExpressionError: An expression without fingerprint, or out of bounds.
    """
    if not integrand.symbols & X_BIT:
        return None
    varying, constant = split_constant_factor(integrand)
    values = fingerprints.values(varying)
    if 0 in values:
        return None
    antiderivative = without_constant_terms(antiderivative)
    if constant is not ONE:
        antiderivative = divide(antiderivative, constant)
    return Primitive(values, antiderivative)


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

        Raises:
            ExpressionError: An expression without fingerprint, or out of bounds.
        """
        made = primitive_of(integrand, antiderivative, self._fingerprints)
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
        return key in self._stored or (self._before is not None and _contains(self._before, key))

    def known(self, wanted: Keys) -> npt.NDArray[np.bool_]:
        """Return which of the keys are in the table.

        Args:
            wanted: Keys, of any shape.
        """
        stored = np.sort(np.fromiter(self._stored, dtype=np.uint64, count=len(self._stored)))
        found = _found(stored, wanted)
        return found | _found(self._before.keys, wanted) if self._before else found


def _contains(before: KnownPrimitives, key: int) -> bool:
    return bool(_found(before.keys, np.array(key, dtype=np.uint64)))


def _found(ordered: Keys, wanted: Keys) -> npt.NDArray[np.bool_]:
    if not len(ordered):
        return np.zeros(wanted.shape, dtype=bool)
    places = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    return np.asarray(ordered[places] == wanted)
