"""Forward generation: what is drawn, what is rejected, and that every answer is right."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from hf_mathseq.encodings.prefix import count_operators
from hf_mathseq.engines import fricas
from hf_mathseq.integrators import integrate
from hf_mathseq.options import OptionError
from hf_mathseq.suggestions import UserError
from hf_mathseq.symbolic.expression import read_prefix, write_prefix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.symbolic.nodes import X_BIT, I, X
from hf_mathseq.symbolic.trees import BufferedDraws
from hf_mathseq.tasks import data_sets, get_task
from hf_mathseq.tasks.forward_options import ForwardConfig
from hf_mathseq.tasks.forward_pairs import ForwardPairs
from hf_mathseq.verdict import Status
from hf_mathseq.verification.agreement import agrees

SAMPLE = Path(__file__).parents[1] / "data" / "symbolic" / "prim_fwd.counts"
HALF_SQUARE = ["mul", "div", "INT+", "1", "INT+", "2", "pow", "x", "INT+", "2"]


def published_pairs():
    for line in SAMPLE.read_text().splitlines():
        problem, answer = line.partition("|")[2].split("\t")
        yield problem.split()[2:], answer.split()


def pairs_by(integrator, seed=0, **options):
    config = ForwardConfig(**options)
    draws = BufferedDraws(config.trees, np.random.default_rng(seed))
    return ForwardPairs(config, draws, integrator)


def integrands(count, **options):
    source = pairs_by(integrate, **options)
    return [f for _ in range(count) if (f := source.integrand()) is not None]


@pytest.fixture(scope="module")
def task():
    return get_task("integration/fwd")


@pytest.fixture(scope="module")
def rows(task):
    return task.generate(100, seed=3).to_pylist()


def test_every_answer_is_right(task, rows):
    targets = [row["target"].split() for row in rows]
    for row, verdict in zip(rows, task.verify_many(rows, targets), strict=True):
        assert verdict.status is Status.CORRECT, (row["integrand"], verdict)


def test_it_is_the_second_config_of_its_data_set():
    assert data_sets()["integration"][:3] == ["bwd", "fwd", "fwd_sympy"]


def test_integrands_are_drawn_by_the_published_rule():
    drawn = integrands(3_000)
    short = [f for f in drawn if count_operators(write_prefix(f)) < 2]
    assert 0 < len(short) < 0.1 * len(drawn)
    assert all(f.symbols & X_BIT for f in drawn)
    assert max(f.words for f in drawn) <= 510


def test_constants_are_dropped_by_the_toss_of_a_coin():
    sums = [f for f in integrands(3_000) if f.op == "add"]
    with_constants = [f for f in sums if not all(term.symbols & X_BIT for term in f.args)]
    # Of the sums that are drawn with a constant, half keep it.
    assert 0.05 * len(sums) < len(with_constants) < 0.5 * len(sums)


def test_integrands_that_shrink_too_much_are_rejected():
    for f in integrands(500, min_ops=12, short_probability=0.0):
        assert 2 * count_operators(write_prefix(f)) >= 12


@pytest.mark.parametrize(
    "wrong",
    [
        lambda f: None,
        lambda f: read_prefix(["add", *write_prefix(f), "x"]),
        lambda f: I,
        lambda f: read_prefix(["mul", "I", *write_prefix(integrate(f) or X)]),
    ],
    ids=["nothing", "wrong", "a constant", "complex"],
)
def test_wrong_answers_of_an_integrator_are_not_kept(wrong):
    source = pairs_by(wrong, max_ops=5)
    assert not any(source.draw() for _ in range(300))


def test_answers_that_are_too_long_are_not_kept():
    most = 20
    source = pairs_by(integrate, max_len=most + 2)
    kept = [pair for _ in range(400) if (pair := source.draw())]
    assert kept
    assert max(len(write_prefix(pair.antiderivative)) for pair in kept) <= most


def test_our_rules_solve_what_the_published_program_solved():
    solved = 0
    pairs = [tuple(map(read_prefix, pair)) for pair in published_pairs()]
    for integrand, answer in pairs:
        assert agrees(answer, integrand)
        found = integrate(integrand)
        solved += found is not None and agrees(found, integrand)
    assert len(pairs) == 121
    assert solved >= 118


def test_the_published_sample_is_read_and_written_unchanged():
    same = [
        write_prefix(read_prefix(words)) == words for pair in published_pairs() for words in pair
    ]
    assert sum(same) >= 0.99 * len(same)


def test_steps_of_the_rules_are_an_option():
    hasty = get_task("integration/fwd", rule_steps=3)
    few, many = (len(task.draw("train", 0, 0)) for task in (hasty, get_task("integration/fwd")))
    assert 0 < few < many


def test_blocks_are_smaller_for_slower_integrators():
    sizes = [get_task("integration/fwd", integrator=name).block_size for name in ("rules", "sympy")]
    assert sizes == [256, 8]
    assert get_task("integration/fwd_sympy").block_size == 8


def test_an_unknown_integrator_is_one_clear_line():
    with pytest.raises(OptionError, match="allowed: fricas, rules, sympy"):
        get_task("integration/fwd", integrator="xyz")


def test_a_missing_fricas_is_told_when_it_is_needed(monkeypatch):
    monkeypatch.setattr(fricas.shutil, "which", lambda _: None)
    task = get_task("integration/fwd", integrator="fricas")
    row = task.problem_from("x")
    assert task.verify(row, HALF_SQUARE).status is Status.CORRECT
    with pytest.raises(UserError, match="not installed"):
        task.generate(1)


@pytest.mark.skipif(shutil.which("fricas") is None, reason="FriCAS is not installed")
def test_fricas_makes_blocks_that_are_right(task):
    theirs = get_task("integration/fwd", integrator="fricas", max_ops=5)
    drawn = theirs.generate_block(np.random.default_rng(0), 40)
    table = theirs.table_of(drawn, "train").to_pylist()
    assert len(table) > 5
    targets = [row["target"].split() for row in table]
    assert {v.status for v in theirs.verify_many(table, targets)} == {Status.CORRECT}


@pytest.mark.slow
def test_sympy_draws_the_same_again():
    task = get_task("integration/fwd_sympy", max_ops=4, sympy_steps=300_000)
    drawn, again = (task.generate_block(np.random.default_rng(0), 12) for _ in range(2))
    assert len(drawn) > 2
    assert drawn.row_keys.tolist() == again.row_keys.tolist()


@pytest.mark.parametrize("text", ["exp(-x^2)", "sin(x)/x"])
def test_special_functions_are_no_answers(text):
    assert integrate(read_prefix(read_infix(text))) is None
