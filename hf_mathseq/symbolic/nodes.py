"""Immutable expression nodes, interned: structural equality is identity.

A node keeps its arguments in SymPy's order (`sort_keys`), so that writing an expression needs no
sorting. The table of nodes holds
those in use and is swept when it has grown: a generating process keeps a constant size.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from hf_mathseq.encodings.prefix import COEFFICIENTS, PARAMETERS, VARIABLES
from hf_mathseq.symbolic.sort_keys import RANK, Key, derivative_key, leaf_key

MAX_DEPTH = 200
# Numbers stay below 2^3321: their decimals can be read again (`integers.MAX_DIGITS`). Published
# data stay below 2^100.
MAX_BITS = 3321
# Nodes after which the tables are swept of those that nobody uses: some 30 MB of nodes.
SWEEP_AT = 50_000


Rational = int | Fraction
"""Values of numbers."""
NUMBERS = ("int", "rational")
"""Operators of leaves with such values."""


class ExpressionError(ValueError):
    """Words or text that are no expression, or an expression that is out of bounds."""


class UndefinedValueError(ExpressionError):
    """An expression that has no value: a division by zero, the logarithm of zero."""


SYMBOL_BITS = {name: 1 << i for i, name in enumerate((*VARIABLES, *COEFFICIENTS, *PARAMETERS))}
X_BIT = SYMBOL_BITS["x"]


class Expr:
    """One node of an expression; made by the functions of this package, never by its class.

    Attributes:
        op: "add", "mul", "pow", a function's published name, or for leaves "int", "rational",
            "symbol", "pi", "E", "I".
        args: The arguments, in SymPy's order; sums and products have two or more.
        value: An int, a `fractions.Fraction`, a symbol's name, or None.
        key: What arguments are sorted by.
        symbols: One bit for each free symbol (`SYMBOL_BITS`).
        depth: Height of the tree; at most `MAX_DEPTH`.
        words: Number of published words that write the expression.
    """

    __slots__ = (
        "args",
        "cached_facts",
        "cached_text",
        "depth",
        "key",
        "op",
        "symbols",
        "value",
        "words",
    )
    op: str
    args: tuple[Expr, ...]
    value: Any
    key: Key
    symbols: int
    depth: int
    words: int
    cached_facts: int
    cached_text: str | None

    def __repr__(self) -> str:
        if not self.args:
            return str(self.op if self.value is None else self.value)
        return f"{self.op}({', '.join(map(repr, self.args))})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_leaf, (self.op, self.value)) if not self.args else (node, (self.op, self.args))

    def __copy__(self) -> Expr:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Expr:
        return self


# For every operator, arguments (or a leaf's value) -> node.
_tables: defaultdict[str, dict[Any, Expr]] = defaultdict(dict)
# All of them in the order in which they were made: arguments before the nodes above them.
_made: list[Expr] = []
_lock = threading.RLock()
_sweep_at = SWEEP_AT
# Results of automatic evaluation, emptied with the table.
memos: list[dict[Any, Any]] = []


def node(op: str, args: tuple[Expr, ...]) -> Expr:
    """Return the node with these arguments as they are, without evaluating anything."""
    found = _tables[op].get(args)
    if found is not None:
        return found
    symbols, depth, words = 0, 0, 1
    for arg in args:
        symbols |= arg.symbols
        words += arg.words
        if arg.depth > depth:
            depth = arg.depth
    if depth >= MAX_DEPTH:
        raise ExpressionError(f"an expression nested deeper than {MAX_DEPTH} levels")
    if op == "add" or op == "mul":
        words += len(args) - 2
    elif op == "pow" and args[1] is HALF:
        words -= HALF.words
    made = Expr()
    made.op, made.args, made.value = op, args, None
    made.symbols, made.depth, made.words = symbols, depth + 1, words
    made.key = _sort_key(op, args)
    return _intern(op, args, made)


def _leaf(op: str, value: Any) -> Expr:
    content = _leaf_content(op, value)
    found = _tables[op].get(content)
    if found is not None:
        return found
    made = Expr()
    made.op, made.args, made.value, made.depth = op, (), value, 0
    made.symbols = SYMBOL_BITS[value] if op == "symbol" else 0
    made.key = leaf_key(op, value)
    made.words = _leaf_words(op, value)
    return _intern(op, content, made)


def _leaf_content(op: str, value: Any) -> Any:
    """Return what a leaf is found by: two integers for a rational, whose hash is slow."""
    return value.as_integer_ratio() if op == "rational" else value


def _leaf_words(op: str, value: Any) -> int:
    """Return the number of words: a sign and digits for integers, `div` before a quotient."""
    if op == "int":
        return 1 + len(str(abs(value)))
    if op == "rational":
        return 3 + len(str(abs(value.numerator))) + len(str(value.denominator))
    return 1


def integer(value: int) -> Expr:
    """Return an integer leaf."""
    if value.bit_length() > MAX_BITS:
        raise ExpressionError(f"a number of more than {MAX_BITS} bits")
    return _leaf("int", value)


def number(value: int | Fraction) -> Expr:
    """Return the leaf of a rational number; integers become integer leaves."""
    if type(value) is int:
        return _small_integers.get(value) or integer(value)
    numerator, denominator = value.as_integer_ratio()
    if denominator == 1:
        return integer(numerator)
    if max(numerator.bit_length(), denominator.bit_length()) > MAX_BITS:
        raise ExpressionError(f"a number of more than {MAX_BITS} bits")
    return _leaf("rational", value)


def symbol(name: str) -> Expr:
    """Return the leaf of a variable (x, y, z, t), a coefficient (a0 ... a9) or a parameter."""
    return _leaf("symbol", name)


def constant(name: str) -> Expr:
    """Return the leaf "pi", "E" or "I"."""
    return _leaf(name, None)


def _sort_key(op: str, args: tuple[Expr, ...]) -> Key:
    if op == "derivative":
        inner, variable = args
        order = 1
        while inner.op == "derivative" and inner.args[1] is variable:
            inner, order = inner.args[0], order + 1
        return derivative_key(inner.key, variable.key, order)
    if len(args) == 1:
        return (RANK[op], 1, args[0].key)
    if len(args) == 2:
        return (RANK[op], 2, args[0].key, args[1].key)
    return (RANK[op], len(args), *[arg.key for arg in args])


def _intern(op: str, content: Any, made: Expr) -> Expr:
    global _sweep_at
    made.cached_text, made.cached_facts = None, 0
    with _lock:
        if len(_made) >= _sweep_at:
            _sweep_at = max(SWEEP_AT, 2 * sweep())
        held = _tables[op].setdefault(content, made)
        if held is made:
            _made.append(made)
        return held


def sweep() -> int:
    """Forget nodes that nobody uses and everything remembered; return how many nodes remain."""
    with _lock:
        for memo in memos:
            memo.clear()
        for table in _tables.values():
            table.clear()
        # A node comes before its arguments: once it is let go, these are used only if somebody
        # else uses them. The first one, a stranger, tells what "nobody" counts to.
        kept: list[Expr] = []
        _made.append(Expr())
        made = _made.pop()
        unused = sys.getrefcount(made)
        while _made:
            made = _made.pop()
            if sys.getrefcount(made) > unused:
                kept.append(made)
                _tables[made.op][made.args or _leaf_content(made.op, made.value)] = made
        _made.extend(reversed(kept))
        return len(_made)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Leave memory to reference counts for a while, and sweep at the end.

    Python's collector of cyclic garbage would visit every node again and again, a quarter of the
    time of generating, and once more when it is let loose on what is left behind. Nodes form
    cycles only through what `sweep` clears.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        sweep()
        if running:
            gc.enable()


# Kept for good: most numbers in expressions are small.
_small_integers: dict[int, Expr] = {n: _leaf("int", n) for n in range(-64, 129)}
ZERO, ONE, TWO, MINUS_ONE = integer(0), integer(1), integer(2), integer(-1)
HALF, MINUS_HALF = number(Fraction(1, 2)), number(Fraction(-1, 2))
PI, E, I = constant("pi"), constant("E"), constant("I")  # noqa: E741
X = symbol("x")
