"""What each proposer answers by itself, and all of them together, on the same problems.

Run `OMP_NUM_THREADS=1 python benchmarks/solvers.py` (about an hour of processor time without a
model, most of it SymPy's; `--limit 20` takes 20 problems of each list, spread over it, `--solvers`
and `--lists` take some only); the results are written to `benchmarks/results/solvers.json`, and as
tables to the end of `docs/solving.md`. An interrupted run goes on where it was: what is found is
kept in `--work`, one line for each problem; `--known` reports what is kept, with the number of
problems that each solver has seen of a list.

Problems: the suites of textbook problems `integration/classic` and `ode/classic`, test problems of
`integration/bwd`, and problems of four tasks from another seed that our rules were never looked at
with: *held out*. Solvers: every installed proposer that looks at nothing but the problem, each
with 10 seconds (SymPy on `SYMPY_PROBLEMS` of each list, spread over it); then all of them in turn,
as `hf_mathseq.solve` asks them. With `--model FOLDER` also the model's beam, the beam with repair,
and the model with everything.

Every answer is verified by the same strict criterion: *solved* counts verified answers, *wrong*
problems with answers that are refuted and none that is verified, *undecided* those whose answers
could not be decided. Seconds are processor time of this process and of all programs that it asks,
verification included, so that other work on the machine changes little.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import sympy
from measuring import machine, processor_seconds
from solver_tables import write_section

import hf_mathseq
from hf_mathseq.answers import MODEL
from hf_mathseq.evaluation.suites.classic import classic_problems
from hf_mathseq.processes import time_limit
from hf_mathseq.proposers.chain import SECONDS, Chain, Found
from hf_mathseq.proposers.table import ALL, PROPOSERS, chosen_names, made
from hf_mathseq.task import Row, Task
from hf_mathseq.verdict import ProblemError

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "solvers.json"
WORK = ROOT / "build" / "solvers.jsonl"
DRAWN = 200
HELD_OUT = {"integration/fwd": 60, "integration/ibp": 60, "ode/ode1": 60, "ode/ode2": 60}
"""Problems of each task that are drawn with `HELD_OUT_SEED`."""
HELD_OUT_SEED = 2026
SYMPY_PROBLEMS = 100
"""SymPy takes most of its ten seconds for most random problems."""
PATIENCE = 60.0
"""Time by the clock for each second of processor time: a busy machine takes no answer away."""
BEAMS = 10

Problems = list[tuple[Task, Row]]
Answerer = Callable[[Task, Row], list[Found]]


def problem_lists() -> dict[str, Callable[[], Problems]]:
    """Return what draws or reads the lists of problems, by name."""
    bwd = "integration/bwd"
    return {
        "integration/classic": lambda: textbook_problems("classic.yaml", bwd),
        "ode/classic": lambda: textbook_problems("classic_ode.yaml", "ode/ode1", "ode/ode2"),
        f"{bwd} test": lambda: drawn_problems(bwd, DRAWN, seed=0),
        **{
            f"{name} held out": partial(drawn_problems, name, count, HELD_OUT_SEED)
            for name, count in HELD_OUT.items()
        },
    }


def textbook_problems(file: str, *names: str) -> Problems:
    """Return the problems of a suite, those of each task in turn."""
    found = []
    for name in names:
        task = hf_mathseq.get_task(name)
        listed = classic_problems(file, task if len(names) > 1 else None)
        found += [(task, task.problem_from(text)) for _, text, _ in listed]
    return found


def drawn_problems(name: str, count: int, seed: int) -> Problems:
    """Return test problems of a task."""
    task = hf_mathseq.get_task(name)
    column = task.description.problem
    drawn = task.generate(count, seed=seed, split="test")
    return [(task, {column: text}) for text in drawn[column].to_pylist()]


def spread(problems: Problems, limit: int | None) -> Problems:
    """Return so many problems, at equal distances."""
    count = min(limit or len(problems), len(problems))
    return [problems[i * len(problems) // count] for i in range(count)]


def chain_of(names: Sequence[str]) -> Answerer:
    """Return what asks proposers in turn; their processes are kept from problem to problem."""
    proposers = made(names)
    return lambda task, row: list(Chain(task, proposers, SECONDS).answers(row))


def model_with(folder: str, proposers: str) -> Answerer:
    """Return what asks a model and then proposers."""
    solver = hf_mathseq.load_solver(folder, proposers, SECONDS)

    def answer(task: Task, row: Row) -> list[Found]:
        problem = row[task.description.problem]
        try:
            found = solver(problem, num_beams=BEAMS)
        except ProblemError:  # longer than what the model reads
            return []
        return [Found(each.source, each.tokens, each.verdict) for each in found]

    return answer


def answerers(model: str | None) -> dict[str, Answerer]:
    """Return every solver by name, each proposer alone first."""
    names = [name for name in chosen_names(ALL) if name != MODEL]
    alone = [name for name in names if not PROPOSERS[name].derived]
    found = {name: chain_of([name]) for name in alone}
    found["all without a model"] = chain_of(names)
    if model is not None:
        found["model"] = model_with(model, MODEL)
        found["model, repair"] = model_with(model, "model,repair,rewriting,parts")
        found["all with the model"] = model_with(model, ALL)
    return found


def asked(answer: Answerer, task: Task, row: Row) -> dict[str, Any]:
    """Return what came of one problem."""
    start = processor_seconds()
    found = answer(task, row)
    seconds = processor_seconds() - start
    best = next((each for each in found if each.verdict.correct), None)
    statuses = Counter(str(each.verdict.status) for each in found)
    outcome = next((s for s in ("CORRECT", "UNDECIDED", "INCORRECT") if statuses[s]), "NONE")
    return {"outcome": outcome, "source": best and best.source, "seconds": round(seconds, 4)}


def summary(outcomes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return counts and times of one solver on one list."""
    counted = Counter(each["outcome"] for each in outcomes)
    seconds = sorted(each["seconds"] for each in outcomes)
    return {
        "problems": len(outcomes),
        "solved": counted["CORRECT"],
        "share": round(counted["CORRECT"] / len(outcomes), 4),
        "wrong": counted["INCORRECT"],
        "undecided": counted["UNDECIDED"],
        "no answer": counted["NONE"],
        "seconds: mean": round(statistics.fmean(seconds), 3),
        "seconds: median": round(statistics.median(seconds), 3),
        "seconds: 90 %": round(seconds[int(0.9 * (len(seconds) - 1))], 3),
        "seconds: largest": round(seconds[-1], 3),
        "sources": dict(Counter(e["source"] for e in outcomes if e["source"]).most_common()),
    }


