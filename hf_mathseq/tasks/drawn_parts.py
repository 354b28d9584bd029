"""Functions drawn for integration by parts, with their derivatives and fingerprints."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.calculus import derivative, split_constant_factor, without_constant_terms
from hf_mathseq.symbolic.evaluation import divide
from hf_mathseq.symbolic.expression import Expr, ExpressionError
from hf_mathseq.symbolic.fingerprints import Fingerprints, Values, ratio
from hf_mathseq.symbolic.nodes import X_BIT
from hf_mathseq.symbolic.short_form import short_form
from hf_mathseq.symbolic.trees import BufferedDraws
from hf_mathseq.tasks.drawn_functions import function_drawn, operators_drawn
from hf_mathseq.tasks.integration_pairs import is_complex
from hf_mathseq.tasks.parts_options import PartsConfig

Ratios = npt.NDArray[np.uint64]


class Part(NamedTuple):
    """A function and its derivative, with their values (`fingerprints.Values`)."""

    function: Expr
    slope: Expr
    function_values: Values
    slope_values: Values


class Parts:
    """The functions that a block draws for one side of its products.

    Attributes:
        parts: The functions.
    """

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts

    @cached_property
    def functions(self) -> Ratios:
        """Fingerprints of the functions, shape (parts, 2)."""
        return _ratios([part.function_values for part in self.parts])

    @cached_property
    def slopes(self) -> Ratios:
        """Fingerprints of the derivatives, shape (parts, 2)."""
        return _ratios([part.slope_values for part in self.parts])


def _ratios(values: list[Values]) -> Ratios:
    return np.array(list(map(ratio, values)), dtype=np.uint64).reshape(-1, 2)


def drawn_parts(
    size: int, config: PartsConfig, draws: BufferedDraws, fingerprints: Fingerprints
) -> tuple[Parts, Parts]:
    """Draw `size` times F and G and return those of use, as (F's, G's).

    Half of the functions lose their constant terms. G is scaled so that its derivative has no
    constant factor.
    """
    lefts, rights = [], []
    for _ in range(size):
        operators = operators_drawn(draws, config.min_ops, config.max_ops, config.short_probability)
        left = _part(operators, config, draws, fingerprints)
        if left is not None:
            lefts.append(left)
        operators = draws.integer(1, config.max_ops_g + 1)
        right = _part(operators, config, draws, fingerprints, scaled=True)
        if right is not None:
            rights.append(right)
    return Parts(lefts), Parts(rights)


def _part(
    operators: int,
    config: PartsConfig,
    draws: BufferedDraws,
    fingerprints: Fingerprints,
    scaled: bool = False,
) -> Part | None:
    try:
        function = function_drawn(draws, operators)
        if draws.uniform() < 0.5:
            function = without_constant_terms(function)
        if not function.symbols & X_BIT or not is_writable(function, config):
            return None
        slope = short_form(derivative(function))
        if scaled:
            slope, constant = split_constant_factor(slope)
            function = divide(function, constant)
        values = fingerprints.values(function), fingerprints.values(slope)
    except ExpressionError:
        return None
    # Zeros stand for functions without values, and for those that are constant in disguise.
    usable = is_writable(slope, config) and not any(0 in found for found in values)
    return Part(function, slope, *values) if usable else None


def is_writable(expr: Expr, config: PartsConfig) -> bool:
    """Return whether an expression is real and within the length limit."""
    return expr.words <= config.max_len - 2 and not is_complex(expr)
