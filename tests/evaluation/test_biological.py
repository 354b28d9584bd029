import pytest

from hf_mathseq.evaluation.suites import get_suite
from hf_mathseq.evaluation.suites.suite import digest, places_by_group
from hf_mathseq.evaluation.trivial import baseline_scores
from hf_mathseq.networks import examples
from hf_mathseq.networks.baselines import EXITS
from hf_mathseq.tasks import get_task

SUITE = get_suite("metabolic_networks/biological")


@pytest.mark.parametrize(("name", "networks"), [("existence", 11), ("levels", 9), ("mixed", 11)])
def test_every_answer_is_right_at_once(name, networks):
    task = get_task(f"metabolic_networks/{name}", size="tiny")
    members = SUITE.rows(task)
    groups = places_by_group(members)
    assert len(groups) == networks
    # Three vertices have six orders.
    assert {group: len(places) for group, places in groups.items()} == {
        group: 6 if group == "two_compartment_pk" else 20 for group in groups
    }
    answers = [member.row["target"].split() for member in members]
    verdicts = task.verify_many([member.row for member in members], answers, tolerance=0.0)
    assert all(verdict.correct for verdict in verdicts)


def test_models_of_levels_are_not_asked_where_there_are_none():
    levels = {row.group for row in SUITE.rows(get_task("metabolic_networks/levels"), 1)}
    mixed = {row.group for row in SUITE.rows(get_task("metabolic_networks/mixed"), 1)}
    assert mixed - levels == {"glycolysis_no_export", "urea_cycle_arginase_knockout"}


def test_numberings_depend_on_the_seed_alone():
    task = get_task("metabolic_networks/existence", size="tiny")
    assert digest(SUITE.rows(task, 3)) == digest(SUITE.rows(task, 3))
    assert digest(SUITE.rows(task, 3)) != digest(SUITE.rows(task, 3, seed=1))
    first = [member.row["edges"] for member in SUITE.rows(task, 1, seed=1)]
    assert first == [[list(edge) for edge in n.edges] for n in examples().values()]


def test_the_rule_on_outgoing_edges_is_not_enough_here():
    task = get_task("metabolic_networks/existence", size="tiny")
    scores = baseline_scores(task, [member.row for member in SUITE.rows(task, 1)])
    assert 0.5 < scores[EXITS]["strict"][0] <= 1
