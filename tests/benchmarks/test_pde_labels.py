"""The comparison of published labels, on a few published lines."""

import csv
import gzip

import pytest

pytest.importorskip("scipy")

from pde import LINES, NAMES, cause, compared_lines, labels

from hf_mathseq.systems.pde_decision import behaviours
from hf_mathseq.systems.pde_problem import GROWS, NO_SOLUTION, VANISHES
from hf_mathseq.systems.pde_reader import read_pde
from hf_mathseq.systems.pde_symbol import real_symbol


def test_every_disagreement_is_listed_with_its_cause():
    with gzip.open(LINES, "rt") as file:
        lines = list(csv.DictReader(file, delimiter="\t"))[:40]
    pdes = [read_pde(line["input"].split()) for line in lines]
    clean = behaviours([real_symbol(pde) for pde in pdes]).tolist()
    found = compared_lines(lines, pdes, clean)
    assert found["lines"] == found["equal bounds"] == 40
    assert found["equal labels of the published search"] >= 39
    missed = [d for d in found["disagreements"] if "algebra" in d]
    assert len(missed) == 40 - found["equal labels by algebra"] > 0
    assert all(d["cause"] and d["published"] in NAMES.values() for d in missed)


def test_causes():
    assert "below -1e14" in cause(NO_SOLUTION, GROWS, -1e15)
    assert "starts where values are cut off" in cause(VANISHES, NO_SOLUTION, 1e15)
    assert "way to minus infinity" in cause(GROWS, NO_SOLUTION, -3.0)


def test_shares_add_up():
    found = labels(60, 20)
    assert sum(found["algebra"].values()) == pytest.approx(1)
    assert sum(found["published labels"].values()) == pytest.approx(1)
    assert 0 <= found["share of labels that differ"] < 0.5
