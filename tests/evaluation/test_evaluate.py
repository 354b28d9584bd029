import json
import shutil

import pyarrow.parquet as pq
import pytest

from hf_mathseq.evaluation import evaluate as module
from hf_mathseq.evaluation import judging
from hf_mathseq.evaluation.decoding import Hypothesis
from hf_mathseq.evaluation.evaluate import evaluate
from hf_mathseq.evaluation.loading import ModelError
from hf_mathseq.evaluation.problems import split_problems
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks import get_task


@pytest.fixture
def oracle(monkeypatch, task):
    """Answer with the truth, except every fourth problem; second in the beam."""
    answers = {
        tuple(row["input_ids"]): row["target"].split()
        for split in ("test", "validation")
        for row in task.generate(40, split=split).to_pylist()
    }

    def decode(model, inputs, vocabulary, decoding, on_batch, longest):
        found = []
        for number, ids in enumerate(inputs):
            right = ["V2"] if number % 4 == 0 else answers.get(tuple(ids), ["V2"])
            found.append([Hypothesis(["V2", "V2"], -0.5), Hypothesis(right, -1.0)])
        on_batch(range(len(inputs)), found)
        return found

    monkeypatch.setattr(judging, "decode", decode)


def without_seconds(results):
    return {name: value for name, value in results.items() if name != "seconds"}


def test_answers_are_verified(oracle, trained, tmp_path):
    results = evaluate(trained, num_examples=40, beams=2, output_dir=tmp_path, progress=False)
    assert results["accuracy"] == 0.75
    assert results["exact_match"] == 0
    strict = results["criteria"]["strict"]
    assert strict["by_rank"] == {"1": 0.0, "2": 0.75}
    assert strict["first"]["INVALID"] == 40
    assert results["criteria"]["paper"]["accuracy"] == [0.75, 0.75]
    assert strict["by_difficulty"]["dimension"]["2"]["examples"] == 40
    assert json.loads((tmp_path / "results.json").read_text()) == results
    table = pq.read_table(tmp_path / "examples" / "00000000.parquet")
    assert table.num_rows == 40
    row = table.to_pylist()[1]
    assert row["hypotheses"][1] == row["target"]
    assert row["strict"] == ["INVALID", "CORRECT"]
    assert row["scores"] == [-0.5, -1.0]


def test_equal_calls_give_equal_results(trained, tmp_path):
    runs = [
        evaluate(trained, num_examples=12, beams=2, output_dir=tmp_path / name, progress=False)
        for name in "ab"
    ]
    assert without_seconds(runs[0]) == without_seconds(runs[1])


def test_an_interrupted_evaluation_goes_on(oracle, trained, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 10)
    arguments = {"num_examples": 40, "beams": 2, "progress": False}
    expected = evaluate(trained, output_dir=tmp_path / "whole", **arguments)
    decode, calls = judging.decode, []

    def failing(*rest):
        calls.append(rest)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return decode(*rest)

    monkeypatch.setattr(judging, "decode", failing)
    with pytest.raises(KeyboardInterrupt):
        evaluate(trained, output_dir=tmp_path / "cut", **arguments)
    assert len(list((tmp_path / "cut" / "examples").iterdir())) == 2
    resumed = evaluate(trained, output_dir=tmp_path / "cut", **arguments)
    assert len(calls) == 5
    assert without_seconds(resumed) == without_seconds(expected)


def test_other_settings_start_anew(oracle, trained, tmp_path):
    arguments = {"num_examples": 8, "beams": 2, "output_dir": tmp_path, "progress": False}
    evaluate(trained, **arguments)
    results = evaluate(trained, split="validation", **arguments)
    assert results["split"] == "validation"
    row = pq.read_table(tmp_path / "examples" / "00000000.parquet").to_pylist()[0]
    assert row["input"] == trained.task.generate(1, split="validation")["input"][0].as_py()


@pytest.fixture
def model(untrained, tmp_path):
    """A model's folder with the card of a training."""
    folder = tmp_path / "model"
    shutil.copytree(untrained, folder)
    (folder / "README.md").write_text("old")
    (folder / "results").mkdir()
    training = {
        "example": [[1.0, 2.0], [3.0, 4.0]],
        "parameters": 4321,
        "steps": 6,
        "examples_seen": 96,
        "wall_seconds": 60.0,
        "cpu_seconds": 90.0,
        "environment": {"device": "cpu", "cores": 2},
    }
    (folder / "results" / "training.json").write_text(json.dumps(training))
    return folder


