"""Verdicts of all tasks beside those of an independent second judge.

Run `OMP_NUM_THREADS=1 nice python benchmarks/verifier_audit.py --work FOLDER` (about ten minutes of
processor time on one core). The second judge stands in `tests/audit/auditor`: it shares no code
with the product, reads the tokens with its own readers and decides in exact fractions or with many
digits. What is judged: made answers (right ones, rewritten ones, near misses, unrelated and
malformed ones) to problems of every task, and the stored answers of the released models. Parts
that are done are kept in FOLDER, so that an interrupted run goes on; `--jobs N` works on N at
once, `--finished` sums up what there is. The summary is written to
`benchmarks/results/verifier_audit.json`, its table to `docs/verification.md`.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from measuring import machine

from hf_mathseq.tasks import get_task, list_tasks

ROOT = Path(__file__).parents[1]
sys.path += [str(ROOT / "tests" / "audit"), str(ROOT / "tests")]

from comparing import (  # noqa: E402
    FALSE_ACCEPT,
    FALSE_REJECT,
    OTHER_WORD,
    UNDECIDED,
    UNJUDGED,
    Audited,
    audit,
    audit_answers,
)
from sizes import affordable  # noqa: E402

RESULT = ROOT / "benchmarks" / "results" / "verifier_audit.json"
PAGE = ROOT / "docs" / "verification.md"
FINDINGS = (FALSE_ACCEPT, FALSE_REJECT, UNDECIDED, UNJUDGED, OTHER_WORD)
ROWS = 12
CHUNKS = {
    "integration": 4,
    "ode": 1,
    "differential_systems": 10,
    "linear_algebra": 16,
    "metabolic_networks": 12,
}
"""Parts of `ROWS` problems each; every problem has about 15 made answers."""
EVERY = {"ode": 5}
"""One in so many problems that models answered is judged; all of them in other data sets."""
ANSWERS = {"ode": 1}
"""Answers of one beam that are judged; all of them in other data sets."""


def parts() -> Iterator[tuple[str, ...]]:
    """Yield what is judged: stored answers by file, made answers by chunk and task."""
    for chunk in range(max(CHUNKS.values())):
        for name in list_tasks():
            if chunk < CHUNKS[name.partition("/")[0]]:
                yield "made", name, str(chunk)
        if not chunk:
            for path in sorted(ROOT.glob("model_cards/*/results/*/examples/*.parquet")):
                yield "models", str(path.relative_to(ROOT)), "0"


def judged(part: tuple[str, ...]) -> list[Audited]:
    """Return verdicts and opinions of one part."""
    kind, name, chunk = part
    return _made(name, int(chunk)) if kind == "made" else _stored(ROOT / name)


def _made(name: str, chunk: int) -> list[Audited]:
    task = get_task(name)
    count = affordable(task, ROWS)
    return audit(task, task.generate(count, seed=100 + chunk).to_pylist(), chunk)


def _stored(path: Path) -> list[Audited]:
    model = path.parents[3]
    about = json.loads((model / "config.json").read_text())["mathseq"]
    task = get_task(about["task"], **about["options"])
    table = pq.read_table(path, columns=["input", "hypotheses"])
    answers, most = [], ANSWERS.get(task.dataset)
    for record in table.to_pylist()[:: EVERY.get(task.dataset, 1)]:
        row = {**task.problem_from(tokens=record["input"].split()), "input": record["input"]}
        answers += [(row, "models", text.split()) for text in record["hypotheses"][:most]]
    return audit_answers(task, answers)


def summary_of(part: tuple[str, ...], found: list[Audited]) -> dict[str, Any]:
    """Return the counts of one part, and the disagreements in full."""
    return {
        "task": found[0].task if found else part[1],
        "statuses": _counted(found, lambda one: one.verdict.status.value),
        "opinions": _counted(found, lambda one: one.opinion.word.value),
        "findings": _counted(found, lambda one: one.finding),
        "ties": sum(one.opinion.tie for one in found),
        "cases": [
            [one.finding, one.kind, one.problem, one.answer, one.verdict.detail, one.opinion.why]
            for one in found
            if one.finding is not None
        ],
    }


def _counted(found: list[Audited], of: Any) -> dict[str, dict[str, int]]:
    """Return kind of answer -> what `of` says of one -> how often."""
    counts: dict[str, Counter[str]] = {}
    for one in found:
        name = of(one)
        if name is not None:
            counts.setdefault(one.kind, Counter())[name] += 1
    return {kind: dict(counter) for kind, counter in sorted(counts.items())}


def work(part: tuple[str, ...], folder: Path) -> str:
    """Judge one part unless that was done before; return where its counts stand."""
    place = folder / ("-".join(part).replace("/", "_") + ".json")
    if not place.exists():
        started = time.process_time()
        summary = summary_of(part, judged(part))
        summary["seconds"] = time.process_time() - started
        draft = place.with_suffix(".draft")
        draft.write_text(json.dumps(summary))
        draft.rename(place)
    return str(place)


def total(places: list[Path]) -> dict[str, Any]:
    """Return what is stored: counts by task and by kind of answer, and every open case."""
    summaries = [json.loads(place.read_text()) for place in places]
    tasks: dict[str, Counter[str]] = {}
    kinds: dict[str, Counter[str]] = {}
    for one in summaries:
        for kind, counts in one["statuses"].items():
            for table, name in ((tasks, one["task"]), (kinds, kind)):
                found = table.setdefault(name, Counter())
                found.update(counts)
                found["verdicts"] += sum(counts.values())
                found["right"] += one["opinions"][kind].get("right", 0)
                found.update(one["findings"].get(kind, {}))
    everything = sum(tasks.values(), Counter())
    return {
        "verdicts": everything["verdicts"],
        "right by the second judge": everything["right"],
        "ties": sum(one["ties"] for one in summaries),
        **{name: everything[name] for name in FINDINGS},
        "rates": {
            "false accepts among accepted": everything[FALSE_ACCEPT] / everything["CORRECT"],
            "false rejects among right": everything[FALSE_REJECT] / everything["right"],
            "UNDECIDED": everything[UNDECIDED] / everything["verdicts"],
        },
        "tasks": {name: dict(found) for name, found in sorted(tasks.items())},
        "kinds": {name: dict(found) for name, found in sorted(kinds.items())},
        "cases": [[one["task"], *case] for one in summaries for case in one["cases"]],
        "processor seconds": sum(one["seconds"] for one in summaries),
    }


def table(result: dict[str, Any]) -> list[str]:
    """Return the lines of the table in docs/verification.md."""
    columns = ("verdicts", "right", *FINDINGS[:4])
    head = [f"| task | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    counts = [(f"`{name}`", found) for name, found in result["tasks"].items()]
    total = {name: sum(found.get(name, 0) for _, found in counts) for name in columns}
    lines = [
        " | ".join([f"| {name}", *(f"{found.get(column, 0):,}" for column in columns)]) + " |"
        for name, found in [*counts, ("all", total)]
    ]
    return head + lines


def write_page(result: dict[str, Any], page: Path = PAGE) -> None:
    """Put the table in the place of the one that stands in the page."""
    text = page.read_text(encoding="utf-8")
    start = text.index("| task | verdicts |")
    end = text.index("\n\n", start)
    page.write_text(text[:start] + "\n".join(table(result)) + text[end:], encoding="utf-8")


def main() -> None:
    """Judge all parts, some at a time, and store the summary."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder of finished parts")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--finished", action="store_true", help="sum up what is finished")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if not options.finished:
        judge = partial(work, folder=options.work)
        with multiprocessing.Pool(options.jobs) as pool:
            for place in pool.imap_unordered(judge, list(parts()), chunksize=1):
                print(place, flush=True)
    result = {**total(sorted(options.work.glob("*.json"))), "machine": machine()}
    RESULT.write_text(json.dumps(result, indent=1) + "\n")
    write_page(result)
    print("\n".join(table(result)))


if __name__ == "__main__":
    main()
