"""The linear system of an ansatz, sampled modulo a prime."""

from __future__ import annotations

import numpy as np

from hf_mathseq.integrators.columns import derivative_columns
from hf_mathseq.integrators.generators import Generators
from hf_mathseq.integrators.logarithms import Candidate
from hf_mathseq.integrators.modular import solve
from hf_mathseq.integrators.samples import Sample
from hf_mathseq.integrators.supports import Monomial
from hf_mathseq.symbolic.nodes import Expr

SPARE_EQUATIONS = 6
"""Points beyond the number of unknowns: a wrong ansatz passes by chance one time in p**6."""


class System:
    """Unknown coefficients of products of generators and of logarithms.

    Args:
        integrand: f, in the generators.
        generators: The variables.
        terms: Exponents of the products.
        candidates: The logarithms and what else there is.
    """

    def __init__(
        self,
        integrand: Expr,
        generators: Generators,
        terms: list[Monomial],
        candidates: list[Candidate],
    ) -> None:
        self.integrand = integrand
        self.generators = generators
        self.terms = terms
        self.candidates = candidates

    @property
    def unknowns(self) -> int:
        """The number of unknown coefficients."""
        return len(self.terms) + len(self.candidates)

    def solution(self, prime: int, constants: dict[int, int] | None = None) -> list[int] | None:
        """Return the coefficients modulo a prime, 0 for those that are free; None if impossible.

        Args:
            prime: The modulus.
            constants: Values of parameters by position, where these are not random.

        Raises:
            UnsuitableError: The integrand cannot be sampled.
        """
        sample = Sample(self.generators, self.unknowns + SPARE_EQUATIONS, prime, constants)
        columns = derivative_columns(sample, self.generators, self.terms, self.candidates)
        found = solve(columns, sample.value(self.integrand), prime)
        return None if found is None else np.asarray(found).tolist()

    def restricted(self, positions: list[int]) -> System:
        """Return the system of these unknowns alone."""
        count = len(self.terms)
        return System(
            self.integrand,
            self.generators,
            [self.terms[i] for i in positions if i < count],
            [self.candidates[i - count] for i in positions if i >= count],
        )
