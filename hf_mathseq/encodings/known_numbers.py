"""Numbers that were read before: most answers are made of few different ones."""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.encodings.floats import FloatEncoding

# Three digits and the usual exponents make some ten thousand numbers; this many take 20 MB.
MOST_NUMBERS = 1 << 17


class KnownNumbers:
    """Reads complete sequences of numbers of full length, five times as fast as one by one.

    Args:
        encoding: The encoding of the numbers.
    """

    def __init__(self, encoding: FloatEncoding) -> None:
        self._encoding = encoding
        self._values: dict[tuple[str, ...], float | None] = {}

    def read(self, tokens: Sequence[str], start: int) -> list[float] | None:
        """Return the numbers from `tokens[start]` to the end.

        None where one of them is not written with the encoding's largest number of tokens, such as
        a zero of P10: what is malformed, or only shorter, must be read one by one.
        """
        width, values = self._encoding.max_tokens, []
        for place in range(start, len(tokens), width):
            number = tuple(tokens[place : place + width])
            value = self._values[number] if number in self._values else self._learn(number)
            if value is None:
                return None
            values.append(value)
        return values

    def _learn(self, number: tuple[str, ...]) -> float | None:
        if len(self._values) >= MOST_NUMBERS:
            self._values.clear()
        found = self._encoding.read(number, 0, complete=True)
        whole = found is not None and found[1] == len(number) == self._encoding.max_tokens
        self._values[number] = found[0] if found and whole else None
        return self._values[number]
