"""Audit of all generators: does what they draw follow the laws that docs/generators.md states?

Run `OMP_NUM_THREADS=1 python benchmarks/generator_audit.py` (some two minutes of processor time
among a few processes); the result is written to `benchmarks/results/generator_audit.json`. It has

* every test of every law with its p-value, and the smallest p-value of each part after a correction
  for the number of all tests (Holm), and
* the power of the tests: p-values of laws that are wrong by the stated amount, which must be tiny.

The seed is fixed: the same version of the package gives the same p-values.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from laws import expressions, matrices, networks, systems, trees
from laws.fit import Finding, adjusted, keys
from laws.power import powers
from laws.rows import common_alike, common_rows, same_places, sample, splits
from measuring import machine
from scipy import stats

from hf_mathseq.networks.families import FAMILIES
from hf_mathseq.symbolic.trees import BufferedDraws
from hf_mathseq.systems.random_trees import TreeLaw
from hf_mathseq.tasks import TASKS, get_task
from hf_mathseq.tasks.ode_construction import CONSTANTS
from hf_mathseq.tasks.pde_options import PdeConfig

RESULT = Path(__file__).parent / "results" / "generator_audit.json"
SEED = 2026
EXPRESSION_TASKS = {
    "integration/bwd": 6,
    "integration/fwd": 8,
    "integration/fwd_sympy": 8,
    "integration/ibp": 1,
    "ode/ode1": 2,
    "ode/ode2": 1,
}
"""Blocks that are looked at; forward generation without integrating."""
SPECTRUM_TASKS = ("stability", "convergence_speed")
CONTROL_TASKS = ("controllability", "controllability_non_autonomous", "feedback_gain")
SMALL_SPACES: dict[str, dict[str, Any]] = {
    "integration/bwd": {"min_ops": 1, "max_ops": 2, "short_probability": 0.0},
    "ode/ode1": {"min_ops": 1, "max_ops": 3},
    "differential_systems/pde": {
        "min_dimension": 1,
        "max_dimension": 1,
        "max_coefficient": 1,
        "max_scale": 2,
    },
    "metabolic_networks/existence": {"min_nodes": 2, "max_nodes": 3},
}
"""Options with which tasks have so few examples that streams share many."""
ROWS = 2048
"""Draws per stream of cheap tasks, in whole blocks."""
FEW_BLOCKS = ("differential_systems/", "ode/", "integration/ibp", "integration/fwd")
"""Tasks that take about a second for a block: one block per stream."""


def tree_findings(rng: np.random.Generator) -> Iterator[Finding]:
    """Shapes for every number of operators with fewer than 5,000, words, required leaves."""
    settings = get_task("integration/bwd").config.trees
    draws = BufferedDraws(settings, rng)
    for operators in trees.countable():
        count = max(20_000, 20 * len(trees.shapes(operators)))
        yield trees.drawn_shapes("expressions", draws, operators, count)
        yield trees.system_shapes(keys(rng, count), operators)
    yield from trees.drawn_words("expressions", draws, settings, 10, 20_000)
    yield from trees.system_words(keys(rng, 20_000), TreeLaw())
    for order in (1, 2):
        yield from trees.required_leaves(
            f"ode/ode{order}", settings, CONSTANTS[:order], rng, 40_000
        )
    streams = [get_task("integration/bwd").rng("train", seed, 0) for seed in (SEED, SEED + 1)]
    yield trees.coincidences("expressions", settings, streams, 20_000)


def expression_findings(rng: np.random.Generator) -> Iterator[Finding]:
    """Random functions behind real blocks, kept or not."""
    for name, blocks in EXPRESSION_TASKS.items():
        yield from expressions.expression_task(name, SEED, blocks)


def matrix_findings(rng: np.random.Generator) -> Iterator[Finding]:
    """Coefficients of every task, dimensions, spectra, noise, operations."""
    for name in sorted(TASKS):
        if not name.startswith("linear_algebra/") or name.endswith("/cotraining"):
            continue
        for law in ("uniform", "gaussian"):
            yield from matrices.matrix_task(get_task(name, coefficients=law), rng, 4096)
    for task in ("transpose", "eigenvalues", "inverse"):
        options = {"rectangular": True} if task == "transpose" else {}
        varying = get_task(f"linear_algebra/{task}", min_dimension=5, max_dimension=15, **options)
        yield from matrices.dimensions(varying, rng, 10_000, range(5, 16))
    yield from matrices.varying_bounds(rng, 50_000, 1, 100)
    for n in (2, 5, 10):
        for name in ("uniform", "gaussian", "laplace", "positive2"):
            claimed = matrices.spectrum_law(name, n, 10.0)
            yield matrices.independent_spectrum(name, claimed, rng, 20_000, n, 10.0)
        for name in ("semicircle", "positive", "marcenko"):
            for law in ("uniform", "gaussian"):
                yield matrices.other_spectrum(name, rng, 20_000, n, 10.0, law)
    yield matrices.mixed_spectra(rng, 5_000)
    for share in (0.01, 0.1):
        noisy = get_task("linear_algebra/eigenvectors", noise=share)
        yield matrices.noise(noisy, rng, 4_000, share * 10.0 / np.sqrt(3))
    yield matrices.operations(get_task("linear_algebra/cotraining"), SEED, 4)


def system_findings(rng: np.random.Generator) -> Iterator[Finding]:
    """Sizes of systems, shares of classes, equations with partial derivatives."""
    for name in SPECTRUM_TASKS + CONTROL_TASKS:
        law = get_task(f"differential_systems/{name}").config.shape_law
        yield from systems.sizes(f"differential_systems/{name}", law, keys(rng, 40_000), law)
    yield from systems.pdes(rng, 20_000, PdeConfig().law)
    for name, share, column, group in (
        ("stability", "stable_share", "unstable", "degree"),
        ("controllability", "controllable_share", "controllable", None),
        ("controllability_non_autonomous", "controllable_share", "controllable", None),
    ):
        task = get_task(f"differential_systems/{name}", **{share: 0.5})
        yield systems.balance(task, column, group, SEED, 1, 0.5)


def network_findings(rng: np.random.Generator) -> Iterator[Finding]:
    """Sizes, edges, intakes and excretions of every family; classes; coefficients."""
    for family in FAMILIES:
        yield from networks.sizes_and_edges(family, rng, 40_000, (1.2, 2.5))
    for edges in (1, 2, 3, 4):
        yield networks.edge_places(rng, 40_000, edges=edges)
    for rewiring in (0.0, 0.1, 0.3, 0.6, 1.0):
        yield networks.small_worlds(rng, 40_000, rewiring, rewiring)
        yield networks.small_worlds(rng, 40_000, rewiring, rewiring, n=5)
    for n in (4, 5, 6):
        yield networks.scale_free_growth(rng, 40_000, n)
    yield networks.weights(rng, 10_000)
    yield networks.repairs(rng, 10_000, 0.4)
    yield networks.balanced(rng, 10_000, 0.5, 0.5)
    yield networks.hard_classes(rng, 4_000)


def stream_findings(name: str, options: Mapping[str, Any]) -> Iterator[Finding]:
    """Splits of a task, and independence of its blocks and of its seeds."""
    label = f"{name}, few examples" if name in SMALL_SPACES and options else name
    task = get_task(name, **options)
    blocks = 1 if name.startswith(FEW_BLOCKS) else max(1, ROWS // task.block_size)
    first = range(blocks)
    one, other = sample(task, SEED, first), sample(task, SEED + 1, first)
    following = sample(task, SEED, range(blocks, 2 * blocks))
    yield from splits(label, one)
    for relation, second in {"following blocks": following, "two seeds": other}.items():
        yield same_places(label, relation, one, second)
        if name not in WITHOUT_DUPLICATES:
            yield common_rows(label, f"examples common to {relation}", one.rows, second.rows)
    if name in WITHOUT_DUPLICATES:
        yield common_alike(label, one, following, other)


UNBALANCED = {
    "differential_systems/controllability": {"controllable_share": -1},
    "differential_systems/stability": {"stable_share": -1},
}
"""Balanced classes take turns at the places of a block, and so do their lengths."""
WITHOUT_DUPLICATES = ("integration/ibp",)
"""Tasks whose blocks drop their own duplicates."""
FEW_ROWS = ("integration/fwd_sympy",)
"""Tasks whose blocks hold a handful of examples; `functions of tasks` looks at what they draw."""
PARTS: dict[str, Callable[[np.random.Generator], Iterator[Finding]]] = {
    "trees": tree_findings,
    "functions of tasks": expression_findings,
    "matrices": matrix_findings,
    "systems": system_findings,
    "networks": network_findings,
}
STREAMS = "splits and streams"


def summary(names: Sequence[str], found: Sequence[Finding]) -> dict[str, Any]:
    """Return the number of tests and the smallest p-values of each part and of all.

    `uniform` is a p-value of its own: where all claims are true, p-values are uniform. Tests that
    leave nothing to chance have 1 and are left out of it.
    """
    corrected = adjusted([one.p for one in found])
    rows: dict[str, Any] = {}
    for name in dict.fromkeys(names):
        own = [i for i, part in enumerate(names) if part == name]
        rows[name] = {
            "tests": len(own),
            "smallest p": min(found[i].p for i in own),
            "corrected": min(corrected[i] for i in own),
        }
    return {
        "tests": len(found),
        "smallest p": min(one.p for one in found),
        "corrected": min(corrected),
        "uniform": float(stats.kstest([one.p for one in found if one.p < 1], "uniform").pvalue),
        "parts": rows,
    }


def tables(result: Mapping[str, Any]) -> tuple[str, str]:
    """Return the summary and the power as Markdown, as docs/generators.md shows them."""
    whole = result["summary"]
    parts = [*whole["parts"].items(), ("all", whole)]
    header = "| part | tests | smallest p | corrected |\n|---|---|---|---|"
    rows = [
        f"| {name} | {row['tests']} | {row['smallest p']:.2g} | {row['corrected']:.2g} |"
        for name, row in parts
    ]
    wrong = [
        f"| {one['wrong']} | {one['size']:,} | {one['p'] or 1e-300:.0e} |"
        for one in result["power"]
    ]
    return (
        "\n".join([header, *rows]),
        "\n".join(["| what is wrong | draws | p |\n|---|---|---|", *wrong]),
    )


def part(number: int) -> list[Finding]:
    """Return the findings of one of `PARTS`."""
    findings = list(PARTS.values())[number]
    return list(findings(np.random.default_rng([SEED, number])))


def streams(name: str, options: Mapping[str, Any]) -> list[Finding]:
    """Return the findings on one task's splits and streams."""
    return list(stream_findings(name, options))


