"""Published figures of the data of arXiv 1912.01412, and why ours differ where they do."""

from __future__ import annotations

from typing import NamedTuple

PAPER_LENGTHS = {
    "integration/fwd": {
        **{"training set": "20M", "input": (18.9, 6.9, 69), "target": (49.6, 48.3, 508)},
    },
    "integration/bwd": {
        **{"training set": "40M", "input": (70.2, 47.8, 450), "target": (21.3, 8.3, 75)},
    },
    "integration/ibp": {
        **{"training set": "20M", "input": (17.5, 9.1, 226), "target": (26.4, 11.3, 206)},
    },
    "ode/ode1": {
        **{"training set": "40M", "input": (123.6, 115.7, 508), "target": (23.0, 15.2, 474)},
    },
    "ode/ode2": {
        **{"training set": "40M", "input": (149.1, 130.2, 508), "target": (24.3, 14.9, 335)},
    },
}
"""arXiv 1912.01412, table of the data sets' statistics: mean, standard deviation and maximum of the
numbers of words, of deduplicated training sets."""

REFERENCE_ACCEPTANCE = {
    "integration/fwd": "22 to 35 % (28 to 50 % of the calls timed out)",
    "integration/fwd_sympy": "22 to 35 % (28 to 50 % of the calls timed out)",
    "integration/bwd": "82 to 91 %",
    "integration/ibp": "1 to 3 % of 160 to 190 calls with a cold table",
    "integration/ibp, max_ops 5": "6.5 % of 1,000 calls",
    "integration/ibp, max_ops 5, the published rule": "6.5 % of 1,000 calls",
    "ode/ode1": "61 to 69 % (up to 3 % of the calls timed out)",
    "ode/ode2": "14 to 22 % (14 to 39 % of the calls timed out)",
}
"""Pairs per call of the published program (run for this comparison, SymPy 1.5.1)."""


class Remark(NamedTuple):
    """Why a measure of ours differs from the reference's.

    Attributes:
        source: The data that it is about.
        side: "input" or "target".
        measures: Beginnings of the names of the measures that it explains; "" is all.
        why: The reason.
    """

    source: str
    side: str
    measures: tuple[str, ...]
    why: str


GENERAL = (
    "The paper describes deduplicated sets of tens of millions of pairs. Short pairs are drawn "
    "again and again and are dropped, so that such sets are longer than a raw stream; the table of "
    "distinct pairs shows how this effect grows with their number.",
    "The reference samples are raw streams of one process: 121 to 202 pairs. One standard error of "
    "a mean length is 3 to 7 % of it there, and about one measure in 370 lies beyond three "
    "standard errors by chance alone; some 150 measures are compared for each sample.",
    "Lengths count words without the leading `sub Y'`. Whether the paper counts it, or the end "
    "marks, is not said: its lengths may be 2 to 4 words longer for that reason alone.",
)

REMARKS: tuple[Remark, ...] = (
    Remark(
        "integration/fwd",
        "target",
        ("length", "operators, mean"),
        "The published program gives up after three seconds of wall-clock time, which drops long "
        "answers; ours after a number of steps. Its own integrands have answers of the same length "
        "here (see \"the reference's integrands\"), and the paper's figures have the longer tail.",
    ),
    Remark(
        "integration/bwd",
        "input",
        ("expressions with cos", "share of operators: cos"),
        "Chance of the reference's 202 draws: made again from its seed they have about as few "
        'cosines as the sample (see "the reference\'s draws"). The rest is that our short form '
        "is not SymPy's simplify.",
    ),
    *(
        Remark(
            "integration/ibp, max_ops 5",
            side,
            ("",),
            "The published program starts from an empty table and accepts what a small table "
            "knows: above all powers of x and products with them. Ours looks up all pairings of a "
            "block's functions and takes new problems only. The published rule with our "
            'expressions is like the sample (see "the published rule").',
        )
        for side in ("input", "target")
    ),
    Remark(
        "ode/ode1",
        "input",
        (
            "share of operators: exp",
            *(f"expressions with {name}h" for name in ("sin", "cos", "tan")),
        ),
        "SymPy turns hyperbolic functions into exponentials where it solves for a constant and "
        "where it simplifies; ours stay as they were drawn.",
    ),
    Remark(
        "ode/ode2",
        "input",
        ("length", "operators, mean", "share of operators: mul"),
        "The published program gives up a draw after eight seconds: 14 to 39 % of its calls, above "
        "all those of long equations. The paper's lengths are nearer to ours than to the sample's, "
        "and shorter equations have fewer sums among their operators.",
    ),
)


def explanation(source: str, side: str, measure: str) -> str:
    """Return why a measure differs, "" where no reason is recorded."""
    found = (
        remark.why
        for remark in REMARKS
        if (remark.source, remark.side) == (source, side) and measure.startswith(remark.measures)
    )
    return next(found, "")