def test_results_stand_in_the_model_folder_and_on_its_card(oracle, model):
    evaluate(model, num_examples=40, beams=2, progress=False)
    results = model / "results" / "linear_algebra-transpose-test-beam2" / "results.json"
    assert json.loads(results.read_text())["accuracy"] == 0.75
    card = (model / "README.md").read_text()
    assert "| test | 40 | 2 | strict | 75.0 % |" in card
    assert "## By difficulty" not in card  # all matrices are alike
    assert "| max_coefficient | 10.0 | Coefficients are drawn in" in card
    assert "4,321" in card
    assert "title = {Linear algebra with transformers}" in card
    assert card.startswith("---\nlicense: apache-2.0")


def contents(folder):
    """Return the texts of a model's folder that may be published."""
    kept = (path for path in folder.rglob("*.*") if "trials" not in path.parts)
    texts = (path for path in kept if path.suffix in (".json", ".md", ".yaml"))
    return {str(path.relative_to(folder)): path.read_text() for path in texts}


@pytest.mark.parametrize("change", [{"num_examples": 10}, {"seed": 1}, {"precision": "bf16"}])
def test_trials_replace_nothing(oracle, model, caplog, change):
    wanted = {"num_examples": 40, "beams": 2, "progress": False}
    evaluate(model, **wanted)
    before = contents(model)
    evaluate(model, **{**wanted, **change})
    assert contents(model) == before
    (trial,) = (model / "results" / "trials").glob(
        "linear_algebra-transpose-test-beam2-*/results.json"
    )
    assert json.loads(trial.read_text())["num_examples"] == change.get("num_examples", 40)
    assert "keeps its results of 40 problems" in caplog.text


def test_other_options_than_the_models_own_are_trials_from_the_first(oracle, model, caplog):
    for dimension in (3, 4):
        evaluate(model, options={"dimension": dimension}, num_examples=2, progress=False)
    assert len(list((model / "results" / "trials").iterdir())) == 2
    assert "other options than the model's own" in caplog.text
    evaluate(model, num_examples=1, progress=False)
    assert (model / "results" / "linear_algebra-transpose-test-beam1" / "results.json").exists()


def test_results_under_other_options_of_older_versions_are_replaced(oracle, model):
    place = model / "results" / "linear_algebra-transpose-test-beam1"
    evaluate(model, num_examples=2, progress=False)
    settings = json.loads((place / "settings.json").read_text())
    settings["options"]["dimension"] = 7
    (place / "settings.json").write_text(json.dumps({**settings, "num_examples": 100}))
    evaluate(model, num_examples=2, progress=False)
    assert json.loads((place / "results.json").read_text())["num_examples"] == 2


def test_more_problems_and_other_weights_replace(oracle, model):
    place = model / "results" / "linear_algebra-transpose-test-beam2"
    for count in (4, 8):
        evaluate(model, num_examples=count, beams=2, progress=False)
        assert json.loads((place / "results.json").read_text())["num_examples"] == count
    settings = json.loads((place / "settings.json").read_text())
    (place / "settings.json").write_text(json.dumps({**settings, "weights": "others"}))
    evaluate(model, num_examples=4, beams=2, progress=False)
    assert json.loads((place / "results.json").read_text())["num_examples"] == 4
    assert not (model / "results" / "trials").exists()


def test_published_results_are_measured_again_without_their_examples(oracle, model):
    wanted = {"num_examples": 8, "beams": 2, "progress": False}
    before = evaluate(model, **wanted)
    shutil.rmtree(model / "results" / "linear_algebra-transpose-test-beam2" / "examples")
    assert without_seconds(evaluate(model, **wanted)) == without_seconds(before)


def test_kept_examples_stay_where_hypotheses_of_lesser_evaluations_are_stored(oracle, model):
    evaluate(model, num_examples=8, beams=2, progress=False)
    before = (model / "results" / "examples.json").read_text()
    shutil.rmtree(model / "results" / "linear_algebra-transpose-test-beam2" / "examples")
    evaluate(model, num_examples=8, beams=1, progress=False)
    assert (model / "results" / "examples.json").read_text() == before


def test_what_is_stored_of_every_hypothesis(oracle, trained, tmp_path):
    evaluate(trained, num_examples=4, beams=2, output_dir=tmp_path, progress=False)
    row = pq.read_table(tmp_path / "examples" / "00000000.parquet").to_pylist()[1]
    assert row["method"][0] == row["paper_method"][0] == "reader"
    assert len(row["detail"]) == len(row["paper_detail"]) == 2
    assert row["residual"] == [None, 0.0]
    assert row["needed"] == [None, 0.0]
    assert row["decode_seconds"] >= 0
    assert row["verify_seconds"] > 0


