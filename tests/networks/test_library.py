from fractions import Fraction

import pytest

from hf_mathseq.networks import exact_levels, examples, outcome, reachable, trapped
from hf_mathseq.networks.library import _stored, example_titles

STORED = {found["id"]: found for found in _stored()}


def test_there_are_eleven():
    assert len(examples()) == 11
    assert list(examples()) == list(example_titles())


@pytest.mark.parametrize("name", STORED)
def test_what_is_stored_is_what_is_computed(name):
    network, stored = examples()[name], STORED[name]
    assert outcome(network) == stored["status"]
    assert trapped(network) == stored["trapped"]
    unreached = set(range(1, network.n + 1)) - set(reachable(network))
    assert sorted(unreached) == stored["not_reached"]
    if stored["equilibrium"]:
        assert exact_levels(network) == [Fraction(level) for level in stored["equilibrium"]]
    assert network.names == tuple(stored["vertex_names"])
    assert not network.weighted
