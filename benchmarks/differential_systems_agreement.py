"""How far our answers are those of the published program, and how far its labels are right.

Run `OMP_NUM_THREADS=1 python benchmarks/differential_systems_agreement.py --samples FOLDER` (about
two minutes); the result is written to
`benchmarks/results/differential_systems_agreement.json`. Nothing is timed. The folder holds output
of the published program, `<set>.prefix_counts` or `<set>.counts`; without one, the excerpts of
`tests/data` are read.

Each line's target is computed from its input and compared token by token; what differs is listed
with its cause. Each published target is also judged by the strict criterion, and compared with what
clean labels would say; and so are the reference labels of systems that we draw.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from measuring import store

from hf_mathseq.encodings.scientific import read_float
from hf_mathseq.systems.duals import gradient, gradients
from hf_mathseq.systems.forest import Forest
from hf_mathseq.systems.layout import read_system, system_trees
from hf_mathseq.systems.spectra import LARGEST_ENTRY, convergence_speeds, speed_ranges
from hf_mathseq.systems.tree_text import infix
from hf_mathseq.systems.words import ARITY, MATRIX_SEPARATOR, MAX_VARIABLES, Tree
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.controllability import ControlTask
from hf_mathseq.tasks.stability import SpectrumTask
from hf_mathseq.tasks.systems_base import SystemTask
from hf_mathseq.verdict import ProblemError

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "differential_systems_agreement.json"
EXCERPTS = ROOT / "tests" / "data" / "differential_systems"
# Set of the published program -> task and the options that it was made with.
SETS: dict[str, tuple[str, dict[str, Any]]] = {
    "stability": ("convergence_speed", {}),
    "stability_balanced": ("convergence_speed", {"max_degree": 5, "stable_share": 0.5}),
    "stability_balanced_deg23": ("convergence_speed", {"max_degree": 3, "stable_share": 0.5}),
    "stability_jacobian": (
        "convergence_speed",
        {"max_degree": 4, "precision": 3, "jacobian": True, "jacobian_precision": 1},
    ),
    "control_raw": ("controllability", {"controllable_share": -1}),
    "control": ("controllability", {}),
    "control_dim": (
        "controllability",
        {"controllable_share": -1, "point": 0.5, "target": "dimension"},
    ),
    "gram": ("feedback_gain", {}),
}
# Configs whose reference labels are compared with clean ones on systems of our own, as drawn.
DRAWN: dict[str, dict[str, Any]] = {
    "stability": {"stable_share": -1},
    "convergence_speed": {},
    "controllability": {"controllable_share": -1},
    "feedback_gain": {},
}
SPEED = MATRIX_SEPARATOR
SMALL = 1e-12
"""A speed below this share of the largest entry consists of rounding errors."""


def lines(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the tokens of inputs and targets."""
    for line in path.read_text().splitlines():
        given, target = line.partition("|")[2].split("\t")
        yield given.split(), target.split()


def both_labels(config: str, options: dict[str, Any]) -> tuple[SystemTask, SystemTask]:
    """Return the task with reference labels, and with clean ones."""
    reference = get_task(f"differential_systems/{config}", labels="reference", **options)
    clean = get_task(f"differential_systems/{config}", labels="clean", **options)
    assert isinstance(reference, SystemTask)
    assert isinstance(clean, SystemTask)
    return reference, clean


def drawn(config: str, options: dict[str, Any], count: int) -> dict[str, Any]:
    """Return how right labels are on systems that we draw."""
    task, clean = both_labels(config, options)
    rows = task.generate(count).to_pylist()
    beside = Counter(clean_label(clean, row, row["target"].split()) for row in rows)
    return {
        "systems": count,
        "strict verdicts on reference labels": verdicts_on(task, rows),
        "clean labels beside reference labels": dict(beside),
        "strict verdicts on clean labels": verdicts_on(clean, clean.generate(count).to_pylist()),
    }


def verdicts_on(task: SystemTask, rows: list[dict[str, Any]]) -> dict[str, int]:
    """Return how often each verdict is given on the rows' own answers."""
    verdicts = task.verify_many(rows, [row["target"].split() for row in rows])
    return dict(Counter(str(verdict.status) for verdict in verdicts))


