import pytest

from hf_mathseq.networks import Network, NetworkError
from hf_mathseq.networks.networkx_input import from_networkx

networkx = pytest.importorskip("networkx")
CHAIN = Network(2, [(0, 1), (1, 2, 2.5), (2, 3)], ("A", "B"))


def chain(**attributes):
    graph = networkx.DiGraph(**attributes)
    graph.add_edge("A", "B", weight=2.5)
    return graph


def test_boundary_in_four_ways():
    assert from_networkx(chain(), intakes=["A"], excretions=["B"]) == CHAIN
    roles = chain()
    roles.nodes["A"]["role"], roles.nodes["B"]["role"] = "intake", ["excretion"]
    assert from_networkx(roles) == CHAIN
    named = chain()
    named.add_edges_from([("intake", "A"), ("B", "excretion")])
    assert from_networkx(named) == CHAIN
    assert from_networkx(chain(), boundary="merge") == CHAIN


def test_order_is_that_of_the_graph():
    graph = networkx.DiGraph()
    graph.add_nodes_from([3, 1, 2])
    graph.add_edges_from([(1, 2), (2, 3)], capacity=7)
    network = from_networkx(graph, intakes=[1], excretions={3: 2}, weight="capacity")
    assert network.names == ("3", "1", "2")
    assert network.edges == ((0, 2, 1), (1, 4, 2), (2, 3, 7), (3, 1, 7))


def test_one_vertex_may_have_both_roles():
    graph = networkx.DiGraph()
    graph.add_node("A", role=("intake", "excretion"))
    assert from_networkx(graph) == Network(1, [(0, 1), (1, 2)], ("A",))


def test_what_is_refused():
    with pytest.raises(NetworkError, match="DiGraph"):
        from_networkx(networkx.Graph([(1, 2)]), intakes=[1])
    with pytest.raises(NetworkError, match="DiGraph"):
        from_networkx(networkx.MultiDiGraph([(1, 2)]), intakes=[1])
    with pytest.raises(NetworkError, match="two nodes"):
        from_networkx(networkx.DiGraph([(1, "1")]), intakes=[1])
    with pytest.raises(NetworkError, match="no boundary"):
        from_networkx(chain())
    lonely = chain()
    lonely.add_node("C")
    with pytest.raises(NetworkError, match="has no edge"):
        from_networkx(lonely, boundary="merge")
    wrong = chain()
    wrong.nodes["B"]["role"] = "sink"
    with pytest.raises(NetworkError, match="unknown role 'sink'"):
        from_networkx(wrong)
    words = networkx.DiGraph()
    words.add_edge("A", "B", weight="much")
    with pytest.raises(NetworkError, match="must be a number"):
        from_networkx(words, intakes=["A"])
    with pytest.raises(NetworkError, match="positive number of internal vertices"):
        from_networkx(networkx.DiGraph())


def test_roles_of_the_wrong_kind():
    graph = networkx.DiGraph([("A", "B")])
    graph.nodes["A"]["role"] = 5
    with pytest.raises(NetworkError, match="unknown role '5'"):
        from_networkx(graph, excretions="B")
    graph.nodes["A"]["role"] = None
    assert from_networkx(graph, intakes="A", excretions="B").n == 2
