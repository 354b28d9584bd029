"""Adds a finished training run to the log of experiments, `results/experiments.csv`.

Run `python benchmarks/experiment_log.py RUN RECIPE --name NAME` (seconds): RUN is the folder that
`hf-mathseq train RECIPE --set ... --output RUN` wrote. Settings and figures are read from there;
what is typed is the name, the experiment that it is compared with, and the remark.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from hf_mathseq.training.recipe import load_recipe

LOG = Path(__file__).parents[1] / "results" / "experiments.csv"
COLUMNS = (
    "name",
    "recipe",
    "changed",
    "examples",
    "updates",
    "cpu_minutes",
    "metric",
    "value",
    "compared_with",
    "baseline",
    "remark",
)
CHECKED = "eval_"
"""How the figures of a check begin in the log of a run."""
METRICS = ("loss", "verified_accuracy")
"""The figures that are kept; one of a task that is mixed in is `verified_accuracy/<task>`."""
UNTOLD = ("description", "published", "suites")
"""Settings that lead to no other weights."""


def flat(settings: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Return nested settings under dotted names."""
    found: dict[str, Any] = {}
    for key, value in settings.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{before}{key}.")
        else:
            found[f"{before}{key}"] = value
    return found


def changed_settings(run: Path, recipe: str) -> str:
    """Return the settings of a run that the recipe has otherwise, as `--set` takes them."""
    settings = load_recipe(run / "recipe.yaml").as_dict()
    names = flat(load_recipe(recipe).as_dict())
    return " ".join(
        f"{key}={json.dumps(value) if isinstance(value, list | tuple) else value}"
        for key, value in flat(settings).items()
        if names.get(key) != value and key.partition(".")[0] not in UNTOLD
    )


def figures(check: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield names and values of the figures of a check."""
    for key, value in check.items():
        name = key.removeprefix(CHECKED)
        if key.startswith(CHECKED) and name.partition("/")[0] in METRICS:
            yield name, round(value, 4)


def read_log() -> list[dict[str, str]]:
    """Return the rows of the log as they stand."""
    if not LOG.exists():
        return []
    with LOG.open(newline="") as file:
        return list(csv.DictReader(file))


def rows_of(args: argparse.Namespace, before: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a run: one for each figure of its last check."""
    training = json.loads((args.run / "results" / "training.json").read_text())
    checks = [entry for entry in training["log"] if f"{CHECKED}loss" in entry]
    others = {row["metric"]: row["value"] for row in before if row["name"] == args.compared_with}
    if args.compared_with and not others:
        raise SystemExit(f"there is no experiment {args.compared_with!r} in {LOG}")
    for metric, value in figures(checks[-1]):
        yield {
            "name": args.name,
            "recipe": args.recipe,
            "changed": changed_settings(args.run, args.recipe),
            "examples": training["examples_seen"],
            "updates": training["steps"],
            "cpu_minutes": round(training["cpu_seconds"] / 60, 1),
            "metric": metric,
            "value": value,
            "compared_with": args.compared_with,
            "baseline": others.get(metric, ""),
            "remark": args.remark,
        }


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the log anew with the rows of one run, in the place of older ones of its name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("recipe")
    parser.add_argument("--name", required=True)
    parser.add_argument("--compared-with", default="")
    parser.add_argument("--remark", default="")
    args = parser.parse_args(arguments)
    before = [row for row in read_log() if row["name"] != args.name]
    rows = [*before, *rows_of(args, before)]
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)  # all of them, before the file is touched
    LOG.write_text(text.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main()
