"""How many more problems a model's beam solves with repair, and what each kind of repair adds.

Run `OMP_NUM_THREADS=1 python benchmarks/repairs.py` (about fifteen minutes of processor time; an
interrupted run decodes nothing twice: beams are kept in `--work`); the result is written to
`benchmarks/results/repairs.json`. The models are the released ones, the problems the first of their
canonical test split that they can read.

For each kind: `problems` that it solves of those that the beam does not, those that it `alone`
solves, the `answers` that it proposed, and its processor `seconds`, verification left out.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from measuring import machine

from hf_mathseq.evaluation.decoding import Decoding, decode
from hf_mathseq.evaluation.identity import local_task
from hf_mathseq.evaluation.loading import load_trained
from hf_mathseq.proposers.repair import MAX_ANSWERS, answer_of, kinds_of_repair
from hf_mathseq.symbolic.expression import Expr, write_prefix
from hf_mathseq.task import Row, Task

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "repairs.json"
WORK = ROOT / "build" / "repairs"
MODELS = (
    "integration-mixed-longer-laptop",
    "ode-ode1-from-integrals-laptop",
    "ode-ode2-from-ode1-laptop",
)
BEAMS = 10


def beams_of(model: str, task: Task, count: int, work: Path) -> list[dict[str, Any]]:
    """Return problems with the hypotheses of a beam and whether one of them is right."""
    kept = work / f"{model}-{count}.json"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(_decoded(model, task, count)))
    found: list[dict[str, Any]] = json.loads(kept.read_text())
    return found


def _decoded(model: str, task: Task, count: int) -> list[dict[str, Any]]:
    trained = load_trained(ROOT / "model_cards" / model)
    rows = [
        row
        for row in task.generate(2 * count, seed=0, split="test").to_pylist()
        if len(row["input_ids"]) <= trained.max_input_length
    ][:count]
    inputs = [row["input_ids"] for row in rows]
    found = decode(
        trained.model,
        inputs,
        trained.vocabulary,
        Decoding(num_beams=BEAMS, num_return_sequences=BEAMS),
    )
    problem = task.description.problem
    beams = []
    for row, hypotheses in zip(rows, found, strict=True):
        words = [hypothesis.tokens for hypothesis in hypotheses]
        verdicts = task.verify_many([{problem: row[problem]}] * len(words), words)
        solved = any(verdict.correct for verdict in verdicts)
        beams.append({"row": {problem: row[problem]}, "words": words, "solved": solved})
    return beams


def repaired(
    task: Task, row: Row, answers: Sequence[Expr], kind: Callable[[Expr], Iterator[Expr]]
) -> tuple[bool, int, float]:
    """Return whether a kind of repair solves a problem, its answers and its seconds."""
    count, start = 0, time.process_time()
    proposed: list[list[str]] = []
    for answer in answers:
        proposed += map(write_prefix, kind(answer))
    seconds = time.process_time() - start
    for words in proposed:
        count += 1
        if task.verify(row, words).correct:
            return True, count, seconds
    return False, count, seconds


def measured(model: str, count: int, work: Path) -> dict[str, Any]:
    """Return what comes of one model's beams."""
    task = local_task(str(ROOT / "model_cards" / model))
    if task is None:
        raise SystemExit(f"there is no model {model}")
    beams = beams_of(model, task, count, work)
    unsolved = [each for each in beams if not each["solved"]]
    solved_by: dict[str, list[int]] = {}
    totals: dict[str, dict[str, float]] = {}
    for at, each in enumerate(unsolved):
        answers = [answer_of(task, words) for words in each["words"]]
        usable = [answer for answer in answers if answer is not None][:MAX_ANSWERS]
        for name, kind in kinds_of_repair(task, each["row"]).items():
            right, proposed, seconds = repaired(task, each["row"], usable, kind)
            total = totals.setdefault(name, {"answers": 0, "seconds": 0.0})
            total["answers"] += proposed
            total["seconds"] = round(total["seconds"] + seconds, 3)
            solved_by.setdefault(name, []).extend([at] * right)
    together = set().union(*solved_by.values())
    return {
        "problems": count,
        "solved by the beam": count - len(unsolved),
        "solved with repair": count - len(unsolved) + len(together),
        "kinds": {
            name: {
                "problems": len(solved),
                "alone": len(set(solved) - _others(solved_by, name)),
                **totals[name],
            }
            for name, solved in solved_by.items()
        },
    }


def _others(solved_by: dict[str, list[int]], name: str) -> set[int]:
    return {at for other, solved in solved_by.items() if other != name for at in solved}


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", nargs="+", default=MODELS, help="names in model_cards")
    parser.add_argument("--problems", type=int, default=300)
    parser.add_argument("--work", type=Path, default=WORK, help="beams are kept here")
    parser.add_argument("--result", type=Path, default=RESULT)
    arguments = parser.parse_args()
    models = {name: measured(name, arguments.problems, arguments.work) for name in arguments.models}
    report = {"machine": machine(), "beams": BEAMS, "models": models}
    arguments.result.write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps(models, indent=2))


if __name__ == "__main__":
    main()
