"""Giac (GPL, Debian package `xcas`)."""

from __future__ import annotations

import re

from hf_mathseq.engines.infix_program import Language

GIAC = Language(
    command=("giac",),
    preparation="",
    # It echoes what it is told: the mark must not stand in the command.
    mark='"end "+{}+"."\n',
    integral='"answer "+string(integrate({}, x))\n',
    equation='"answer "+string(desolve({}, x, y))\n',
    constant=re.compile(r"\bc_\d+"),
    written={"E": "e", "**": "^"},
)
"""Giac's `integrate` and `desolve`."""
