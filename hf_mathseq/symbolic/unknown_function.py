"""The unknown function of a differential equation."""

from __future__ import annotations

from hf_mathseq.symbolic.nodes import X, node

Y = node("f", (X,))
_FIRST = node("derivative", (Y, X))
UNKNOWNS = (Y, _FIRST, node("derivative", (_FIRST, X)))
"""y, y' and y'', as `expression.read_prefix` builds them from `Y`, `Y'` and `Y''`."""
