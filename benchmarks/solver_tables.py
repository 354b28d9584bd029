"""The comparison of solvers as the last section of docs/solving.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hf_mathseq.evaluation.markdown import percent, table

PAGE = Path(__file__).parents[1] / "docs" / "solving.md"
HEADING = "## Comparison"
TITLES = {
    "integration/classic": "Integrals of textbooks (suite `integration/classic`)",
    "ode/classic": "Differential equations of textbooks (suite `ode/classic`)",
    "integration/bwd test": "Random functions that have elementary integrals (`integration/bwd`)",
}
HELD_OUT = (
    ", but not in the lists called *held out* (one problem of `ode/ode1` in them was seen by "
    "accident)."
)
HEADER = ("solver", "problems", "solved", "", "wrong", "undecided", "median, s", "90 %, s")


def section(report: dict[str, Any]) -> str:
    """Return the section with its tables."""
    parts = [
        HEADING,
        "Written by `benchmarks/solvers.py` from `benchmarks/results/solvers.json`. Every solver "
        f"has {report['seconds of each proposer']:g} s of processor time for a problem, and every "
        "answer goes through the same strict verification. *Wrong* are problems with answers of "
        "which none is right, *undecided* those with answers that could be neither proved nor "
        "refuted. Times are processor time of our process and of the programs that it asks, with "
        "verification, so that other work on the machine changes little. *Problems* are those that "
        "a solver was asked: not every solver is through every list. Gaps of our rules were looked "
        "for in these lists and in problems of other seeds"
        f"{HELD_OUT if any('held out' in name for name in report['results']) else '.'}",
        _versions(report["machine"]),
    ]
    for name, solvers in report["results"].items():
        parts += [f"### {TITLES.get(name, f'`{name.split()[0]}`, held out')}", _table(solvers)]
    return "\n\n".join(parts) + "\n"


def write_section(report: dict[str, Any]) -> None:
    """Replace the last section of the page."""
    page = PAGE.read_text(encoding="utf-8").partition(HEADING)[0].rstrip()
    PAGE.write_text(f"{page}\n\n{section(report)}", encoding="utf-8")


def _versions(machine: dict[str, Any]) -> str:
    names = {"sympy": "SymPy", "fricas": "FriCAS", "giac": "Giac", "maxima": "Maxima"}
    return ", ".join(f"{name} {machine[key]}" for key, name in names.items()) + "."


def _table(solvers: dict[str, Any]) -> str:
    rows = [
        (
            name,
            each["problems"],
            each["solved"],
            percent(each["share"]),
            each["wrong"],
            each["undecided"],
            f"{each['seconds: median']:.2f}",
            f"{each['seconds: 90 %']:.2f}",
        )
        for name, each in solvers.items()
    ]
    return table(HEADER, rows)
