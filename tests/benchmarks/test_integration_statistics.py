"""The measures of the statistics scripts, on samples whose distances are known."""

import numpy as np
import pytest
from drawn_pairs import drawn_pairs
from expression_samples import Sample, differences, distinct
from integration_statistics import ABOUT, REPLAYED_BWD, REPLAYED_IBP, replayed_bwd, replayed_ibp
from statistics_tables import page
from sympy_agreement import described, generated, smallest_difference

from hf_mathseq.symbolic.expression import read_prefix


def sample(*texts):
    return Sample([text.split() for text in texts])


def named(found, measure):
    return next(d for d in found if d.measure == measure)


def test_measures_of_a_sample():
    summary = sample("add x sin x", "mul x add x ln x", "x").summary()
    assert summary["length"]["mean"] == pytest.approx(11 / 3)
    assert summary["operators"]["mean"] == pytest.approx(5 / 3)
    assert summary["share of operators"]["add"] == pytest.approx(2 / 5)
    assert summary["share of expressions with"]["sin"] == pytest.approx(1 / 3)
    assert summary["root"] == {"add": 1 / 3, "mul": 1 / 3, "leaf": 1 / 3}


def test_equal_samples_are_no_sigma_apart():
    one = sample("add x sin x", "mul x x", "ln x")
    assert {d.sigmas for d in differences(one, one)} == {0.0}


def test_sigmas_of_two_halves_are_those_of_a_normal_distribution():
    pairs = drawn_pairs("integration/bwd", {}, 1500).pairs
    halves = [Sample([answer for _, answer in pairs[i::2]]) for i in (0, 1)]
    sigmas = np.array([d.sigmas for d in differences(*halves)])
    assert 0.6 < np.sqrt((sigmas**2).mean()) < 1.4


def test_a_missing_function_is_noticed():
    with_sine = sample(*["add x sin x"] * 50, *["mul x x"] * 50)
    without = sample(*["mul x x"] * 100)
    assert named(differences(with_sine, without), "expressions with sin").sigmas > 5


def test_growth_is_that_of_the_distinct_pairs():
    found = drawn_pairs("integration/bwd", {"max_ops": 4}, 900, (100, 900))
    for measured in found.growth:
        once = distinct(found.pairs[: measured["drawn"]])
        assert measured["distinct"] == len(once)
        assert measured["input"] == pytest.approx(np.mean([len(p) for p, _ in once]))
        assert measured["target"] == pytest.approx(np.mean([len(a) for _, a in once]))


def test_distinct_pairs_keep_their_order():
    pairs = [(["x"], ["ln", "x"]), (["x"], ["x"]), (["x"], ["ln", "x"])]
    assert distinct(pairs) == pairs[:2]


def beyond(source):
    return [d for side in source["differences"].values() for d in side if d["beyond"]]


def test_the_published_draws_give_the_published_answers():
    source = replayed_bwd()
    assert source["reference pairs"] == source["pairs"] == 202
    assert not beyond(source)
    shown = page({"sources": {REPLAYED_BWD: source}}, ABOUT)
    assert "... reference" in shown
    assert "of its 200 answers are ours" in shown


@pytest.mark.slow
def test_the_published_rule_for_parts_gives_what_is_published():
    source = replayed_ibp()
    assert 0.05 < source["acceptance"] < 0.09
    assert len(beyond(source)) <= 3
    assert REPLAYED_IBP in page({"sources": {REPLAYED_IBP: source}}, ABOUT)


def test_agreement_with_sympy_finds_the_smallest_part():
    kept = "sqrt pow add x mul INT+ 2 mul pow x INT+ 5 pow atan mul INT+ 3 x INT- 1 INT+ 2"
    words = f"add {kept} exp x".split()
    part = smallest_difference(read_prefix(words))
    assert part is read_prefix(kept.split())
    found = generated([(words, ["exp", "x"])])
    assert found["input"]["identical"] == 0
    assert list(found["input"]["classes"]) == [described(part)]
    assert found["target"]["share identical"] == 1
