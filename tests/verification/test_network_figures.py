import math

import pytest
from worked_networks import WORKED

from hf_mathseq.encodings.levels import LevelsEncoding
from hf_mathseq.encodings.networks import network_vocabulary
from hf_mathseq.verification.network_figures import (
    ALL_NEAR,
    CONSERVATION,
    MEASURED,
    NEAR_VERTICES,
    RESIDUAL,
    diagnostics_of,
    level_figures,
)

ENCODING = LevelsEncoding(network_vocabulary(), 4)
ROW = {"n": 3, "edges": [[0, 1, 2], [1, 2, 1], [1, 4, 1], [2, 4, 4], [3, 4, 1]]}  # levels 1, 1/4, 0


def figures(levels, row=ROW):
    return level_figures([row], [levels])


def test_exact_answers_balance_everything():
    rows = [{"n": case["n"], "edges": case["edges"]} for case in WORKED]
    answers = [ENCODING.read(case["target_tokens"]["levels_p4"].split()) for case in WORKED]
    found = level_figures(rows, [levels or [] for levels in answers])
    assert len(found[RESIDUAL]) == sum(case["label"] for case in WORKED)
    assert found[NEAR_VERTICES].min() == 1
    assert found[ALL_NEAR].min() == 1
    assert found[RESIDUAL].max() < 2e-3
    fed = sum(case["label"] and any(case["phi"]) for case in WORKED)
    assert sorted(found[CONSERVATION].round(2))[-fed:] == [1.0] * fed


def test_a_wrong_answer():
    found = figures([1.05, 0.5, 0.0005])
    assert found[NEAR_VERTICES].tolist() == [pytest.approx(2 / 3)]
    assert found[ALL_NEAR].tolist() == [0]
    # Unbalanced: 2 - 2.1 at vertex 1, 1.05 - 2 at vertex 2, 0.0005 at vertex 3; phi is 2.
    assert found[RESIDUAL].tolist() == [pytest.approx((0.1 + 0.95 + 0.0005) / 2)]
    assert found[CONSERVATION].tolist() == [pytest.approx((1.05 + 2 + 0.0005) / 2)]


def test_a_huge_answer_has_no_finite_figures():
    found = figures([1e308, 1e308, 1e308])
    assert found[RESIDUAL].tolist() == [math.inf]
    assert found[NEAR_VERTICES].tolist() == [0]
    words = "N1" + " <SPECIAL_3> FLOAT+ 1 . 0 0 0 0 10^ INT+ 3 0 8" * 3
    table = diagnostics_of([ROW], [words.split()], ENCODING.read)["levels"]
    assert table[RESIDUAL] == {"mean": None, "median": None}


def test_answers_without_all_levels_are_not_measured():
    rows = [ROW] * 4
    answers = [["N0"], ["N1"], ENCODING.tokens([1.0, 0.25]), ENCODING.tokens([1.0, 0.25, 0.0])]
    table = diagnostics_of(rows, answers, ENCODING.read)["levels"]
    assert table[MEASURED] == {"mean": 0.25, "median": None}
    assert table[NEAR_VERTICES] == {"mean": 1.0, "median": 1.0}
    nothing = diagnostics_of(rows[:1], answers[:1], ENCODING.read)["levels"]
    assert nothing[RESIDUAL] == {"mean": None, "median": None}


def test_networks_without_equilibrium_are_not_measured():
    broken = {"n": 1, "edges": [[0, 1, 1]]}
    found = level_figures([broken, ROW], [[1.0], [1.0, 0.25, 0.0]])
    assert [len(values) for values in found.values()] == [1] * 4
    assert not any(math.isnan(values[0]) for values in found.values())


def test_existence_beside_rules_of_thumb():
    loop = {"n": 3, "edges": [[0, 1, 1], [1, 2, 1], [1, 4, 1], [2, 3, 1], [3, 2, 1]]}
    rows = [ROW, ROW, loop, loop]
    answers = [ENCODING.tokens([7.0]), ["N1"], ["N0"], ENCODING.tokens([1.0])]
    table = diagnostics_of(rows, answers, ENCODING.read)["existence"]
    assert table == {
        "best answers": {"right": 0.5},
        "every vertex has an outgoing edge": {"right": 0.5},
        "every vertex has an outgoing edge, and no two have only each other's": {"right": 1.0},
        "enough edges per vertex": {"right": 0.5},
    }
    assert "existence" not in diagnostics_of(rows[:2], answers[:2], ENCODING.read)
