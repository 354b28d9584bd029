"""Sizes of systems, classes and partial differential equations follow their laws."""

from dataclasses import replace

import numpy as np
import pytest
from laws.fit import keys
from laws.systems import balance, first_monomials, pdes, shift_numbers, sizes
from levels import CERTAIN, LEAST, SEED

from hf_mathseq.systems.pde_drawing import PdeLaw
from hf_mathseq.tasks import get_task

KEYS = keys(np.random.default_rng(SEED), 12_000)


@pytest.mark.parametrize("name", ["stability", "controllability", "controllability_non_autonomous"])
def test_sizes_are_uniform(name):
    law = get_task(f"differential_systems/{name}").config.shape_law
    assert all(found.p > LEAST for found in sizes("", law, KEYS, law))


@pytest.mark.parametrize("wrong", [{"max_degree": 7}, {"most": (2, 3)}, {"fewest": (1, 1)}])
def test_other_sizes_are_noticed(wrong):
    law = get_task("differential_systems/controllability").config.shape_law
    found = sizes("", law, KEYS, replace(law, **wrong))
    assert min(one.p for one in found) < CERTAIN


def test_laws_of_partial_differential_equations():
    found = list(pdes(np.random.default_rng(SEED), 1_500, PdeLaw()))
    assert len(found) == 8
    assert all(one.p > LEAST for one in found)


@pytest.mark.parametrize(
    "wrong",
    [{"max_dimension": 7}, {"max_coefficient": 11}, {"max_scale": 110}, {"min_dimension": 1}],
)
def test_other_equations_are_noticed(wrong):
    found = pdes(np.random.default_rng(SEED), 1_500, PdeLaw(**wrong))
    assert min(one.p for one in found) < CERTAIN


def test_enumerated_laws_are_complete():
    assert sum(shift_numbers(4).values()) == pytest.approx(1)
    assert shift_numbers(1) == {1: pytest.approx(1)}
    assert shift_numbers(2)[1] == pytest.approx((1 + 1 / 2 + 1 / 4 + 1 / 8) / 4)
    assert sum(first_monomials(2).values()) == pytest.approx(1)


def test_classes_have_their_shares_in_every_block():
    task = get_task("differential_systems/stability", max_degree=3)
    assert balance(task, "unstable", "degree", SEED, 1, 0.5).p == 1
    assert balance(task, "unstable", "degree", SEED, 1, 0.6).p == 0
