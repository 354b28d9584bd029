import json
from fractions import Fraction

import pytest
from worked_networks import IDS, WORKED, network_of

from hf_mathseq.networks import Network, analyse, examples, from_json


@pytest.mark.parametrize("case", WORKED, ids=IDS)
def test_worked_reports(case):
    report = analyse(network_of(case), knock_outs=True, sensitivities=True)
    found = json.loads(json.dumps(report.as_dict(), allow_nan=False))
    assert found["status"] == case["status"]
    assert found["labels"] == {
        "all_vertices": bool(case["label"]),
        "reachable": bool(case["label_reachable_rule"]),
    }
    assert found["trapped"] == case["trapped"]
    assert set(found["not_reached"]).isdisjoint(case["reachable_from_intake"])
    assert found["accumulation_rate"] == pytest.approx(float(Fraction(case["accumulation_rate"])))
    assert from_json(found) == report.network
    if case["equilibrium"] is None:
        assert found["equilibrium"] is found["levels"] is found["edge_fluxes"] is None
        assert "levels" not in str(report).splitlines()
    else:
        exact = [float(Fraction(level)) for level in case["equilibrium"]]
        assert found["equilibrium"] == pytest.approx(exact, rel=1e-12)
        assert len(found["sensitivities"]) == case["n"]
    assert len(found["knock_outs"]) == len(case["edges"]) + (case["n"] if case["n"] > 1 else 0)


def test_an_equilibrium_in_words():
    text = str(analyse(examples()["urea_cycle"], knock_outs=True, sensitivities=True))
    for line in (
        "8 vertices, 12 edges, all coefficients 1",
        "one equilibrium: every vertex has a path to the excretion",
        "  citrulline         1.66667",
        "  citrulline -> argininosuccinate  1.66667",
        "total intake 2, total excretion 2",
        "  without urea -> excretion                none",
        "  without arginine                         unique  highest level argininosuccinate 2",
        "  urea               urea -> excretion                -0.666667",
    ):
        assert line in text.splitlines()


def test_the_offending_path_in_words():
    text = str(analyse(examples()["urea_cycle_arginase_knockout"]))
    assert "intake -> aspartate -> argininosuccinate -> arginine leads where no path" in text
    assert "1 per time accumulates" in text
    assert "no path to the excretion: arginine" in text
    assert "not reached by the intake: ornithine, urea" in text


def test_many_equilibria_in_words():
    report = analyse(Network(12, ((0, 1), (1, 13, 2.5))))
    assert "many equilibria: 2, 3, 4, 5, 6, 7, 8, 9 and 3 more have no path" in str(report)
    assert "12 vertices, 2 edges\n" in str(report)
    assert "many equilibria: 2 has no path" in str(analyse(Network(2, ((0, 1), (1, 3)))))


def test_a_network_without_edges():
    report = analyse(Network(1, ()), knock_outs=True, sensitivities=True)
    assert report.knock_outs == []
    assert "1 vertex, 0 edges" in str(report)
