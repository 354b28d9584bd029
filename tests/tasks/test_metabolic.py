"""Tasks on networks: worked examples, options, lengths, and what users may give."""

import numpy as np
import pytest
from worked_networks import IDS, WORKED

from hf_mathseq.data.manifest import read_manifest
from hf_mathseq.data.shards import generate_to
from hf_mathseq.networks import Network, exact_levels, has_equilibrium_label
from hf_mathseq.options import OptionError
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import ProblemError, Status


def task_of(name, **options):
    return get_task(f"metabolic_networks/{name}", **options)


def network_of(row):
    return Network(row["n"], tuple(map(tuple, row["edges"])))


@pytest.mark.parametrize("case", WORKED, ids=IDS)
def test_worked_networks(case):
    words = case["input_tokens"].split()
    row = {"n": case["n"], "edges": case["edges"]}
    for name, options, key in (
        ("existence", {}, "existence"),
        ("mixed", {}, "levels_p2"),
        ("mixed", {"precision": 4}, "levels_p4"),
    ):
        task = task_of(name, weighted=case["weighted"], **options)
        target = case["target_tokens"][key].split()
        assert task.problem_from(tokens=words) == row
        assert task.encode(row) == (words, [])
        assert task.verify(row, target).correct
        if name == "mixed" and not case["rounding_ties"][f"p{task.config.precision}"]:
            assert task.exact_answers([row]) == [target]


@pytest.mark.parametrize("family", ["erdos", "gnm", "small_world", "scale_free"])
@pytest.mark.parametrize("weighted", [False, True])
def test_levels_solve_the_equations_of_the_written_edges(family, weighted):
    task = task_of("levels", size="small", family=family, weighted=weighted)
    for row in task.generate(40).to_pylist():
        exact = np.array([float(level) for level in exact_levels(network_of(row))])
        found = np.array(row["levels"])
        assert ((found == 0) == (exact == 0)).all()
        assert np.abs(found - exact).max() <= 0.5001e-2 * 10 * exact.max()
        assert np.allclose(found, exact, rtol=0.00501, atol=0)


@pytest.mark.parametrize("rule", ["all_vertices", "reachable"])
def test_labels_follow_the_rule(rule):
    task = task_of("mixed", size="tiny", label_rule=rule)
    rows = task.generate(500).to_pylist()
    labels = [has_equilibrium_label(network_of(row), rule) for row in rows]
    assert labels == [row["levels"] is not None for row in rows]
    other = {"all_vertices": "reachable", "reachable": "all_vertices"}[rule]
    differing = sum(
        has_equilibrium_label(network_of(row), other) != label
        for row, label in zip(rows, labels, strict=True)
    )
    assert differing > 0


def test_sequences_of_the_limit_are_dropped_and_counted():
    short = task_of("existence", size="tiny", max_length=24)
    drawn = short.draw("train", 0, 0)
    assert drawn.inputs.lengths.max() < 24
    assert drawn.attempts == short.block_size
    assert 0 < len(drawn) == drawn.attempts - drawn.too_long < drawn.attempts
    whole = task_of("existence", size="tiny").draw("train", 0, 0)
    assert len(whole) == whole.attempts
    assert short.max_lengths == (24, 2)


def test_few_examples_of_the_published_sizes_are_too_long():
    for options in ({}, {"weighted": True}):
        drawn = task_of("existence", **options).draw("train", 0, 0)
        assert len(drawn) >= 0.98 * drawn.attempts
    levels = task_of("levels", balance="exact").draw("train", 0, 0)
    assert len(levels) >= 0.98 * levels.attempts
    assert levels.targets.lengths.mean() == pytest.approx(436, rel=0.02)
    assert levels.targets.lengths.max() > 512


def test_weights_are_drawn_from_one_to_ninety_nine():
    rows = task_of("existence", weighted=True, size="small").generate(500).to_pylist()
    found = {edge[2] for row in rows for edge in row["edges"]}
    assert found == set(range(1, 100))


def test_the_hard_set_defeats_the_rule_of_thumb():
    for set_name, low, high in (("released", 0.8, 1.0), ("hard", 0.4, 0.6)):
        task = task_of("existence", size="small", existence_set=set_name)
        rows = task.generate(400).to_pylist()
        answers = task.baseline_answers(rows)["every vertex has an outgoing edge"]
        verdicts = task.verify_many(rows, answers)
        assert low < np.mean([verdict.correct for verdict in verdicts]) < high


def test_a_row_has_one_answer():
    task = task_of("mixed", size="tiny", existence_set="hard")
    rows = task.generate(300).to_pylist()
    without = next(row for row in rows if row["levels"] is None)
    with_one = next(row for row in rows if row["levels"] is not None)
    assert task.verify(without, ["N0"]).correct
    assert not task.verify(with_one, ["N0"]).correct
    assert not task.verify(without, with_one["target"].split()).correct
    assert task.decode(["N0"]) is None
    assert task.show(None) == "no equilibrium"


