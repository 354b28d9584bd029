import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worked_networks import IDS, WORKED, cases

from hf_mathseq.encodings.levels import LevelsEncoding, read_class
from hf_mathseq.encodings.networks import network_vocabulary
from hf_mathseq.networks import LABEL_RULES
from hf_mathseq.verdict import Status
from hf_mathseq.verification.level_criteria import strict_level_errors
from hf_mathseq.verification.networks import LevelsCriterion, existence_verdicts, levels_verdicts

VOCABULARY = network_vocabulary()
CHAIN = [[0, 1, 1], [1, 2, 1], [2, 3, 1]]
BROKEN = [[0, 1, 1], [1, 2, 1]]
SCORED = cases("metric_cases")
ENCODING = LevelsEncoding(VOCABULARY, 2)


def row_of(case):
    return {"n": case["n"], "edges": case["edges"]}


def published(row, answer, tolerance=None):
    criterion = LevelsCriterion(2, strict=False, tolerance=tolerance)
    return levels_verdicts([row], [answer.split()], ENCODING.read, criterion)[0]


def strict(row, levels, **options):
    answer = ENCODING.tokens(levels)
    return levels_verdicts([row], [answer], ENCODING.read, LevelsCriterion(2, **options))[0]


@pytest.mark.parametrize("case", SCORED, ids=[case["id"] for case in SCORED])
def test_worked_scores(case):
    levels = ENCODING.read(case["target"].split()) if "FLOAT" in case["target"] else None
    if case["target"] == "N1":
        verdict = existence_verdicts(
            [{"n": 2, "edges": CHAIN}], [case["hypothesis"].split()], read_class
        )
        assert verdict[0].correct == case["correct_at"]["0.1"]
        return
    row = {"n": 2, "edges": CHAIN if levels else BROKEN, "levels": levels}
    verdict = published(row, case["hypothesis"])
    for tolerance, expected in case["correct_at"].items():
        if expected is not None:
            assert published(row, case["hypothesis"], float(tolerance)).correct == expected
            assert (verdict.needed is not None and verdict.needed <= float(tolerance)) == expected
    malformed = case["failure"] in ("malformed", "empty", "wrong_length")
    assert (verdict.status is Status.INVALID) == malformed
    if case["relative_l1"] and levels:
        assert verdict.residual == pytest.approx(case["relative_l1"], rel=1e-12)


@pytest.mark.parametrize("rule", LABEL_RULES)
def test_worked_labels(rule):
    rows = [row_of(case) for case in WORKED]
    key = "label" if rule == "all_vertices" else "label_reachable_rule"
    for answer in ("N0", "N1"):
        verdicts = existence_verdicts(rows, [[answer]] * len(rows), read_class, rule)
        assert [v.correct for v in verdicts] == [f"N{case[key]}" == answer for case in WORKED]


@pytest.mark.parametrize("precision", [2, 4])
@pytest.mark.parametrize("is_strict", [True, False])
def test_worked_targets_need_no_tolerance(precision, is_strict):
    encoding = LevelsEncoding(VOCABULARY, precision)
    answers = [case["target_tokens"][f"levels_p{precision}"].split() for case in WORKED]
    criterion = LevelsCriterion(precision, strict=is_strict, tolerance=0.0)
    verdicts = levels_verdicts([row_of(c) for c in WORKED], answers, encoding.read, criterion)
    wrong = {name for name, verdict in zip(IDS, verdicts, strict=True) if not verdict.correct}
    ties = {c["id"] for c in WORKED if c["rounding_ties"][f"p{precision}"]}
    assert wrong <= (set() if is_strict else ties)


def test_a_small_level_cannot_hide_behind_a_large_one():
    row = {"n": 2, "edges": [[0, 1, 99], [1, 2, 1], [1, 3, 1], [2, 3, 99]]}
    right, wrong = [49.5, 0.5], [49.5, 1.5]
    assert strict(row, right).correct
    assert not strict(row, wrong).correct
    assert "vertex 2 is at 0.5, the answer is 1.5" in strict(row, wrong).detail
    assert published(row, " ".join(ENCODING.tokens(wrong))).correct


