"""The sections of model cards: examples, published figures, limits, and results for the Hub."""

import json
import sys
from pathlib import Path

import pytest
import yaml

sys.path.append(str(Path(__file__).parents[1]))

from made_up_results import write_evaluation

from hf_mathseq.evaluation.card_examples import example_section
from hf_mathseq.evaluation.card_limits import limits_section
from hf_mathseq.evaluation.card_published import published_section
from hf_mathseq.evaluation.card_results import difficulty_section, result_section
from hf_mathseq.evaluation.eval_results import write_eval_results
from hf_mathseq.evaluation.samples import LONGEST, keep_samples, read_samples
from hf_mathseq.tasks import get_task

INTEGRANDS = {
    "x": "mul div INT+ 1 INT+ 2 pow x INT+ 2",  # right
    "x**2": "pow x INT+ 3",  # wrong
    "x**3": "pow x",  # malformed
    "cos(x)": "sin x",  # right, second in the beam
    "+".join(f"sin({n}*x)" for n in range(2, 40)): "x",  # too long for a card
}
WRONG = ["x"]


@pytest.fixture
def model(tmp_path):
    """The folder of a made-up model of integration."""
    task = get_task("integration/bwd")
    rows, hypotheses = [], []
    for integrand, answer in INTEGRANDS.items():
        row = task.problem_from(integrand)
        rows.append({**row, "input": " ".join(task.encode(row)[0]), "target": "ln x"})
        first = answer.split()
        hypotheses.append([WRONG, first, first] if integrand == "cos(x)" else [first, WRONG, WRONG])
    write_evaluation(tmp_path / "results" / "test", task, hypotheses, rows)
    (tmp_path / "config.json").write_text(json.dumps({"mathseq": {"task": task.name}}))
    return tmp_path


def test_the_first_short_problems_of_each_verdict_are_kept(model):
    keep_samples(model)
    kept = read_samples(model)
    assert [(row["status"], row["rank"]) for row in kept["examples"]] == [
        ("CORRECT", 1),
        ("CORRECT", 2),
        ("INCORRECT", 1),
        ("INVALID", 1),
    ]
    assert len(json.dumps(kept)) < 100 * LONGEST


def test_examples_are_shown_as_formulas(model):
    keep_samples(model)
    section = example_section(model)
    assert r"- Problem: $\int {x}^{2} dx$" in section
    assert r"- Answer: $F\left(x\right)={x}^{3}$" in section
    assert r"- Stored answer: $F\left(x\right)=\ln\left(x\right)$" in section
    assert r"- Answer, number 2 of the beam: $F\left(x\right)=\sin\left(x\right)$" in section
    assert "- Answer: `pow x`" in section
    assert "- Verdict: INVALID (reader: " in section
    assert section.index("### Solved") < section.index("### Wrong") < section.index("### Malformed")


def test_what_was_kept_outlives_the_hypotheses(model):
    keep_samples(model)
    before = example_section(model)
    for path in model.glob("results/*/examples/*.parquet"):
        path.unlink()
    keep_samples(model)
    assert example_section(model) == before


def test_no_hypotheses_no_examples(tmp_path):
    (tmp_path / "config.json").write_text('{"mathseq": {"task": "integration/bwd"}}')
    keep_samples(tmp_path)
    assert example_section(tmp_path) == ""


def test_hostile_hypotheses_are_code(model):
    keep_samples(model)
    path = model / "results" / "examples.json"
    kept = json.loads(path.read_text())
    attack = "`<script>alert(1)</script>`$x$|"
    kept["examples"] = [
        {**kept["examples"][0], "input": attack, "hypothesis": attack, "detail": attack}
    ]
    path.write_text(json.dumps(kept))
    section = example_section(model)
    assert section.count(f"`` {attack}``") + section.count(f"`` {attack} ``") == 2
    assert "(structural: \\`&lt;script&gt;" in section


def results(split="test", task="integration/bwd", **beside):
    scores = {"accuracy": [0.5, 0.51], "confidence_95": [0.4, 0.6]}
    return {
        **{"task": task, "split": split, "options": get_task(task).options, "beams": 10},
        **{
            "num_examples": 100,
            "seed": 0,
            "exact_match": 0.25,
            "criteria": {"strict": scores, "paper": scores},
        },
        **beside,
    }


