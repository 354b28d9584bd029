"""Laws of random trees: shapes, operators, leaves, and numbers of operators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import permutations, product

import numpy as np
from scipy import stats

from hf_mathseq.encodings.prefix import ARITY
from hf_mathseq.splits import UInt64Array
from hf_mathseq.symbolic.trees import (
    BufferedDraws,
    Draws,
    TreeSettings,
    leaf_weights,
    random_words,
)
from hf_mathseq.systems.random_trees import TreeLaw, draw_trees
from hf_mathseq.systems.words import BINARY, UNARY
from hf_mathseq.tasks.required_leaves import RequiredLeaves
from laws.fit import Finding, equally_likely, frequencies

MOST_SHAPES = 5000
"""Numbers of operators with more shapes are not counted shape by shape."""


@cache
def shapes(operators: int) -> tuple[str, ...]:
    """Return all unary-binary trees with that many operators, in prefix order.

    Listed by recursion, without the counts that the generators use: `u` and `b` are unary and
    binary operators, `l` is a leaf. There are 1, 2, 6, 22, 90, 394, 1806, 8558, ... of them.
    """
    if operators == 0:
        return ("l",)
    found = ["u" + inner for inner in shapes(operators - 1)]
    for left in range(operators):
        for first, second in product(shapes(left), shapes(operators - 1 - left)):
            found.append("b" + first + second)
    return tuple(found)


def shape_of(words: Sequence[str]) -> str:
    """Return the shape of prefix words; digits belong to the sign before them."""
    return "".join("lub"[ARITY.get(word, 0)] for word in words if not word.isdigit())


def countable() -> list[int]:
    """Return the numbers of operators whose shapes are few enough to be counted."""
    counts, operators = [], 1
    while len(shapes(operators)) < MOST_SHAPES:
        counts.append(operators)
        operators += 1
    return counts


def drawn_shapes(generator: str, draws: Draws, operators: int, count: int) -> Finding:
    """Test whether all shapes with that many operators are as likely."""
    seen = Counter(shape_of(random_words(draws, operators)) for _ in range(count))
    law = f"shapes of {operators} operators are uniform"
    return equally_likely(generator, law, seen, shapes(operators))


def drawn_words(
    generator: str, draws: Draws, claimed: TreeSettings, operators: int, count: int
) -> Iterator[Finding]:
    """Test operators and leaves of trees against the weights that are claimed."""
    seen: Counter[str] = Counter()
    leaves: Counter[tuple[str, ...]] = Counter()
    for _ in range(count):
        words = random_words(draws, operators)
        seen.update(word for word in words if word in ARITY)
        leaves.update(_leaves(words))
    yield from operator_frequencies(generator, seen, claimed)
    kinds, weights = leaf_weights(claimed)
    expected = dict(zip(map(tuple, kinds), weights, strict=True))
    yield frequencies(generator, "leaves have their weights", leaves, expected)


def operator_frequencies(
    generator: str, seen: Mapping[str, int], claimed: TreeSettings
) -> Iterator[Finding]:
    """Test how often operators occur, within the unary and within the binary ones."""
    for arity, (names, weights) in {"unary": claimed.unary, "binary": claimed.binary}.items():
        own = {
            name: count for name, count in seen.items() if ARITY[name] == 1 + (arity == "binary")
        }
        expected = dict(zip(names, weights, strict=True))
        yield frequencies(generator, f"{arity} operators have their weights", own, expected)


def _leaves(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the leaves of prefix words, integers with their digits."""
    leaf: tuple[str, ...] = ()
    for word in words:
        if word.isdigit():
            leaf += (word,)
            continue
        if leaf:
            yield leaf
        leaf = () if word in ARITY else (word,)
    if leaf:
        yield leaf


def required_leaf_rows(
    settings: TreeSettings, constants: Sequence[str], count: int
) -> dict[tuple[tuple[str, ...], ...], float]:
    """Return the probability of every row of leaves of a random solution, by enumeration.

    The first leaves become the constants; the last one x where x is missing; then all orders are
    as likely.
    """
    leaves, weights = leaf_weights(settings)
    rows: dict[tuple[tuple[str, ...], ...], float] = {}
    orders = list(permutations(range(count)))
    for chosen in product(range(len(leaves)), repeat=count):
        row = [tuple(leaves[i]) for i in chosen]
        probability = float(np.prod([weights[i] for i in chosen])) / len(orders)
        row[: len(constants)] = [(name,) for name in constants[:count]]
        if ("x",) not in row:
            row[-1] = ("x",)
        for order in orders:
            moved = tuple(row[i] for i in order)
            rows[moved] = rows.get(moved, 0.0) + probability
    return rows


