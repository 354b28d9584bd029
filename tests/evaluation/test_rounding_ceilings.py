"""What three digits allow, beside the shares that the published program found."""

import json
from math import sqrt
from pathlib import Path

import numpy as np
import pytest

from hf_mathseq.evaluation.tolerances import needed_tolerances
from hf_mathseq.tasks import get_task
from hf_mathseq.verification.matrices import PAPER_TOLERANCES, published_figures

DATA = Path(__file__).parents[1] / "data" / "linear_algebra" / "rounding_ceilings.jsonl"
RECORDS = [json.loads(line) for line in DATA.read_text().splitlines()]
COUNT = 400
SETTING = ("task", "dimension", "encoding", "coefficients", "eigenvalue_law")


def parameters(what):
    """The records of a kind; those of large matrices take longer."""
    return [
        pytest.param(r, id=named(r), marks=[pytest.mark.slow] if r["dimension"] > 5 else [])
        for r in RECORDS
        if r["what"] == what
    ]


def named(record):
    return "-".join(str(record[k]) for k in ("task", "dimension", "encoding", "eigenvalue_law"))


def problems(record):
    options = {"input_encoding": record["encoding"], "output_encoding": record["encoding"]}
    task = get_task(
        f"linear_algebra/{record['task']}",
        dimension=record["dimension"],
        coefficients=record["coefficients"],
        **options,
        **(
            {"eigenvalue_law": record["eigenvalue_law"]}
            if record["eigenvalue_law"] != "semicircle"
            else {}
        ),
    )
    return task, task.generate(COUNT, split="test").to_pylist()


def agree(found, published, examples):
    """Whether shares of two samples differ by at most four standard errors and half a point."""
    for share, expected in zip(found, published, strict=True):
        p = min(max((share + expected) / 2, 0.002), 0.998)
        spread = sqrt(p * (1 - p) * (1 / COUNT + 1 / examples))
        assert abs(share - expected) < 4 * spread + 0.005


@pytest.mark.parametrize("record", parameters("rounded_targets"))
def test_rounded_targets_are_accepted_as_often_as_published(record):
    _, rows = problems(record)
    matrices, targets = (np.array([row[name] for row in rows]) for name in ("matrix", "result"))
    figures = published_figures(record["task"], matrices, targets, targets)
    found = [figures.accepted(t).mean() for t in PAPER_TOLERANCES]
    agree(found, record["accepted"], record["examples"])


@pytest.mark.parametrize("record", parameters("exact_solver"))
def test_an_exact_solver_of_the_rounded_problems_scores_as_published(record):
    task, rows = problems(record)
    scores = needed_tolerances(task, rows, [[]] * len(rows)).scores()
    found = [scores[str(t)]["paper"]["exact_solver"] for t in PAPER_TOLERANCES]
    agree(found, record["accepted"], record["examples"])
    exact = [
        answer == row["target"].split()
        for answer, row in zip(task.exact_answers(rows), rows, strict=True)
    ]
    if "vectors" not in record["task"]:  # their signs are free
        agree([np.mean(exact)], [record["exact_match"]], record["examples"])
    # rounding costs nothing under the strict criterion
    assert scores["0.005"]["strict"]["exact_solver"] == 1


def test_the_stored_benchmark_agrees_with_every_published_share():
    results = Path(__file__).parents[2] / "benchmarks" / "results" / "rounding_ceilings.json"
    entries = json.loads(results.read_text())["ceilings"]
    measures = {"rounded targets": "rounded_targets", "exact solver": "exact_solver"}
    compared = {
        (measures[name], *(entry[key] for key in SETTING)): found
        for entry in entries
        for name, found in entry["published"].items()
    }
    assert compared.keys() == {(r["what"], *(r[key] for key in SETTING)) for r in RECORDS}
    for found in compared.values():
        assert found["largest difference"] < max(0.02, 3 * found["standard error"])
    assert sum(found["largest difference"] < 0.02 for found in compared.values()) >= 60