def test_a_level_of_zero_must_be_zero():
    row = {"n": 2, "edges": [[0, 1, 1], [1, 3, 1], [2, 3, 1]]}
    assert strict(row, [1.0, 0.0], tolerance=0.0).correct
    verdict = strict(row, [1.0, 1e-9], tolerance=1e9)
    assert not verdict.correct
    assert verdict.needed == float("inf")


def test_the_tolerance_is_per_level_and_beyond_rounding():
    row = {"n": 1, "edges": [[0, 1, 1], [1, 2, 3]]}
    assert strict(row, [0.333], tolerance=0.0).correct
    assert strict(row, [0.349]).correct
    assert not strict(row, [0.353]).correct
    assert strict(row, [0.353]).needed == pytest.approx(0.0575, rel=1e-3)


def test_networks_without_equilibrium_have_one_right_answer():
    row = {"n": 2, "edges": BROKEN}
    assert strict(row, None).correct
    verdict = strict(row, [1.0, 1.0])
    assert verdict.status is Status.INCORRECT
    assert verdict.detail == "the intake has no path to the excretion"
    assert not strict({"n": 2, "edges": CHAIN}, None).correct


def test_vertices_are_named_where_they_have_names():
    row = {"n": 2, "edges": [[0, 1, 1], [1, 3, 1]], "names": ["A", "B"]}
    assert strict(row, None).detail == "B has no path to the excretion"
    full = {**row, "edges": [[0, 1, 1], [1, 3, 1], [2, 3, 1]]}
    assert strict(full, [2.0, 0.0]).detail == "A is at 1, the answer is 2"


def test_label_rules_differ_where_nothing_feeds_a_trapped_vertex():
    row = {"n": 2, "edges": [[0, 1, 1], [1, 3, 1]]}
    assert strict(row, None).correct
    assert strict(row, [1.0, 0.0], rule="reachable").correct
    assert not strict(row, [1.0, 0.0]).correct


def test_rounding_decides_how_the_published_target_is_written():
    row = {"n": 1, "edges": [[0, 1, 1], [1, 2, 3]]}
    assert published(row, " ".join(ENCODING.tokens([0.333])), 0.0).correct
    assert not published({**row, "levels": [0.5]}, " ".join(ENCODING.tokens([0.333]))).correct


WORDS = ["N0", "N1", "<SPECIAL_3>", "FLOAT+", "FLOAT-", "1", "9", ".", "10^", "INT+", "INT-", "?"]


@given(st.lists(st.sampled_from(WORDS), max_size=24))
def test_no_answer_raises(tokens):
    row = {"n": 1, "edges": [[0, 1, 1], [1, 2, 1]]}
    for is_strict in (True, False):
        criterion = LevelsCriterion(2, strict=is_strict)
        verdict = levels_verdicts([row], [tokens], ENCODING.read, criterion)[0]
        assert not verdict.correct or ENCODING.read(tokens) is not None
    assert existence_verdicts([row], [tokens], read_class)[0].correct == (tokens == ["N1"])


def test_huge_levels_are_only_wrong():
    row = {"n": 2, "edges": CHAIN}
    words = "N1" + " <SPECIAL_3> FLOAT+ 9 . 9 9 10^ INT+ 3 0 8" * 2
    assert published(row, words).status in (Status.INCORRECT, Status.INVALID)
    verdict = levels_verdicts([row], [words.split()], ENCODING.read, LevelsCriterion(2))[0]
    assert verdict.status in (Status.INCORRECT, Status.INVALID)


@pytest.mark.parametrize("position", [2, 3, 9])
def test_tokens_that_are_no_words_are_malformed(position):
    tokens = ENCODING.tokens([1.0])
    row = {"n": 1, "edges": [[0, 1, 1], [1, 2, 1]]}
    for token in (" ", "", "0 0"):
        wrong = [*tokens[:position], token, *tokens[position:]]
        verdict = levels_verdicts([row], [wrong], ENCODING.read, LevelsCriterion(2))[0]
        assert verdict.status is Status.INVALID


def test_levels_just_below_a_power_of_ten_are_judged_as_that_power():
    needed = strict_level_errors(np.array([[1.0, 1.0 - 1e-15]]), np.array([[0.94, 0.94]]), 1)[0]
    assert needed[0] == pytest.approx(needed[1])
