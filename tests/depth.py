"""How much of the same the standard tests do; all of it is done by the slow ones."""

import pytest


def first_of(values, kept=1):
    """Return parameters of which all but the first are slow."""
    values = list(values)
    return [*values[:kept], *(pytest.param(v, marks=pytest.mark.slow) for v in values[kept:])]