def compared(name: str, path: Path) -> dict[str, Any]:
    """Return how one set agrees."""
    task, clean = both_labels(*SETS[name])
    found: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    labels: Counter[str] = Counter()
    others = []
    for number, (given, target) in enumerate(lines(path)):
        found["lines"] += 1
        try:
            row = task.problem_from(tokens=given)
        except ProblemError:
            found["not computed"] += 1
            trees = read_system(given)
            others.append({"line": number, **undefined_part(trees, task.config.point)})
            continue
        ours = task.computed_answer(row)
        found["identical" if ours == target else "different"] += 1
        if ours != target:
            others.append(
                {
                    "line": number,
                    "cause": cause(row, ours, target),
                    "published": " ".join(target),
                    "ours": " ".join(ours),
                }
            )
        verdicts[task.verify(row, target).status] += 1
        labels[clean_label(clean, row, target)] += 1
    return {
        **found,
        "strict verdicts on the published targets": dict(verdicts),
        "clean labels beside the published targets": dict(labels),
        "others": others,
    }


def clean_label(task: SystemTask, row: dict[str, Any], target: list[str]) -> str:
    """Return how the label of a task with clean labels compares with a published one."""
    system = task.linearised(row)
    if isinstance(task, ControlTask):
        decided = task.uncontrollable(system)[0] >= 0
    else:
        assert isinstance(task, SpectrumTask)
        degrees = system.shapes.degrees
        speeds = convergence_speeds(system.jacobians, degrees)
        decided = task.is_decided(*speed_ranges(system.jacobians, degrees, speeds))[0]
    if not decided:
        return "in doubt"
    return "same" if task.computed_answer(row) == target else "different"


def cause(row: dict[str, Any], ours: list[str], target: list[str]) -> str:
    """Return why an answer differs."""
    trees = system_trees(row["system"])
    point = np.full(len(trees) + row["controls"], row["point"])
    largest = float(np.abs(gradients(Forest.from_trees(trees), point)).max())
    if largest > LARGEST_ENTRY:
        return f"an entry of the Jacobian has the size {largest:.1e}"
    speed = read_float(target, target.index(SPEED) + 1 if SPEED in target else 0)
    if speed is not None and abs(speed[0]) < SMALL * largest:
        return "the speed is 0 up to rounding"
    pairs = [(a, b) for a, b in zip(ours, target, strict=False) if a != b]
    if len(ours) == len(target) and len(pairs) == 1:
        return "one digit differs"
    if SPEED in target and len(set(map(tuple, map(after_matrix, (ours, target))))) == 1:
        return "a part of an entry of the Jacobian is 0 up to rounding"
    return "ill-conditioned"


def undefined_part(trees: list[Tree], value: float) -> dict[str, str]:
    """Return the smallest part of a system without a gradient, and why it has none."""
    point = np.full(MAX_VARIABLES, value)
    parts = sorted((part for tree in trees for part in subtrees(tree)), key=len)
    for part in parts:
        if not np.isfinite(gradient(part, point)).all():
            shown = {"part": infix(part)}
            if part[0] == "/":
                return {"cause": "a quotient by 0, or an overflow", **shown}
            if part[0] == "exp":
                return {"cause": "an exponential overflows or underflows", **shown}
            return {"cause": "a branch point, or rounding decides on the side of a cut", **shown}
    return {"cause": "the gradient is not real up to rounding"}


def subtrees(tree: Tree) -> Iterator[Tree]:
    """Yield a tree and everything that it is made of."""
    complete: list[Tree] = []
    for node in reversed(tree):
        operands = [complete.pop() for _ in range(ARITY[node])] if node in ARITY else []
        complete.append((node, *(leaf for operand in operands for leaf in operand)))
        yield complete[-1]


def after_matrix(tokens: list[str]) -> list[str]:
    """Return what stands behind the matrix."""
    return tokens[tokens.index(SPEED) + 1 :]


def sample(folder: Path, name: str) -> Path | None:
    """Return the file of a set, if there is one."""
    names = (f"ddss_{name}.prefix_counts", f"{name}.prefix_counts", f"{name}.counts")
    return next((folder / file for file in names if (folder / file).exists()), None)


def main() -> None:
    """Compare, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=Path, default=EXCERPTS)
    parser.add_argument("--drawn", type=int, default=1000)
    parser.add_argument("--output", type=Path, default=RESULT)
    arguments = parser.parse_args()
    paths = {name: sample(arguments.samples, name) for name in SETS}
    result = {
        "published systems": {
            name: compared(name, path) for name, path in paths.items() if path is not None
        },
        "systems of our own": {
            name: drawn(name, options, arguments.drawn) for name, options in DRAWN.items()
        },
    }
    store(result, arguments.output)


if __name__ == "__main__":
    main()