def power() -> list[dict[str, Any]]:
    """Return how wrong laws are noticed."""
    return [
        {"wrong": what, "test": one.test, "size": one.size, "p": one.p}
        for what, one in powers(np.random.default_rng([SEED, len(PARTS)]), SEED)
    ]


def audit(processes: int) -> dict[str, Any]:
    """Return all findings, their summary, and the power of the tests."""
    names = [name for name in sorted(TASKS) if name not in FEW_ROWS]
    tasks = [(name, UNBALANCED.get(name, {})) for name in names]
    tasks += SMALL_SPACES.items()
    with ProcessPoolExecutor(processes) as pool:
        noticed = pool.submit(power)
        jobs = [(name, pool.submit(part, number)) for number, name in enumerate(PARTS)]
        jobs += [(STREAMS, pool.submit(streams, *task)) for task in tasks]
        pairs = [(name, one) for name, job in jobs for one in job.result()]
    parts, found = zip(*pairs, strict=True)
    return {
        "seed": SEED,
        "machine": machine(),
        "summary": summary(parts, found),
        "power": noticed.result(),
        "tests": [{"part": name, **asdict(one)} for name, one in pairs],
    }


def main() -> None:
    """Audit, store everything, and print what is below 0.001 and the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--output", type=Path, default=RESULT)
    arguments = parser.parse_args()
    result = audit(arguments.processes)
    arguments.output.write_text(json.dumps(result, indent=1) + "\n")
    for one in result["tests"]:
        if one["p"] < 0.001:
            print(one)
    print("\n\n".join(tables(result)))


if __name__ == "__main__":
    main()
