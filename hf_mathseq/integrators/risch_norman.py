"""The Risch-Norman method: one linear system for the coefficients of all terms there may be.

The integrand's functions count as independent variables ("Bronstein, Symbolic Integration I",
chapter 10; "poor man's integrator"). The system is not written down but sampled: values of the
variables modulo a prime give one equation each, and rational coefficients are found again from
their residues. An integrand without solution costs one elimination modulo a prime.
"""

from __future__ import annotations

from hf_mathseq.integrators.ansatz import Ansatz, TooManyTermsError
from hf_mathseq.integrators.coefficients import coefficients
from hf_mathseq.integrators.generator_search import generators_of
from hf_mathseq.integrators.generators import Generators, UnsuitableError
from hf_mathseq.integrators.logarithms import logarithms
from hf_mathseq.integrators.multiple_angles import with_one_angle
from hf_mathseq.integrators.neighbours import neighbouring_terms
from hf_mathseq.integrators.rational_functions import in_lowest_terms
from hf_mathseq.integrators.search import Search
from hf_mathseq.integrators.supports import Monomial, Support, SupportReader
from hf_mathseq.integrators.system import System
from hf_mathseq.symbolic.evaluation import add, mul, power, product_of
from hf_mathseq.symbolic.nodes import ONE, Expr, number

UNKNOWNS_PER_STEP = 8
"""A system of n unknowns costs (n / this)**2 steps of the budget."""


def integrate_by_risch_norman(integrand: Expr, search: Search) -> Expr | None:
    """Find the coefficients of an ansatz; None where the ansatz has none or is too large."""
    try:
        rewritten = with_one_angle(integrand)
        system, decides = _system(rewritten)
        if not system.unknowns:
            return None
        search.budget.spend(2 + (system.unknowns // UNKNOWNS_PER_STEP) ** 2)
        found = coefficients(system)
    except (UnsuitableError, ZeroDivisionError):  # a denominator that is 0 for the generators
        return None
    if found is None:
        if decides:
            search.refused[integrand] = None
        return None
    return _written(system, found)


def _system(integrand: Expr) -> tuple[System, bool]:
    """Take all terms within the bounds; where these are too many, those near the integrand's.

    Returns:
        The system, and whether it decides: it has all terms within the bounds, and they are of
        the functions of the integrand itself.
    """
    generators = generators_of(integrand)
    reader = SupportReader(generators)
    support = reader.read(integrand)
    try:
        terms = Ansatz(generators, reader).terms(support)
        decides = _functions_occur(generators, support)
    except TooManyTermsError:
        generators = generators_of(integrand, derived_too=True)
        reader = SupportReader(generators)
        support = reader.read(integrand)
        terms = neighbouring_terms(generators, reader, support)
        decides = False
    terms = [term for term in terms if any(term)]
    return System(integrand, generators, terms, logarithms(generators, support)), decides


def _functions_occur(generators: Generators, support: Support) -> bool:
    """Whether all functions are the integrand's own; the derivatives of some bring others."""
    occurring = [any(column) for column in zip(*support, strict=True)]
    for i, generator in enumerate(generators.every):
        pair = occurring[i : i + 2] if generator.kind == "sine" else occurring[i : i + 1]
        if generator.kind in ("exp", "primitive", "tangent", "sine") and not any(pair):
            return False
    return True


def _written(system: System, found: dict[int, Expr]) -> Expr:
    """Write the sum, the terms of one exponential over one denominator together."""
    groups: dict[tuple[Expr, Expr], list[Expr]] = {}
    for position, value in found.items():
        exponential = denominator = ONE
        if position < len(system.terms):
            term = system.terms[position]
            exponential = _product(system.generators, term, ("exp",))
            denominator = _product(system.generators, term, ("denominator",))
            inside = _product(system.generators, term, _WRITTEN_INSIDE)
        else:
            inside = system.candidates[position - len(system.terms)].expr
        groups.setdefault((exponential, denominator), []).append(mul(value, inside))
    return add(
        *[
            mul(exponential, _fraction(denominator, add(*inside)))
            for (exponential, denominator), inside in groups.items()
        ]
    )


_WRITTEN_INSIDE = ("x", "primitive", "tangent", "sine", "cosine", "root")


def _product(generators: Generators, term: Monomial, kinds: tuple[str, ...]) -> Expr:
    """Return the powers of generators of some kinds."""
    powers = [
        power(generator.expr, number(exponent))
        for generator, exponent in zip(generators.every, term, strict=True)
        if exponent and generator.kind in kinds
    ]
    return product_of(powers)


def _fraction(inverse: Expr, numerator: Expr) -> Expr:
    """Multiply by the inverse of a denominator; cancel where that is shorter."""
    whole = mul(inverse, numerator)
    lowest = None if inverse is ONE else in_lowest_terms(whole)
    return whole if lowest is None or lowest.words >= whole.words else lowest
