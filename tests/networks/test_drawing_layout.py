from hypothesis import given
from hypothesis import strategies as st

from hf_mathseq.networks import Network
from hf_mathseq.networks.layout import layered_layout


def test_a_chain_is_a_line():
    places = layered_layout(Network(3, [(0, 1), (1, 2), (2, 3), (3, 4)]))
    assert places == {i: (float(i), 0.0) for i in range(5)}


def test_columns_are_distances_and_unreached_vertices_stand_before_what_they_feed():
    network = Network(5, [(0, 1), (1, 2), (2, 6), (3, 2), (4, 3)])
    columns = {vertex: x for vertex, (x, _) in layered_layout(network).items()}
    assert columns == {0: 0, 1: 1, 2: 2, 6: 3, 3: 1, 4: 1, 5: 1}


def test_neighbours_stand_side_by_side():
    rows = [(0, 1), (0, 2), (0, 3), (1, 6), (2, 5), (3, 4), *((v, 7) for v in (4, 5, 6))]
    places = layered_layout(Network(6, rows))
    assert [places[v][1] for v in (1, 2, 3)] == [places[v][1] for v in (6, 5, 4)]


@st.composite
def networks(draw):
    n = draw(st.integers(1, 7))
    pairs = [(u, v) for u in range(n + 1) for v in range(1, n + 2) if u != v]
    return Network(n, draw(st.lists(st.sampled_from(pairs), unique=True, max_size=12)))


@given(networks())
def test_every_vertex_has_a_place_of_its_own(network):
    places = layered_layout(network)
    assert sorted(places) == list(range(network.n + 2))
    assert len(set(places.values())) == network.n + 2
    assert places[0][0] == 0
    assert all(
        0 < x < places[network.excretion][0] for v, (x, _) in places.items() if 0 < v <= network.n
    )
    assert layered_layout(network) == places