def required_leaves(
    generator: str,
    settings: TreeSettings,
    constants: Sequence[str],
    rng: np.random.Generator,
    count: int,
) -> Iterator[Finding]:
    """Test rows of one, two and three leaves of random solutions against all that can occur."""
    draws = RequiredLeaves(BufferedDraws(settings, rng), constants)
    for size in (1, 2, 3):
        seen = Counter(tuple(map(tuple, draws.leaves(size))) for _ in range(count))
        law = f"constants and x among {size} leaves"
        yield frequencies(generator, law, seen, required_leaf_rows(settings, constants, size))


def operator_numbers(
    generator: str, seen: Mapping[int, int], low: int, high: int, short: float = 0.0
) -> Finding:
    """Test numbers of operators: uniform from low to high, below low in a share of the draws."""
    expected = dict.fromkeys(range(low, high + 1), (1 - short) / (high - low + 1))
    if short:
        expected |= dict.fromkeys(range(low), short / low)
    return frequencies(generator, "numbers of operators", seen, expected)


def system_shapes(keys: UInt64Array, operators: int) -> Finding:
    """Test whether the shapes of right-hand sides are uniform."""
    count = len(keys)
    forest = draw_trees(keys, np.full(count, operators), np.full(count, 2), TreeLaw())
    letters = dict.fromkeys(UNARY, "u") | dict.fromkeys(BINARY, "b")
    trees = ("".join(letters.get(node, "l") for node in tree) for tree in forest.trees())
    seen = Counter(trees)
    law = f"shapes of {operators} operators are uniform"
    return equally_likely("right-hand sides", law, seen, shapes(operators))


def system_words(
    keys: UInt64Array, claimed: TreeLaw, operators: int = 6, variables: int = 3
) -> Iterator[Finding]:
    """Test operators and leaves of right-hand sides against the law that is claimed."""
    count = len(keys)
    forest = draw_trees(keys, np.full(count, operators), np.full(count, variables), TreeLaw())
    words = Counter(str(node) for tree in forest.trees() for node in tree)
    for names, arity in ((claimed.unary, "unary"), (BINARY, "binary")):
        seen = {name: words.pop(name) for name in (*UNARY, *BINARY) if name in names}
        yield equally_likely("right-hand sides", f"{arity} operators are uniform", seen, names)
    share, m = claimed.integer_probability, claimed.max_integer
    expected = {f"x{i}": (1 - share) / variables for i in range(variables)}
    expected |= {str(i): share / (2 * m) for i in range(-m, m + 1) if i}
    yield frequencies("right-hand sides", "leaves have their weights", words, expected)


def word_law(settings: TreeSettings, operators: int) -> dict[tuple[str, ...], float]:
    """Return the probability of every expression with that many operators, by enumeration."""
    kinds, weights = leaf_weights(settings)
    leaves = dict(zip(map(tuple, kinds), weights, strict=True))
    unary, binary = (dict(zip(*names, strict=True)) for names in (settings.unary, settings.binary))
    law: dict[tuple[str, ...], float] = {}
    for shape in shapes(operators):
        begun: dict[tuple[str, ...], float] = {(): 1 / len(shapes(operators))}
        for letter in shape:
            choices = {"u": unary, "b": binary}.get(letter)
            each = leaves if choices is None else {(name,): w for name, w in choices.items()}
            begun = {a + b: p * q for a, p in begun.items() for b, q in each.items()}
        law |= begun
    return law


def coincidences(
    generator: str, settings: TreeSettings, rngs: Sequence[np.random.Generator], count: int
) -> Finding:
    """Test how many pairs of equal expressions two streams have: the birthday rate.

    Two independent samples of n draws from probabilities p have n^2 sum(p^2) such pairs on
    average; what is tested is how many standard deviations the number found is off.
    """
    law = np.array(list(word_law(settings, 2).values()))
    first, second = (
        Counter(tuple(random_words(BufferedDraws(settings, rng), 2)) for _ in range(count))
        for rng in rngs
    )
    found = sum(number * second[words] for words, number in first.items())
    squares, cubes = (law**2).sum(), (law**3).sum()
    variance = count**2 * (squares - squares**2 + 2 * (count - 1) * (cubes - squares**2))
    deviation = (found - count**2 * squares) / np.sqrt(variance)
    p = float(2 * stats.norm.sf(abs(deviation)))
    law_name = "equal expressions of two seeds at the birthday rate"
    return Finding(generator, law_name, "normal", count, float(deviation), p)
