"""Integration by parts on plain SymPy: the published rule with its time limits, unverified."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import sympy
from time_limits import TimeLimitError, time_limit

from hf_mathseq.symbolic.expression import ExpressionError
from hf_mathseq.symbolic.sympy_bridge import prefix_from_sympy, sympy_from_prefix
from hf_mathseq.symbolic.trees import BufferedDraws, random_words
from hf_mathseq.tasks.drawn_functions import operators_drawn
from hf_mathseq.tasks.parts_options import PartsConfig

X = sympy.Symbol("x", real=True, nonzero=True)
SIMPLIFY_LIMIT_S, DRAW_LIMIT_S = 1, 8
_INFINITE = (sympy.oo, -sympy.oo, sympy.zoo, sympy.nan)


class RejectedError(Exception):
    """A draw that gives no pair."""


class PlainParts:
    """The published generator, its table growing from draw to draw.

    Args:
        config: What is drawn.
        seed: Of the draws.
    """

    def __init__(self, config: PartsConfig, seed: int) -> None:
        self._config = config
        self._draws = BufferedDraws(config.trees, np.random.default_rng(seed))
        self._table: dict[Any, Any] = {}

    def draw(self) -> tuple[list[str], list[str]]:
        """Draw F and G once and return the words of h and H.

        Raises:
            RejectedError: Neither product is known, or the pair cannot be written.
        """
        config, draws = self._config, self._draws
        sizes = (
            operators_drawn(draws, config.min_ops, config.max_ops, config.short_probability),
            draws.integer(1, config.max_ops_g + 1),
        )
        left, right = (sympy_from_prefix(random_words(draws, size)) for size in sizes)
        if not (left.has(X) and right.has(X)):
            raise RejectedError
        left, right = (varying_terms(u) if draws.uniform() < 0.5 else u for u in (left, right))
        slope = simplified(left.diff(X))
        function, factor = split(simplified(right.diff(X)))
        right = right / factor
        if any(u.has(*_INFINITE) for u in (left, right, slope, function)):
            raise RejectedError
        self._store(slope, left)
        self._store(function, right)
        return self._written(*self._by_parts(left, slope, right, function))

    def _by_parts(self, left: Any, slope: Any, right: Any, function: Any) -> tuple[Any, Any]:
        for known, new in (((slope, right), (left, function)), ((left, function), (slope, right))):
            integral = self._lookup(simplified(known[0] * known[1]))
            if integral is not None:
                return new[0] * new[1], left * right - integral
        raise RejectedError

    def _written(self, integrand: Any, antiderivative: Any) -> tuple[list[str], list[str]]:
        antiderivative = simplified(varying_terms(antiderivative))
        integrand = simplified(integrand)
        if not integrand.has(X) or integrand.has(*_INFINITE) or antiderivative.has(*_INFINITE):
            raise RejectedError
        if self._draws.uniform() < 0.5:
            integrand, factor = split(integrand)
            antiderivative = antiderivative / factor
        self._store(integrand, antiderivative)
        pair = prefix_from_sympy(integrand), prefix_from_sympy(antiderivative)
        if max(map(len, pair)) > self._config.max_len - 2:
            raise RejectedError
        return pair

    def _store(self, integrand: Any, antiderivative: Any) -> None:
        if integrand.has(X):
            varying, factor = split(integrand)
            made = varying_terms(antiderivative) / factor
            found = self._table.get(varying)
            if found is None or made.count_ops() < found.count_ops():
                self._table[varying] = made

    def _lookup(self, integrand: Any) -> Any:
        if not integrand.has(X):
            return integrand * X
        varying, factor = split(integrand)
        found = self._table.get(varying)
        return None if found is None else factor * found


def varying_terms(expr: Any) -> Any:
    """Drop the terms without x of a sum."""
    return sympy.Add(*[term for term in expr.args if term.has(X)]) if expr.is_Add else expr


def split(expr: Any) -> tuple[Any, Any]:
    """Return the factors with x and those without, of a product."""
    if not expr.is_Mul:
        return expr, sympy.Integer(1)
    fixed, varying = expr.as_independent(X, as_Add=False)
    return varying, fixed


def simplified(expr: Any) -> Any:
    """Return SymPy's simplification, or the expression itself if that takes too long."""
    try:
        with time_limit(SIMPLIFY_LIMIT_S):
            return sympy.simplify(expr)
    except TimeLimitError:
        return expr


def plain_run(
    config: PartsConfig, seconds: float, seed: int
) -> tuple[list[tuple[list[str], list[str]]], dict[str, float]]:
    """Draw for some seconds of wall time; return the pairs and how it went."""
    source = PlainParts(config, seed)
    pairs, draws, timeouts = [], 0, 0
    end, start = time.monotonic() + seconds, time.process_time()
    while time.monotonic() < end:
        draws += 1
        try:
            with time_limit(DRAW_LIMIT_S):
                pairs.append(source.draw())
        except TimeLimitError:
            timeouts += 1
        except (RejectedError, ExpressionError, ArithmeticError, TypeError, ValueError):
            continue
    spent = time.process_time() - start
    return pairs, {
        "pairs per second": len(pairs) / spent,
        "draws": draws,
        "accepted": len(pairs) / draws,
        "timeouts": timeouts,
    }
