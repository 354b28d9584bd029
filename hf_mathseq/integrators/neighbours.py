"""Terms whose derivatives meet the integrand's: an ansatz for few terms of high degree."""

from __future__ import annotations

from hf_mathseq.integrators.generators import Generators, UnsuitableError
from hf_mathseq.integrators.supports import Monomial, Support, SupportReader
from hf_mathseq.symbolic.calculus import derivative

MAX_TERMS = 120
ROUNDS = 3
"""The terms found are differentiated, and what is new among the results integrated, so often."""


def neighbouring_terms(
    generators: Generators, reader: SupportReader, support: Support
) -> list[Monomial]:
    """Return the exponents of terms with a part of the integrand in their derivatives.

    Rounds are added as long as there are at most `MAX_TERMS` terms.

    Args:
        generators: Of the integrand, the denominators of their derivatives among them.
        reader: Reads expressions in these generators.
        support: Exponents of the integrand's monomials.

    Raises:
        UnsuitableError: Too many terms after one round.
    """
    slopes = _logarithmic_slopes(generators, reader)
    found: Support = {}
    seen = dict(support)
    pending = list(support)
    for _ in range(ROUNDS):
        fresh = _integrated(pending, slopes, found)
        if fresh is None:
            break
        found.update(fresh)
        pending = [m for m in _differentiated(fresh, slopes) if m not in seen]
        seen.update(dict.fromkeys(pending))
    if not found:
        raise UnsuitableError("too many terms")
    return sorted(found, key=lambda term: (sum(map(abs, term)), term))


def _logarithmic_slopes(generators: Generators, reader: SupportReader) -> list[list[Monomial]]:
    """Return the exponents in g'/g for every generator g."""
    slopes = []
    for position, generator in enumerate(generators.every):
        support = reader.read(derivative(generator.expr))
        slopes.append([(*m[:position], m[position] - 1, *m[position + 1 :]) for m in support])
    return slopes


def _integrated(
    monomials: list[Monomial], slopes: list[list[Monomial]], known: Support
) -> Support | None:
    """Return new terms, None where there would be more than `MAX_TERMS` with those known."""
    found: Support = {}
    for monomial in monomials:
        for position, changes in enumerate(slopes):
            for change in changes:
                term = tuple([a - b for a, b in zip(monomial, change, strict=True)])
                if term[position] and term not in known:
                    found[term] = None
        if len(found) + len(known) > MAX_TERMS:
            return None
    return found


def _differentiated(terms: Support, slopes: list[list[Monomial]]) -> Support:
    found: Support = {}
    for term in terms:
        for position, changes in enumerate(slopes):
            if term[position]:
                for change in changes:
                    found[tuple([a + b for a, b in zip(term, change, strict=True)])] = None
    return found
