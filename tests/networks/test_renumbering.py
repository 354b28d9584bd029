import numpy as np
import pytest

from hf_mathseq.networks import Network, NetworkError, examples, levels, renumbered
from hf_mathseq.networks.renumbering import numberings

CHAIN = Network(3, ((0, 1), (1, 2, 5), (2, 3), (3, 4)), names=("A", "B", "C"))


def test_names_and_levels_move_with_their_vertices():
    other = renumbered(CHAIN, [3, 1, 2])
    assert other == Network(3, ((0, 2), (2, 3, 5), (3, 1), (1, 4)), names=("C", "A", "B"))
    network = examples()["pentose_phosphate"]
    order = np.random.default_rng(0).permutation(network.n) + 1
    found = levels(renumbered(network, order.tolist()))
    np.testing.assert_allclose(found, levels(network)[order - 1], rtol=1e-12)


@pytest.mark.parametrize("order", [[1, 2], [1, 2, 2], [0, 1, 2], [1, 2, 3, 4]])
def test_bad_orders_are_refused(order):
    with pytest.raises(NetworkError):
        renumbered(CHAIN, order)


def test_numberings_differ_and_begin_with_the_network_itself():
    found = list(numberings(CHAIN, np.random.default_rng(0), 6))
    assert found[0] == CHAIN
    assert len({network.edges for network in found}) == len(found) == 6
    assert not list(numberings(CHAIN, np.random.default_rng(0), 0))
    # There are no more than the six orders of three vertices.
    assert len(list(numberings(CHAIN, np.random.default_rng(0), 50))) == 6
