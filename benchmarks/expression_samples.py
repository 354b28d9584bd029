"""What samples of expressions look like: lengths, operators, roots; and how far two are apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from hf_mathseq.encodings.prefix import ARITY, UNARY_FUNCTIONS

PERCENTILES = (5, 25, 50, 75, 95, 99)
LEAD = ("sub", "Y'")
Pair = tuple[list[str], list[str]]


def without_lead(words: list[str]) -> list[str]:
    """Drop the words that stand before every integrand."""
    return words[len(LEAD) :] if tuple(words[: len(LEAD)]) == LEAD else words


class Difference(NamedTuple):
    """One measure of two samples.

    Attributes:
        measure: Its name.
        ours: Its value in our sample.
        theirs: Its value in the other sample.
        sigmas: The difference in standard errors of itself.
    """

    measure: str
    ours: float
    theirs: float
    sigmas: float


@dataclass(frozen=True)
class Sample:
    """Expressions as prefix words, one side of the pairs of a data set."""

    expressions: Sequence[list[str]]

    def __len__(self) -> int:
        return len(self.expressions)

    @cached_property
    def counters(self) -> list[Counter[str]]:
        """Uses of every operator word, expression by expression."""
        return [Counter(word for word in words if word in ARITY) for words in self.expressions]

    @cached_property
    def lengths(self) -> np.ndarray:
        """Numbers of words."""
        return np.array([len(words) for words in self.expressions], dtype=float)

    @cached_property
    def operators(self) -> np.ndarray:
        """Numbers of operator words."""
        return np.array([counter.total() for counter in self.counters], dtype=float)

    def uses(self, word: str) -> np.ndarray:
        """Return the number of uses of an operator in each expression."""
        return np.array([counter[word] for counter in self.counters], dtype=float)

    def roots(self, word: str) -> np.ndarray:
        """Return for each expression whether its root is this word."""
        return np.array([float(words[0] == word) for words in self.expressions])

    def summary(self) -> dict[str, object]:
        """Return every statistic as plain JSON."""
        used = sorted({word for counter in self.counters for word in counter})
        roots = Counter(_root(words) for words in self.expressions)
        return {
            "length": _described(self.lengths),
            "operators": _described(self.operators),
            "share of operators": {w: self.uses(w).sum() / self.operators.sum() for w in used},
            "share of expressions with": {w: float((self.uses(w) > 0).mean()) for w in used},
            "root": {w: n / len(self) for w, n in roots.most_common()},
        }


def differences(ours: Sample, theirs: Sample) -> list[Difference]:
    """Return every measure of both samples with the distance in standard errors."""
    found = [
        _of_means("length, mean", ours.lengths, theirs.lengths),
        _of_spreads("length, sd", ours.lengths, theirs.lengths),
        _of_means("operators, mean", ours.operators, theirs.operators),
    ]
    used = sorted({word for s in (ours, theirs) for c in s.counters for word in c})
    for word in used:
        sides = [(s.uses(word), s.operators) for s in (ours, theirs)]
        found.append(_of_ratios(f"share of operators: {word}", *sides))
    for word in (word for word in used if word in UNARY_FUNCTIONS):
        with_word = [(s.uses(word) > 0).astype(float) for s in (ours, theirs)]
        found.append(_of_shares(f"expressions with {word}", *with_word))
    for word in used:
        found.append(_of_shares(f"root {word}", ours.roots(word), theirs.roots(word)))
    return [d for d in found if d.ours or d.theirs]


def _root(words: list[str]) -> str:
    return words[0] if words[0] in ARITY else "leaf"


def _described(values: np.ndarray) -> dict[str, float]:
    percentiles = np.percentile(values, PERCENTILES, method="inverted_cdf")
    return {
        "mean": float(values.mean()),
        "sd": float(values.std()),
        "standard error": float(values.std() / np.sqrt(len(values))),
        **{f"percentile {p}": float(v) for p, v in zip(PERCENTILES, percentiles, strict=True)},
        "max": float(values.max()),
    }


def _of_means(measure: str, ours: np.ndarray, theirs: np.ndarray) -> Difference:
    error = np.hypot(*(s.std() / np.sqrt(len(s)) for s in (ours, theirs)))
    means = float(ours.mean()), float(theirs.mean())
    return Difference(measure, *means, _sigmas(*means, error))


def _of_spreads(measure: str, ours: np.ndarray, theirs: np.ndarray) -> Difference:
    error = np.hypot(*(_error_of_spread(s) for s in (ours, theirs)))
    spreads = float(ours.std()), float(theirs.std())
    return Difference(measure, *spreads, _sigmas(*spreads, error))


def _error_of_spread(values: np.ndarray) -> float:
    """Return the standard error of a standard deviation, by the delta method."""
    squares = (values - values.mean()) ** 2
    error = squares.std() / np.sqrt(len(squares))
    return float(error / (2 * values.std())) if error else 0.0


def _of_shares(measure: str, ours: np.ndarray, theirs: np.ndarray) -> Difference:
    ones = [np.ones(len(s)) for s in (ours, theirs)]
    return _of_ratios(measure, (ours, ones[0]), (theirs, ones[1]))


def _of_ratios(
    measure: str, ours: tuple[np.ndarray, np.ndarray], theirs: tuple[np.ndarray, np.ndarray]
) -> Difference:
    """Compare sums of the first over sums of the second array, clustered by expression.

    The variance is pooled: were the samples of one distribution, both ratios would be the common
    one. That serves also where the smaller sample does not have a word at all.
    """
    parts, wholes = (np.concatenate([ours[i], theirs[i]]) for i in (0, 1))
    common = parts.sum() / wholes.sum()
    spread = (parts - common * wholes).std() / wholes.mean()
    error = spread * np.sqrt(1 / len(ours[0]) + 1 / len(theirs[0]))
    ratios = [float(side[0].sum() / side[1].sum()) for side in (ours, theirs)]
    return Difference(measure, ratios[0], ratios[1], _sigmas(ratios[0], ratios[1], error))


def _sigmas(ours: float, theirs: float, error: float) -> float:
    return float((ours - theirs) / error) if error else 0.0


def published_pairs(path: Path) -> list[Pair]:
    """Return the pairs of a published `.counts` file, each as often as it was drawn."""
    pairs: list[Pair] = []
    for line in path.read_text().splitlines():
        count, _, pair = line.partition("|")
        problem, answer = pair.split("\t")
        pairs += [(without_lead(problem.split()), answer.split())] * int(count)
    return pairs


def distinct(pairs: Sequence[Pair]) -> list[Pair]:
    """Return every pair once, as deduplicated data sets have it."""
    return list({(" ".join(p), " ".join(a)): (p, a) for p, a in pairs}.values())
