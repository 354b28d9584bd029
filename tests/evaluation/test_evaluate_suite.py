import json
import shutil

import pytest

from hf_mathseq.evaluation import judging
from hf_mathseq.evaluation.card import card_of
from hf_mathseq.evaluation.decoding import Hypothesis
from hf_mathseq.evaluation.evaluate import evaluate
from hf_mathseq.evaluation.group_metrics import by_group
from hf_mathseq.evaluation.loading import load_trained
from hf_mathseq.evaluation.metrics import Judged
from hf_mathseq.evaluation.suites import get_suite
from hf_mathseq.evaluation.suites.suite import SuiteRow
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks import get_task

CLASSIC = "integration/classic"


@pytest.fixture(scope="module")
def integration():
    return get_task("integration/bwd", max_len=24)


@pytest.fixture(scope="module")
def integration_folder(integration, untrained_folder):
    return untrained_folder(integration)


@pytest.fixture(scope="module")
def integrator(integration_folder):
    return load_trained(integration_folder)


@pytest.fixture
def oracle(monkeypatch, integration):
    """Answer the textbook problems, those with a logarithm by nonsense."""
    answers = {
        tuple(member.row["input_ids"]): member.row["target"].split()
        for member in get_suite(CLASSIC).rows(integration)
    }

    def decode(model, inputs, vocabulary, decoding, on_batch, longest):
        right = [answers[tuple(ids)] for ids in inputs]
        found = [[Hypothesis(["x"] if "ln" in words else words, -1.0)] for words in right]
        on_batch(range(len(inputs)), found)
        return found

    monkeypatch.setattr(judging, "decode", decode)


def test_accuracy_by_group(oracle, integrator, tmp_path):
    arguments = {"suite": CLASSIC, "num_examples": 3, "output_dir": tmp_path, "progress": False}
    results = evaluate(integrator, **arguments)
    assert results["suite"] == CLASSIC
    assert results["num_examples"] == 39
    groups = results["criteria"]["strict"]["by_group"]
    assert groups["constants and powers"]["accuracy"] == [1.0, 1.0]
    assert groups["logarithms"]["accuracy"] == [0.0, 0.0]
    solved = sum(g["examples"] * g["accuracy"][0] for g in groups.values())
    assert solved == pytest.approx(39 * results["accuracy"])
    assert json.loads((tmp_path / "results.json").read_text()) == results
    settings = json.loads((tmp_path / "settings.json").read_text())
    assert {"suite", "problems", "weights"} <= set(settings)


def test_an_evaluated_suite_is_not_decoded_again(oracle, integrator, tmp_path, monkeypatch):
    arguments = {"suite": CLASSIC, "num_examples": 1, "output_dir": tmp_path, "progress": False}
    before = evaluate(integrator, **arguments)
    monkeypatch.delattr(judging, "decode")
    assert evaluate(integrator, **arguments) == before


def test_problems_that_do_not_fit_the_model_are_not_solved(oracle, integrator, tmp_path):
    results = evaluate(integrator, suite=CLASSIC, output_dir=tmp_path, progress=False)
    too_long = [
        member
        for member in get_suite(CLASSIC).rows(integrator.task)
        if len(member.row["input_ids"]) > integrator.max_input_length
    ]
    assert results["too_long"] == len(too_long) > 0
    assert results["criteria"]["strict"]["first"]["INVALID"] == len(too_long)


def test_a_suite_stands_on_the_card(oracle, integration_folder, tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(integration_folder, folder)
    (folder / "results").mkdir()
    training = {
        **{"example": "x", "parameters": 1, "steps": 1, "examples_seen": 1},
        **{"wall_seconds": 1.0, "cpu_seconds": 1.0, "environment": {"device": "cpu", "cores": 1}},
    }
    (folder / "results" / "training.json").write_text(json.dumps(training))
    evaluate(folder, suite=CLASSIC, num_examples=2, progress=False)
    assert (folder / "results" / "integration-classic-suite-beam1" / "results.json").exists()
    card = card_of(folder)
    assert "## Textbook integrals" in card
    assert "| polynomials | 2 | 100.0 % |" in card
    assert "## Results" not in card


def test_robustness_is_the_share_of_changed_problems_solved_where_the_base_is():
    members = [
        SuiteRow({}, "base"),
        SuiteRow({}, "base"),
        SuiteRow({}, "changed", (0,)),
        SuiteRow({}, "changed", (0,)),
        SuiteRow({}, "changed", (1,)),
        SuiteRow({}, "joined", (0, 1)),
    ]
    statuses = ["CORRECT", "INCORRECT", "CORRECT", "UNDECIDED", "CORRECT", "CORRECT"]
    judged = [Judged({"strict": [status]}, False) for status in statuses]
    found = by_group(members, judged, "strict")
    assert "robustness" not in found["base"]
    assert found["changed"]["accuracy"] == [2 / 3, 1.0]
    assert (found["changed"]["bases_solved"], found["changed"]["robustness"]) == (2, 0.5)
    assert (found["joined"]["bases_solved"], found["joined"]["robustness"]) == (0, None)


def test_a_model_reads_the_problems_of_another_generator(integrator, tmp_path):
    results = evaluate(
        integrator, "integration/fwd", num_examples=3, output_dir=tmp_path, progress=False
    )
    assert results["task"] == "integration/fwd"
    assert results["options"]["max_len"] == integrator.task.options["max_len"]
    assert results["too_long"] == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"suite": "integration/clasic"}, "did you mean"),
        ({"suite": CLASSIC, "task": "integration/bwd"}, "own problems"),
        ({"suite": CLASSIC, "split": "train"}, "own problems"),
    ],
)
def test_bad_suites_leave_nothing(integrator, tmp_path, arguments, message):
    with pytest.raises(UserError, match=message):
        evaluate(integrator, output_dir=tmp_path / "out", progress=False, **arguments)
    assert not (tmp_path / "out").exists()


def test_a_suite_of_another_data_set_is_refused(untrained, tmp_path):
    with pytest.raises(UserError, match="for models of integration"):
        evaluate(untrained, suite=CLASSIC, output_dir=tmp_path / "out", progress=False)
    assert not (tmp_path / "out").exists()
