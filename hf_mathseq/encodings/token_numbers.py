"""Which tokens are numbers, and which: digits, mantissas with or without a sign, FP15's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray, decimal_value
from hf_mathseq.encodings.fp15 import BIAS

# A digit, a mantissa, B1999's with its sign; then FP15's words, which have an exponent too.
_KINDS = (re.compile(r"N?(-?[0-9]{1,9})"), re.compile(r"N(-?[0-9]{1,9})e(?P<exponent>[0-9]{1,2})"))


def token_numbers(tokens: Sequence[str]) -> FloatArray:
    """Return the number that each token stands for, NaN for those that are none.

    The largest mantissa has one digit before the point, also where the exponent is another token:
    beside 999, 314 is 3.14 as FP15's `N314e7` is.

    Args:
        tokens: A vocabulary, or the first part of one.

    Returns:
        Shape (tokens,).

    Examples:
        >>> token_numbers(["+", "0", "314", "999", "E-2", "N314e7", "N-25e6"]).tolist()
        [nan, 0.0, 3.14, 9.99, nan, 3.14, -0.025]
    """
    values = np.full(len(tokens), np.nan)
    for kind in _KINDS:
        found = {i: match for i, token in enumerate(tokens) if (match := kind.fullmatch(token))}
        most = max((len(match[1].lstrip("-")) for match in found.values()), default=1)
        for i, match in found.items():
            exponent = int(match.groupdict().get("exponent") or BIAS) - BIAS
            values[i] = decimal_value(int(match[1]), exponent - most + 1)
    return values