def test_chunks_of_older_versions_are_read(oracle, trained, tmp_path):
    arguments = {"num_examples": 20, "beams": 2, "output_dir": tmp_path, "progress": False}
    before = evaluate(trained, **arguments)
    path = tmp_path / "examples" / "00000000.parquet"
    old = ["input", "target", "hypotheses", "scores", "strict", "paper", "method", "detail"]
    seconds = {b"seconds": json.dumps({"decode": 3.0, "verify": 1.0})}
    pq.write_table(pq.read_table(path, columns=old).replace_schema_metadata(seconds), path)
    after = evaluate(trained, **arguments)
    assert without_seconds(after) == without_seconds(before)
    assert after["seconds"] == {"decode": 3.0, "verify": 1.0, "wall": 4.0, "share": 0.25}


def test_another_batch_size_goes_on(oracle, trained, tmp_path, monkeypatch):
    arguments = {"num_examples": 8, "beams": 2, "output_dir": tmp_path, "progress": False}
    before = evaluate(trained, **arguments)
    monkeypatch.delattr(judging, "decode")
    after = evaluate(trained, batch_size=3, **arguments)
    assert after.pop("batch_size") == 3
    assert before.pop("batch_size") == 0
    assert after == before


def test_processes_find_the_same(trained, tmp_path):
    arguments = {"num_examples": 30, "beams": 3, "progress": False}
    here = evaluate(trained, output_dir=tmp_path / "0", num_proc=0, **arguments)
    there = evaluate(trained, output_dir=tmp_path / "2", num_proc=2, **arguments)
    assert without_seconds(there) == without_seconds(here)
    stored = [
        pq.read_table(tmp_path / name / "examples" / "00000000.parquet").drop_columns(
            ["decode_seconds", "verify_seconds"]
        )
        for name in ("0", "2")
    ]
    assert stored[0].equals(stored[1])
    assert set(there["seconds"]) == {"decode", "verify", "wall", "share"}


def test_sampled_answers_are_evaluated(untrained, tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(untrained, folder)
    settings = {"sample": 3, "temperature": 0.5, "num_examples": 5, "progress": False}
    results = evaluate(folder, **settings)
    assert results["sampling"] == {"temperature": 0.5, "top_k": 0, "top_p": 1.0, "seed": 0}
    assert list(results["criteria"]["strict"]["by_rank"]) == ["1", "2", "3"]
    stored = folder / "results" / "linear_algebra-transpose-test-sample3"
    assert json.loads((stored / "results.json").read_text()) == results
    again = evaluate(folder, output_dir=tmp_path / "again", batch_size=2, **settings)
    for name in ("batch_size", "seconds"):
        del again[name], results[name]
    assert again == results


def test_another_task_with_the_same_tokens(oracle, trained, tmp_path):
    results = evaluate(
        trained,
        options={"max_coefficient": "10.0"},
        num_examples=4,
        beams=2,
        output_dir=tmp_path,
        progress=False,
    )
    assert results["options"] == trained.task.options


def test_a_task_with_other_tokens_is_refused(trained, tmp_path):
    with pytest.raises(ModelError, match="does not read the tokens"):
        evaluate(trained, "integration/bwd", output_dir=tmp_path, progress=False)
    with pytest.raises(ModelError, match="does not read the tokens"):
        evaluate(trained, options={"input_encoding": "FP15"}, progress=False)
    assert not list(tmp_path.iterdir())
    assert get_task("integration/bwd").vocabulary.tokens != trained.task.vocabulary.tokens


@pytest.mark.parametrize(
    "arguments",
    [
        {"criterion": "lenient"},
        {"split": "tst"},
        {"num_return_sequences": 3},
        {"sample": 3},
        {"beams": None, "sample": 0},
        {"beams": None, "sample": 2, "temperature": -1.0},
        {"temperature": 0.5},
        {"num_proc": -1},
    ],
)
def test_bad_arguments_leave_nothing(trained, tmp_path, arguments):
    with pytest.raises(UserError, match=r"criterion|split|num_return|sample|must be"):
        evaluate(trained, **{"beams": 2, "output_dir": tmp_path / "out", **arguments})
    assert not (tmp_path / "out").exists()


def test_drawing_shows_how_far_it_is(capsys):
    task = get_task("linear_algebra/transpose", dimension=2)
    quiet = split_problems(task, "test", 30, 0)
    assert capsys.readouterr().err == ""
    assert split_problems(task, "test", 30, 0, progress=True).rows == quiet.rows
    assert "30/30" in capsys.readouterr().err


def test_what_no_evaluation_has_written_stays(trained, tmp_path):
    (tmp_path / "examples").mkdir()
    mine = tmp_path / "examples" / "mine.py"
    mine.write_text("x = 1")
    with pytest.raises(UserError, match=r"examples holds 'mine\.py', which is not of an evalu"):
        evaluate(trained, num_examples=2, output_dir=tmp_path, progress=False)
    assert mine.read_text() == "x = 1"
