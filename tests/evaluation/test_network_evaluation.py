"""Models of networks are evaluated beside rules of thumb, and on the biological networks."""

import pytest

from hf_mathseq.evaluation.evaluate import evaluate
from hf_mathseq.evaluation.trivial import baseline_section
from hf_mathseq.networks import examples
from hf_mathseq.networks.baselines import DENSITY, EXITS, PAIRS
from hf_mathseq.tasks import get_task
from hf_mathseq.verification.network_figures import MEASURED

SUITE = "metabolic_networks/biological"


@pytest.fixture(scope="module")
def existence(untrained_folder):
    return untrained_folder(get_task("metabolic_networks/existence", size="tiny"))


def test_existence_stands_beside_rules_of_thumb_and_both_classes(existence):
    found = evaluate(existence, num_examples=60, progress=False)
    assert set(found["baselines"]) == {EXITS, PAIRS, DENSITY}
    assert found["baselines"][EXITS]["strict"][0] > 0.85
    always, never = (scores["strict"][0] for scores in found["trivial_answers"].values())
    assert always + never == pytest.approx(1)
    assert f"| metabolic_networks/existence test | `{EXITS}` |" in baseline_section([found])


def test_the_hard_set_leaves_the_rule_at_chance(existence):
    options = {"existence_set": "hard", "size": "small"}
    found = evaluate(existence, options=options, num_examples=200, progress=False)
    assert 0.4 < found["baselines"][EXITS]["strict"][0] < 0.6


def test_biological_networks(existence):
    found = evaluate(existence, suite=SUITE, num_examples=2, progress=False)
    groups = found["criteria"]["strict"]["by_group"]
    assert list(groups) == list(examples())
    assert f"| suite {SUITE} | `{EXITS}` |" in baseline_section([found])


def test_what_is_too_long_for_a_model_is_not_solved(untrained_folder, existence):
    task = get_task("metabolic_networks/existence", min_nodes=2, max_nodes=4, max_length=30)
    found = evaluate(untrained_folder(task), suite=SUITE, num_examples=1, progress=False)
    # A network of e edges has 2 e + 2 tokens, the end included; the model reads 30.
    assert found["too_long"] == sum(2 * len(n.edges) + 2 > 30 for n in examples().values())
    assert 0 < found["too_long"] < 11


def test_models_that_answer_with_levels_are_told_apart_from_guesses(untrained_folder):
    folder = untrained_folder(get_task("metabolic_networks/mixed", size="tiny"))
    found = evaluate(folder, num_examples=20, progress=False)
    assert set(found["diagnostics"]["existence"]) == {"best answers", EXITS, PAIRS, DENSITY}
    assert MEASURED in found["diagnostics"]["levels"]
    assert list(found["by_tolerance"]) == ["0.1", "0.05", "0.02", "0.01"]
    assert found["by_tolerance"]["0.01"]["strict"]["exact_solver"] == 1