def test_the_published_row_stands_beside_what_was_measured(tmp_path):
    assert published_section(tmp_path, [results()]) == ""
    recipe = {
        "task": "integration/bwd",
        "published": {
            **{"paper": "1912.01412", "table": "table 3", "row": "BWD", "source": "paper"},
            "figures": {"beam 1": 98.4, "beam 10": 99.6},
        },
    }
    (tmp_path / "recipe.yaml").write_text(yaml.safe_dump(recipe))
    section = published_section(tmp_path, [results()])
    assert "a published row: arXiv 1912.01412, table 3, BWD. How this is known: paper." in section
    assert "| published: beam 10 | 99.6 % |  |" in section
    measured = "| measured: test, beam 10, criterion paper | 50.0 to 51.0 % | 40.0 to 60.0 % |"
    assert measured in section


def test_columns_of_the_results_are_explained():
    section = result_section(
        "linear_algebra/eigenvalues", [results(task="linear_algebra/eigenvalues")]
    )
    assert "| test | 100 | 10 | strict | 50.0 to 51.0 % | 40.0 to 60.0 % | 25.0 % |" in section
    assert "and the answer does not increase. Identical are" in section
    assert "`paper` the rule of the paper. Strict criterion: computed anew" in section
    assert result_section("ode/ode1", []) == ""


def test_neighbouring_difficulties_share_rows():
    groups = {str(n): {"examples": n, "accuracy": [0.5, 1.0]} for n in range(1, 32)}
    groups["1"]["accuracy"] = [1.0, 1.0]
    alike = {"4": {"examples": 7, "accuracy": [0.5, 0.5]}}
    found = results(criterion="strict")
    found["criteria"]["strict"]["by_difficulty"] = {"operators": groups, "alike": alike}
    lines = difficulty_section([found]).splitlines()
    rows = [line for line in lines if line.startswith("| ")][2:]
    assert len(rows) == 11
    assert rows[0] == "| 1 to 3 | 6 | 58.3 to 100.0 % |"
    assert rows[-1] == "| 31 | 31 | 50.0 to 100.0 % |"
    assert "alike" not in "".join(lines)


def test_results_for_the_hub(tmp_path):
    (tmp_path / ".eval_results").mkdir()
    (tmp_path / ".eval_results" / "old.yaml").write_text("[]")
    options = {**get_task("linear_algebra/transpose").options, "dimension": 3}
    evaluations = [
        results(),
        results(split="validation"),
        results(suite="integration/classic"),
        results(task="linear_algebra/transpose", options=options),
    ]
    write_eval_results(tmp_path, evaluations)
    found = {p.name: yaml.safe_load(p.read_text()) for p in tmp_path.glob(".eval_results/*")}
    assert set(found) == {"integration.yaml", "linear-algebra.yaml"}
    [entry] = found["integration.yaml"]
    assert entry["dataset"] == {"id": "hf-mathseq/integration", "task_id": "bwd_test"}
    assert entry["value"] == 50.0
    assert "100 problems, seed 0; beam 10; 95 % interval 40.0 to 60.0 %" in entry["notes"]
    assert entry["notes"].startswith("share of problems with a verified answer")
    [other] = found["linear-algebra.yaml"]
    assert other["notes"].startswith("not on the published problems but with dimension=3; share")


def test_limits_name_lengths_and_the_weakest_groups():
    groups = {"easy": {"accuracy": [0.9, 0.9]}, "hard": {"accuracy": [0.1, 0.2]}}
    suite = {
        "title": "Textbook",
        "criterion": "strict",
        "criteria": {"strict": {"by_group": groups}},
    }
    positions = [{"max_position_embeddings": n} for n in (65, 64)]
    config = dict(zip(("encoder", "decoder"), positions, strict=True))
    section = limits_section(config, [suite])
    assert "reads at most 65 tokens and writes at most 64," in section
    assert "- Textbook: weakest on hard, 10.0 % solved." in section
    assert "tokens" not in limits_section({}, [])
