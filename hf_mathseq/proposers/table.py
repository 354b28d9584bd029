"""The table of proposers, and which of them a user chooses."""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.answers import MODEL
from hf_mathseq.proposers.exact import Exact
from hf_mathseq.proposers.programs import Fricas, Giac, Maxima, Sympy
from hf_mathseq.proposers.proposer import Proposer
from hf_mathseq.proposers.repair import Repair
from hf_mathseq.proposers.rewriting import Parts, Rewriting
from hf_mathseq.proposers.rules import Rules
from hf_mathseq.suggestions import UserError, unknown_name

ALL = "all"
"""The trained model and everything of this package that is installed."""

PROPOSERS: dict[str, type[Proposer]] = {
    each.name: each
    for each in (Repair, Rules, Exact, Fricas, Giac, Maxima, Sympy, Rewriting, Parts)
}
"""In the order in which they are asked by `ALL`: the quicker ones first."""


def chosen_names(proposers: str | Sequence[str]) -> list[str]:
    """Return the names of the proposers to ask, in order.

    Args:
        proposers: Names, or one text with commas between them; "all" is the model and every
            proposer whose programs are installed.

    Raises:
        UserError: A name that is none, occurs twice, or belongs to a program that is missing.
    """
    listed = proposers.split(",") if isinstance(proposers, str) else list(proposers)
    names = [name.strip() for name in listed]
    if names == [ALL]:
        return [MODEL, *(name for name, each in PROPOSERS.items() if each.available())]
    for name in names:
        if name not in (MODEL, *PROPOSERS):
            raise UserError(unknown_name("proposer", name, (ALL, MODEL, *PROPOSERS)))
        if name != MODEL and not PROPOSERS[name].available():
            raise UserError(f"proposer {name!r} needs a program that is not installed")
        if names.count(name) > 1:
            raise UserError(f"proposer {name!r} occurs twice")
    return names


def made(names: Sequence[str]) -> list[Proposer]:
    """Return proposers by their names, the model's left out."""
    return [PROPOSERS[name]() for name in names if name != MODEL]