def test_own_networks_of_many_forms():
    task = task_of("existence", size="tiny")
    words = "N2 N0 N1 N1 N2 N2 N3".split()  # noqa: SIM905
    networkx = pytest.importorskip("networkx")
    graph = networkx.DiGraph([("A", "B")])
    graph.nodes["A"]["role"], graph.nodes["B"]["role"] = "intake", "excretion"
    for given in (
        "intake -> A; A -> B; B -> excretion",
        [("intake", "A"), ("A", "B"), ("B", "excretion")],
        graph,
        Network(2, ((0, 1, 1), (1, 2, 1), (2, 3, 1))),
        [[0, 1, 1], [1, 2, 1], [2, 3, 1]],
    ):
        row = task.problem_from(given)
        assert task.encode(row)[0] == words
        assert task.verify(row, ["N1"]).status is Status.CORRECT
    assert task.problem_from("intake -> A; A -> B; B -> excretion")["names"] == ["A", "B"]


def test_verified_answers_are_told_in_the_users_names():
    chain = "intake -> A; A -> B; B -> excretion"
    levels = task_of("levels")
    assert levels.finish(levels.problem_from(chain), [1.0, 0.5]) == "levels: A 1, B 0.5"
    assert levels.finish(levels.generate(1).to_pylist()[0], [1.0]) is None
    existence = task_of("existence")
    assert existence.finish(existence.problem_from(chain), True) is None
    stuck = existence.problem_from("intake -> A; A -> B; B -> A; C -> excretion")
    assert existence.finish(stuck, False) == "no path to the excretion: A, B"
    closed = existence.problem_from("A -> excretion")
    assert existence.finish(closed, False) == "no path to the excretion: intake"


@pytest.mark.parametrize(
    "given",
    [
        [[0, 1, 1], [1, 1, 1], [1, 2, 1]],
        [[0, 1, 1], [0, 1, 1], [1, 2, 1]],
        [[0, 1, 1], [1, 0, 1], [1, 2, 1]],
        [[0, 1, 0], [1, 2, 1]],
        [[0, 1, -1], [1, 2, 1]],
        [[0, 1, 2], [1, 2, 1]],
        "intake -> A 2; A -> excretion",
        [(0, 1, float("nan")), (1, 2, 1)],
        Network(999, ((0, 1, 1),)),
    ],
)
def test_networks_without_words_are_one_clear_line(given):
    with pytest.raises(ProblemError) as caught:
        task_of("existence").problem_from(given)
    assert str(caught.value)
    assert "\n" not in str(caught.value)


def test_text_is_never_the_name_of_a_file(tmp_path):
    path = tmp_path / "network.txt"
    path.write_text("intake -> A; A -> excretion")
    with pytest.raises(ProblemError):
        task_of("existence").problem_from(str(path))
    assert task_of("existence").problem_from(path)["n"] == 1


@pytest.mark.parametrize(
    "options",
    [
        {"min_nodes": 70},
        {"max_nodes": 999},
        {"min_edges": 5.0},
        {"size": "tiny", "min_nodes": 1},
        {"family": "scale_free", "min_edges": 0.5},
        {"redeem_probability": -0.5},
        {"min_intakes": 2},
        {"size": "XL"},
        {"family": "barabasi"},
        {"weight_form": "N"},
    ],
)
def test_options_that_make_no_law_are_refused(options):
    with pytest.raises(OptionError):
        task_of("existence", **options)


def test_targets_are_made_of_the_first_tokens():
    for name in ("existence", "levels", "mixed"):
        for options in ({}, {"weighted": True, "weight_form": "weight"}):
            task = task_of(name, size="tiny", **options)
            drawn = task.draw("train", 0, 0)
            assert drawn.targets.values.max() < task.num_target_tokens < 30


def test_difficulty_goes_by_vertices_and_density():
    task = task_of("existence")
    for n, edges, shown in ((3, 5, 3), (7, 21, 7), (9, 9, 8), (15, 20, 14), (70, 300, 64)):
        row = {"n": n, "edges": [[0, 1, 1]] * edges}
        assert task.difficulty(row) == {"vertices": shown, "edges per vertex": edges // n}


def test_both_sets_are_drawn_together():
    task = task_of("existence", size="tiny", existence_set="both", balance="exact")
    rows = task.generate(600).to_pylist()
    exits = [
        {u for u, _, _ in row["edges"]} >= set(range(row["n"] + 1)) and not row["exists"]
        for row in rows
    ]
    without = [row["exists"] for row in rows].count(False)
    assert 0.4 < without / len(rows) < 0.6
    # Only the hard half has such networks without equilibrium, but for a few.
    assert 0.3 < sum(exits) / without < 0.7
    assert 0 < sum(row["repaired"] for row in rows) < 150


def test_the_manifest_counts_what_was_too_long(tmp_path):
    task = task_of("existence", size="tiny", max_length=24)
    generate_to(task, tmp_path, 500)
    manifest = read_manifest(tmp_path)
    assert manifest["too_long"] == manifest["attempts"] - manifest["accepted"] > 100


@pytest.mark.parametrize("config", ["levels", "mixed"])
def test_own_networks_whose_levels_no_double_holds_are_refused(config):
    n = 200
    there = [(v, v + 1, 1) for v in range(n + 1)]
    back = [(v, v - 1, 99) for v in range(2, n + 1)]
    task = get_task(f"metabolic_networks/{config}", size="M", weighted=True)
    with pytest.raises(ProblemError, match="range of doubles"):
        task.problem_from(Network(n, (*there, *back)))