class Outcomes:
    """What came of problems, kept in a file from run to run.

    Args:
        path: The file, one line for each problem and solver.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        entries = map(json.loads, path.read_text().splitlines())
        self._path = path
        self._known: dict[str, dict[str, Any]] = {each["key"]: each["found"] for each in entries}

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def of(self, key: str, ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Return what is known, or what asking brings."""
        if key not in self._known:
            self._known[key] = ask()
            with self._path.open("a") as log:
                log.write(json.dumps({"key": key, "found": self._known[key]}) + "\n")
        return self._known[key]


def fits(name: str, model_task: Task | None, task: Task) -> bool:
    """Return whether a solver knows the problems of a task."""
    if name in PROPOSERS:
        return PROPOSERS[name]().fits(task)
    if "without" in name or model_task is None:
        return True
    # Models of integrals know all of them, those of equations one order.
    return task.dataset == model_task.dataset and (
        task.dataset == "integration" or task.name == model_task.name
    )


def chosen(names: Iterable[str], wanted: str | None) -> list[str]:
    """Return the names that are wanted, separated by commas; all of them by default."""
    return [name for name in names if wanted is None or name in wanted.split(",")]


def measured(arguments: argparse.Namespace) -> dict[str, Any]:
    """Ask every solver for every problem that it knows; with `known` none that is not kept."""
    outcomes = Outcomes(arguments.work)
    model_task = hf_mathseq.load_solver(arguments.model).task if arguments.model else None
    solvers = answerers(arguments.model)
    results: dict[str, Any] = {}
    for title in chosen(problem_lists(), arguments.lists):
        problems = spread(problem_lists()[title](), arguments.limit)
        results[title] = {}
        for name in chosen(solvers, arguments.solvers):
            fitting = [each for each in problems if fits(name, model_task, each[0])]
            title_key = f"{title} | {name} | {arguments.model or ''}"
            asks = [
                (f"{title_key} | {row[task.description.problem]}", task, row)
                for task, row in spread(fitting, SYMPY_PROBLEMS if name == "sympy" else None)
            ]
            if arguments.known:
                asks = [each for each in asks if each[0] in outcomes]
            if asks:
                found = [
                    outcomes.of(key, partial(asked, solvers[name], task, row))
                    for key, task, row in asks
                ]
                results[title][name] = summary(found)
                print(title, name, results[title][name], flush=True)
    return results


def version(program: str) -> str:
    """Return the number of an installed program's version."""
    if shutil.which(program) is None:
        return "not installed"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return next(iter(re.findall(r"\d+(?:\.\d+)+", said.stdout)), "unknown")


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, help="problems of each list (default: all)")
    parser.add_argument("--model", help="model folder; its proposers are measured too")
    parser.add_argument("--lists", help="names with commas between them (default: all)")
    parser.add_argument("--solvers", help="names with commas between them (default: all)")
    parser.add_argument("--work", type=Path, default=WORK, help="what is found is kept here")
    parser.add_argument("--known", action="store_true", help="ask nothing, report what is kept")
    parser.add_argument("--result", type=Path, default=RESULT)
    arguments = parser.parse_args()
    time_limit.WALL_FACTOR = PATIENCE
    results = measured(arguments)
    programs = {name: version(name) for name in ("fricas", "giac", "maxima")}
    report = {
        "machine": machine(sympy=sympy.__version__, **programs),
        "seconds of each proposer": SECONDS,
        "model": arguments.model,
        "limit": arguments.limit,
        "results": results,
    }
    arguments.result.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    if arguments.result == RESULT:
        write_section(report)


if __name__ == "__main__":
    main()
