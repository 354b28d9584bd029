"""Statistics of ode/ode1 and ode/ode2 beside the published program's samples and the paper.

Run `OMP_NUM_THREADS=1 python benchmarks/ode_statistics.py` (about five minutes); the result is
written to `benchmarks/results/ode_statistics.json` and as tables to `docs/ode_statistics.md`.
Nothing is timed: the result is the same on every machine.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from compared_samples import Source, drawn, store
from statistics_tables import About

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "ode_statistics.json"
PAGE = ROOT / "docs" / "ode_statistics.md"
ABOUT = About("differential equations", "ode_statistics")
SOURCES = {
    "ode/ode1": Source("ode/ode1", {}, 10_000, (1_000, 10_000, 30_000), "ode1.counts"),
    "ode/ode2": Source("ode/ode2", {}, 5_000, (1_000, 5_000), "ode2.counts"),
}


def main() -> None:
    """Describe both tasks and store all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=RESULT)
    parser.add_argument("--page", type=Path, default=PAGE)
    arguments = parser.parse_args()
    sources = {name: drawn(name, source) for name, source in SOURCES.items()}
    store(sources, ABOUT, arguments.output, arguments.page)


if __name__ == "__main__":
    main()
