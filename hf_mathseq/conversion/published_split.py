"""The published division of a file of counted pairs (arXiv 1912.01412, 2006.06462; their programs).

Of T lines, sorted by falling counts, N each are held out for validation and test; their places lie
densest where the counts are highest: floor(i^a) for i = 1 .. 2N with a = ln(T - 0.5) / ln(2N).
"""

from __future__ import annotations

import math

from hf_mathseq.options import OptionError

HELD_OUT = 10_000  # published command lines


def held_out_lines(lines: int, held_out: int = HELD_OUT) -> tuple[list[int], list[int]]:
    """Return the line numbers, from 0, of the validation and of the test examples, rising.

    Args:
        lines: T, the number of lines of the file.
        held_out: N, the number of examples of each.

    Raises:
        OptionError: The file has too few lines for as many.
    """
    if held_out < 1 or 2 * held_out >= lines:
        raise OptionError(
            f"the published split of {lines} lines holds out 1 to {max(0, (lines - 1) // 2)} "
            f"examples twice, not {held_out}"
        )
    exponent = math.log(lines - 0.5) / math.log(2 * held_out)
    places = [int(i**exponent) for i in range(1, 2 * held_out + 1)]
    return places[0::2], places[1::2]
