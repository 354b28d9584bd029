"""Partial differential equations read from their published words."""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.encodings.integers import NEGATIVE, POSITIVE, read_integer
from hf_mathseq.encodings.scientific import IMAGINARY
from hf_mathseq.systems.pde_problem import (
    CONSTANT,
    DIRAC,
    GAUSSIAN,
    MAX_DIMENSION,
    SINC,
    Factor,
    Monomial,
    Pde,
    check_pde,
)
from hf_mathseq.systems.pde_words import COORDINATES
from hf_mathseq.systems.words import EQUATION_SEPARATOR
from hf_mathseq.verdict import ProblemError

MAX_WORDS = 10_000
"""Longest problem that is read; published ones have at most 400 words."""

_COORDINATE = {name: k for k, name in enumerate(COORDINATES)}


def read_pde(words: Sequence[str]) -> Pde:
    """Return the problem that published words say; the inverse of `pde_words.write_pde`.

    Raises:
        ProblemError: Another layout, an unknown word, a number out of range, or too many words.
    """
    if len(words) > MAX_WORDS:
        raise ProblemError(f"a problem of {len(words)} words; at most {MAX_WORDS} are read")
    reader = _Reader(words)
    dimension = reader.integer()
    if not 1 <= dimension <= MAX_DIMENSION:
        raise ProblemError(f"the dimension is 1 to {MAX_DIMENSION}, not {dimension}")
    reader.expect(EQUATION_SEPARATOR)
    monomials = reader.operator()
    reader.expect(EQUATION_SEPARATOR)
    shifts = tuple(reader.shift() for _ in range(reader.stars()))
    reader.expect(*["*"] * (dimension - 1))
    kernels = tuple(reader.kernel(k) for k in range(dimension))
    reader.finish()
    pde = Pde(dimension, monomials, shifts, kernels)
    check_pde(pde)
    return pde


class _Reader:
    """Takes words from the left; every method raises `ProblemError` where it does not apply."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._next = 0

    def _peek(self, offset: int = 0) -> str:
        place = self._next + offset
        return self._words[place] if place < len(self._words) else ""

    def expect(self, *words: str) -> None:
        for word in words:
            if self._peek() != word:
                raise self._error(word)
            self._next += 1

    def finish(self) -> None:
        if self._next < len(self._words):
            raise ProblemError(f"{self._peek()[:40]!r} follows a complete problem")

    def integer(self) -> int:
        if self._peek() not in (POSITIVE, NEGATIVE):
            raise self._error("an integer")
        try:
            value, end = read_integer(self._words, self._next)
        except ValueError as error:
            raise ProblemError(str(error)) from None
        if end == self._next + 1:
            raise ProblemError(f"{self._peek()} is not followed by a digit")
        self._next = end
        return value

    def operator(self) -> tuple[Monomial, ...]:
        """Read the terms with their signs; the outermost sign belongs to the last term."""
        signs = []
        while self._peek() in ("+", "-"):
            signs.append(-1 if self._peek() == "-" else 1)
            self._next += 1
        return tuple(self._term(sign) for sign in (1, *reversed(signs)))

    def _term(self, sign: int) -> Monomial:
        size = 1
        if self._peek() == "*" and self._peek(1) in (POSITIVE, NEGATIVE):
            self._next += 1
            size = self.integer()
            if size < 2:
                raise ProblemError(f"a written coefficient is 2 or more, not {size}")
        stars = self.stars()
        return Monomial(sign * size, tuple(self._factor() for _ in range(stars + 1)))

    def _factor(self) -> Factor:
        if self._peek() != "^":
            return self._coordinate(), 1
        self._next += 1
        coordinate, power = self._coordinate(), self.integer()
        if power == 1:
            raise ProblemError("the power 1 is not written")
        return coordinate, power

    def stars(self) -> int:
        first = self._next
        while self._peek() == "*":
            self._next += 1
        return self._next - first

    def shift(self) -> tuple[int, int]:
        self.expect("exp", "+", "*")
        b = self.integer()
        self.expect("*", IMAGINARY)
        coordinate = self._coordinate()
        self.expect(POSITIVE, "0")
        return coordinate, b

    def kernel(self, k: int) -> tuple[str, int]:
        """Read the kernel of coordinate `k`."""
        word = self._peek()
        self._next += 1
        if word == POSITIVE:
            self.expect("1")
            return CONSTANT, 0
        if word == "/":
            self.expect("sin")
            a = self._argument(k)
            if self._argument(k) != a:
                raise ProblemError("the numerator and denominator of a sinc kernel differ")
            return SINC, a
        if word == "delta0":
            return DIRAC, self._argument(k)
        if word == "exp":
            self.expect("*", NEGATIVE, "1", "^")
            a = self._argument(k)
            self.expect(POSITIVE, "2")
            return GAUSSIAN, a
        self._next -= 1
        raise self._error(f"a kernel of {COORDINATES[k]}")

    def _argument(self, k: int) -> int:
        self.expect("+", "*")
        a = self.integer()
        self.expect(COORDINATES[k], POSITIVE, "0")
        return a

    def _coordinate(self) -> int:
        if self._peek() not in _COORDINATE:
            raise self._error("a coordinate")
        self._next += 1
        return _COORDINATE[self._words[self._next - 1]]

    def _error(self, wanted: str) -> ProblemError:
        found = repr(self._peek()[:40]) if self._peek() else "nothing"
        return ProblemError(f"{wanted} is expected at word {self._next + 1}, not {found}")
