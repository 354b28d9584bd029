"""How much of the same the standard tests do; all of it is done by the slow ones."""

import pytest


def first_of(values, kept=1):
    """Return parameters of which all but the first are slow."""
    found = [v if isinstance(v, tuple) else (v,) for v in values]
    marks = [()] * kept + [pytest.mark.slow] * (len(found) - kept)
    return [pytest.param(*v, marks=mark) for v, mark in zip(found, marks, strict=True)]
