"""Reports of made-up folders: tables that say what is stored, pictures, and refusals."""

import csv
import json
import sys

import numpy as np
import pytest
from made_up_results import BEAMS, write_evaluation

from hf_mathseq.cli import main
from hf_mathseq.evaluation.metrics import wilson
from hf_mathseq.reports import write_report
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks import get_task, list_tasks

PNG = b"\x89PNG"


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def without_matplotlib(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)


def test_the_tables_of_a_model(model, without_matplotlib):
    report = write_report(model)
    assert list(report.files) == [
        "accuracy.csv",
        "accuracy_by_difficulty.csv",
        "accuracy_by_beam.csv",
        "training_curve.csv",
        "numbers.csv",
    ]
    assert len(report.notes) == 1
    assert "pip install 'hf-mathseq[pictures]'" in report.notes[0]
    stored = json.loads((model / "results" / "made-up" / "results.json").read_text())
    strict = stored["criteria"]["strict"]
    whole = rows_of(report.folder / "accuracy.csv")
    assert [row["criterion"] for row in whole] == ["strict", "paper"]
    assert float(whole[0]["accuracy"]) == strict["accuracy"][0] == 1
    assert [float(whole[0][end]) for end in ("low_95", "high_95")] == strict["confidence_95"]
    ranks = rows_of(report.folder / "accuracy_by_beam.csv")[:3]
    assert [float(row["accuracy"]) for row in ranks] == list(strict["by_rank"].values())
    wrong = sum(i % 7 == 0 or i % 4 == 0 for i in range(40))
    assert float(ranks[0]["low_95"]) == wilson(40 - wrong, 40)[0]
    difficulty = rows_of(report.folder / "accuracy_by_difficulty.csv")
    assert {row["measure"] for row in difficulty} == {
        "dimension",
        "input tokens from",
        "answer tokens from",
    }
    difficulty = [row for row in difficulty if row["measure"] == "dimension"]
    assert {row["value"] for row in difficulty} == {"2", "3"}
    assert sum(int(row["examples"]) for row in difficulty) == 2 * 40


def test_numbers_of_readable_answers_stand_beside_the_true_ones(model, without_matplotlib):
    numbers = rows_of(write_report(model).folder / "numbers.csv")
    problems = {int(row["problem"]) for row in numbers}
    assert problems == {i for i in range(40) if i % 7}
    for row in numbers:
        ratio = float(row["predicted"]) / float(row["true"])
        if int(row["problem"]) % 4 == 0:
            assert ratio > 1.15
        else:
            assert ratio == 1
            assert row["strict"] == "CORRECT"


def test_the_curve_counts_examples_and_has_intervals_of_shares_only(model, without_matplotlib):
    curve = rows_of(write_report(model).folder / "training_curve.csv")
    assert [row["examples"] for row in curve if row["figure"] == "learning_rate"] == [
        "320",
        "960",
        "1600",
    ]
    last = {(row["data"], row["figure"]): row for row in curve}
    assert float(last["validation", "loss"]["value"]) == 4 / 50
    assert last["validation", "loss"]["low_95"] == ""
    ends = [float(last["validation", "verified_accuracy"][end]) for end in ("low_95", "high_95")]
    assert ends == list(wilson(10, 20))


def test_pictures_and_the_same_files_again(model):
    pytest.importorskip("matplotlib")
    report = write_report(model)
    pictures = [name for name in report.files if name.endswith(".png")]
    assert pictures == [
        "accuracy_by_difficulty.png",
        "accuracy_by_beam.png",
        "training_curve.png",
        "numbers_made-up.png",
    ]
    first = {path.name: path.read_bytes() for path in report.folder.iterdir()}
    assert set(first) == {*report.files, "report.json"}
    assert all(first[name].startswith(PNG) for name in pictures)
    write_report(model)
    assert {path.name: path.read_bytes() for path in report.folder.iterdir()} == first
    page = (report.folder / "report.md").read_text()
    assert all(f"({name})" in page for name in pictures)


def test_what_an_earlier_report_left_is_gone(model, monkeypatch):
    pytest.importorskip("matplotlib")
    folder = write_report(model).folder
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    write_report(model)
    assert not list(folder.glob("*.png"))
    assert not (folder / "report.md").exists()


def test_names_are_shown_as_they_are(experiment):
    pytest.importorskip("matplotlib")
    stored = (experiment / "results.json").read_text()
    (experiment / "results.json").write_text(stored.replace("Small", "5 $ and $ more_^"))
    assert "heat_map.png" in write_report(experiment).files


