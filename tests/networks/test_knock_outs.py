import numpy as np
import pytest
from worked_networks import WORKED, network_of

from hf_mathseq.networks import Network, NetworkError, Outcome, levels, outcome
from hf_mathseq.networks.knock_outs import knock_outs, without_edge, without_vertex

BY_ID = {case["id"]: network_of(case) for case in WORKED}


def test_the_worked_knock_out_of_the_only_exit():
    network = BY_ID["h46"]
    (exit_,) = [(u, v) for u, v, _ in network.edges if v == network.excretion]
    assert without_edge(network, *exit_) == BY_ID["h48"]
    found = {knocked.removed: knocked for knocked in knock_outs(network)}
    assert found[exit_].outcome is Outcome.NONE
    assert found[exit_].levels is None


@pytest.mark.parametrize("name", ["h01", "h02", "h12", "h29", "h47", "r05"])
def test_every_edge_and_vertex_is_taken_away_once(name):
    network = BY_ID[name]
    found = list(knock_outs(network))
    edges = [(u, v) for u, v, _ in network.edges]
    vertices = [(v,) for v in range(1, network.n + 1)] if network.n > 1 else []
    assert [knocked.removed for knocked in found] == edges + vertices
    for knocked in found:
        kept = [
            edge for edge in network.edges if knocked.removed not in (edge[:2], edge[:1], edge[1:2])
        ]
        # Without its edges a vertex is alone and empty; that it is trapped must not count.
        rest = Network(network.n, kept)
        if len(knocked.removed) == 2:
            assert knocked.outcome is outcome(rest)
        if knocked.outcome is Outcome.NONE:
            assert outcome(rest) is Outcome.NONE
        else:
            np.testing.assert_allclose(knocked.levels, levels(rest), rtol=1e-12)


def test_names_and_numbers_follow():
    network = Network(3, ((0, 1), (1, 2), (1, 3, 5), (2, 4), (3, 4)), names=("A", "B", "C"))
    rest = without_vertex(network, 2)
    assert rest == Network(2, ((0, 1), (1, 2, 5), (2, 3)), names=("A", "C"))


def test_what_is_not_there_cannot_be_taken_away():
    network = Network(1, ((0, 1), (1, 2)))
    for attempt in (
        lambda: without_edge(network, 0, 2),
        lambda: without_vertex(network, 0),
        lambda: without_vertex(network, 2),
        lambda: without_vertex(network, 1),
    ):
        with pytest.raises(NetworkError):
            attempt()
