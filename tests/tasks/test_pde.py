"""`differential_systems/pde` as a task."""

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest

from hf_mathseq.options import OptionError
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import ProblemError, Status

LINES = Path(__file__).parents[1] / "data" / "differential_systems" / "pde.tsv.gz"


def pde(**options):
    return get_task("differential_systems/pde", **options)


@pytest.fixture(scope="module")
def lines():
    with gzip.open(LINES, "rt") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_classes_are_those_of_the_algebra():
    rows = pde().generate(2000).to_pylist()
    shares = Counter((row["behaviour"]["exists"], row["behaviour"]["vanishes"]) for row in rows)
    # 100,000 problems: 63.9, 15.3 and 20.8 %; a share of 2,000 is within 0.035 of it (3 sigma).
    assert shares[False, False] / 2000 == pytest.approx(0.639, abs=0.035)
    assert shares[True, False] / 2000 == pytest.approx(0.153, abs=0.025)
    assert shares[True, True] / 2000 == pytest.approx(0.208, abs=0.03)


def test_without_bounds_the_target_is_two_booleans():
    row = pde(bounds=False).generate(1).to_pylist()[0]
    assert len(row["target"].split()) == 5
    assert row["behaviour"]["bounds"] is None


def test_dimensions_and_ranges_are_options():
    task = pde(min_dimension=7, max_dimension=8, max_coefficient=3, max_scale=5)
    rows = task.generate(50).to_pylist()
    assert {row["dimension"] for row in rows} == {7, 8}
    assert all(task.difficulty(row) == {"dimension": row["dimension"]} for row in rows)
    with pytest.raises(OptionError, match="dimensions go from"):
        pde(min_dimension=5, max_dimension=4)


def test_published_lines_become_rows(lines):
    task = pde()
    rows = [task.problem_from(tokens=line["input"].split()) for line in lines]
    assert [" ".join(task.encode(row)[0]) for row in rows] == [line["input"] for line in lines]
    verdicts = task.verify_many(rows, [line["target"].split() for line in lines])
    assert Counter(v.status for v in verdicts) == {Status.CORRECT: 253, Status.INCORRECT: 23}


def test_published_labels_are_found_again(lines):
    pytest.importorskip("scipy")
    task = pde(labels="reference")
    some = lines[:60]
    rows = [task.problem_from(tokens=line["input"].split()) for line in some]
    verdicts = task.verify_many(rows, [line["target"].split() for line in some], criterion="paper")
    # One line differs between the versions of SciPy.
    assert sum(v.correct for v in verdicts) >= 58


def test_published_labels_can_be_drawn():
    pytest.importorskip("scipy")
    task = pde(labels="reference")
    task.block_size = 40
    drawn = task.draw("train", 0, 0)
    assert 25 <= len(drawn) < 40
    assert task.identity != pde().identity


def test_a_user_is_told_what_becomes_of_the_solution():
    task = pde()
    row = task.problem_from("u_t = -u_xx - u_xxxx; u(0) = sinc(3*x)")
    assert row["dimension"] == 2
    tokens = ["INT+", "1", "<SPECIAL_3>", "INT+", "0"]
    assert task.verify(row, tokens).correct
    answer = task.decode(tokens)
    assert task.show(answer) == "a solution exists and does not vanish"
    assert "some are positive" in task.finish(row, answer)
    bounds = task.decode(
        [*tokens, *["<SPECIAL_3>", "<SPECIAL_7>", "<SPECIAL_5>", "<SPECIAL_8>"], "<SPECIAL_4>"]
    )
    assert task.show(bounds).endswith("frequencies [-inf, inf]")


def test_problems_outside_of_the_task_are_refused():
    with pytest.raises(ProblemError, match="here there are 2 to 3"):
        pde(max_dimension=3).problem_from("u_t = u_xx + u_ww")
    with pytest.raises(ProblemError, match="either"):
        pde().problem_from("u_t = u_xx", tokens=["INT+", "2"])


def test_trivial_answers_are_right_as_often_as_their_class():
    task = pde()
    rows = task.generate(300).to_pylist()
    found = {
        name: sum(v.correct for v in task.verify_many(rows, [words] * 300, criterion="paper"))
        for name, words in task.trivial_answers().items()
    }
    assert sum(found.values()) == 300
    assert found["always no solution"] > 150