def test_an_interrupted_report_is_replaced(model, monkeypatch, without_matplotlib):
    with monkeypatch.context() as patched:
        patched.setattr("hf_mathseq.reports.report.picture_section", lambda files: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write_report(model)
    assert (model / "report" / "accuracy.csv").exists()
    assert "accuracy.csv" in write_report(model).files


def test_one_evaluation(model, tmp_path, without_matplotlib):
    report = write_report(model / "results" / "made-up", tmp_path / "out")
    assert (tmp_path / "out" / "numbers.csv").exists()
    assert "training_curve.csv" not in report.files


def test_without_hypotheses_there_are_no_numbers_and_it_is_said(model, without_matplotlib):
    (model / "results" / "made-up" / "examples" / "00000000.parquet").unlink()
    report = write_report(model)
    assert "numbers.csv" not in report.files
    assert "made-up" in report.notes[0]


def test_an_experiment(experiment):
    pytest.importorskip("matplotlib")
    report = write_report(experiment)
    assert [name for name in report.files if name.endswith(".png")] == [
        "training_curve.png",
        "heat_map.png",
        "heat_map_tolerance_0.05.png",
    ]
    found = rows_of(report.folder / "accuracy_by_run.csv")
    assert [(row["run"], row["group"], row["accuracy"]) for row in found] == [
        ("Small", "2x2", "0.9"),
        ("Small", "3x3", "0"),
        ("Large", "2x2", "0.4"),
        ("Large", "3x3", "0.5"),
    ]
    assert float(found[0]["high_95"]) == wilson(180, 200)[1]
    tolerances = rows_of(report.folder / "accuracy_by_tolerance.csv")
    assert [(row["criterion"], row["exact_solver"], row["published"]) for row in tolerances] == [
        ("paper", "0.65", "0.8"),
        ("strict", "0.9", ""),
    ]
    assert {row["run"] for row in rows_of(report.folder / "training_curve.csv")} == {
        "Small",
        "Large",
    }


def test_nothing_is_overwritten_that_is_not_a_report(model, tmp_path, without_matplotlib):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "accuracy.csv").write_text("mine")
    with pytest.raises(UserError, match=r"'accuracy\.csv', which is not of a report"):
        write_report(model, mine)
    assert (mine / "accuracy.csv").read_text() == "mine"
    (mine / "report.json").write_text("{}")
    with pytest.raises(UserError, match="is not of a report"):
        write_report(model, mine)
    with pytest.raises(UserError, match="is a file"):
        write_report(model, mine / "accuracy.csv")
    folder = write_report(model).folder
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(UserError, match=r"notes\.txt"):
        write_report(model)
    assert (folder / "accuracy.csv").exists()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (None, None, "no results in"),
        ("results.json", "{", "is not JSON"),
        ("results.json", "[]", "holds no results"),
        ("results.json", "{}", "'task' is missing or wrong"),
        ("results.json", '{"task": "x", "options": 5}', "'options' is missing or wrong"),
        ("results.json", '{"runs": []}', "no finished runs"),
        ("results.json", '{"runs": [1]}', "'label' is missing or wrong"),
        ("results/training.json", "{}", "'steps' is missing or wrong"),
        ("results/a/results.json", '{"task": "x"}', "'options' is missing or wrong"),
    ],
)
def test_folders_without_results_are_refused_in_one_line(tmp_path, capsys, name, text, message):
    folder = tmp_path / "folder"
    folder.mkdir()
    if name:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    assert main(["report", str(folder)]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    assert not (folder / "report").exists()


def test_no_such_folder(capsys):
    assert main(["report", "nowhere"]) == 2
    assert "no folder nowhere" in capsys.readouterr().err


def test_the_command_prints_files_and_notes(model, capsys, without_matplotlib):
    assert main(["report", str(model), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["folder"] == str(model / "report")
    assert "numbers.csv" in printed["files"]
    assert main(["report", str(model)]) == 0
    printed = capsys.readouterr()
    assert str(model / "report" / "numbers.csv") in printed.out
    assert "matplotlib" in printed.err


def test_points_by_difficulty_hold_enough_problems():
    from hf_mathseq.reports.accuracy_charts import BINS, binned

    rng = np.random.default_rng(0)
    points = [
        {"value": value, "examples": int(n), "accuracy": 0.5, "accuracy_undecided_right": 0.75}
        for value, n in enumerate(rng.integers(1, 30, 60))
    ]
    merged = list(binned(points))
    total = sum(point["examples"] for point in points)
    assert sum(point["examples"] for point in merged) == total
    assert all(point["examples"] >= total / BINS for point in merged[:-1])
    assert all(point["low_95"] < 0.5 < 0.75 < point["high_95"] for point in merged)


def test_measures_with_one_value_are_not_drawn():
    from hf_mathseq.reports.accuracy_charts import varied

    records = [{"measure": "dimension", "value": 5}] * 2
    assert varied(records) == []
    assert varied([*records, *({"measure": "vertices", "value": n} for n in (8, 9))]) == [
        "vertices"
    ]


def test_numbers_are_those_of_answers_that_problems_determine():
    from hf_mathseq.reports.parity import UNIQUE

    assert set(UNIQUE) <= set(list_tasks())
    assert not {"linear_algebra/eigenvectors", "differential_systems/feedback_gain"} & set(UNIQUE)


def test_levels_of_very_different_sizes(tmp_path):
    """Networks without an equilibrium have no numbers; the others have one for each vertex."""
    pytest.importorskip("matplotlib")
    task = get_task("metabolic_networks/mixed", min_nodes=8, max_nodes=8)
    rows = task.generate(8, split="test").to_pylist()
    answers = [task.decode(row["target"].split()) for row in rows]
    write_evaluation(
        tmp_path / "out", task, [[row["target"].split()] * BEAMS for row in rows], rows
    )
    report = write_report(tmp_path / "out")
    assert "numbers_out.png" in report.files
    numbers = rows_of(report.folder / "numbers.csv")
    assert [float(row["true"]) for row in numbers] == [x for a in answers for x in a or []]
    assert {row["predicted"] == row["true"] for row in numbers} == {True}
