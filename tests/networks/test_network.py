import copy
from fractions import Fraction

import numpy as np
import pytest
from worked_networks import IDS, WORKED, cases, network_of

from hf_mathseq.networks import Network, NetworkError

ENCODING_ONLY = ("weight_not_encodable", "too_many_vertices")
INVALID = [case for case in cases("invalid_inputs") if case["reason"] not in ENCODING_ONLY]
ENCODABLE_NOT = [case for case in cases("invalid_inputs") if case["reason"] in ENCODING_ONLY]


@pytest.mark.parametrize("case", WORKED, ids=IDS)
def test_worked_matrices(case):
    network = network_of(case)
    assert network.jacobian().tolist() == case["J"]
    assert network.intake().tolist() == case["phi"]
    assert network.outflow().tolist() == case["excretion_rates"]
    assert network.weighted == case["weighted"]


@pytest.mark.parametrize("case", INVALID, ids=[case["id"] for case in INVALID])
def test_invalid_networks_are_refused_in_one_line(case):
    edges = [(u, v, float(f)) for u, v, f in case["edges"]]
    with pytest.raises(NetworkError) as refused:
        Network(case["n"], edges)
    assert refused.value.reason == case["reason"]
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("case", ENCODABLE_NOT, ids=[case["id"] for case in ENCODABLE_NOT])
def test_what_has_no_tokens_is_still_a_network(case):
    assert network_of(case).n == case["n"]


def test_edges_are_sorted_and_pairs_have_the_coefficient_one():
    network = Network(2, [(2, 3), (0, 1, 2.0), (1, 2, Fraction(1, 2))])
    assert network.edges == ((0, 1, 2), (1, 2, Fraction(1, 2)), (2, 3, 1))
    assert network == Network(2, network.edges)
    assert isinstance(network.edges[0][2], int)


def test_numbers_of_numpy_are_read():
    edges = np.array([[0, 1, 3], [1, 2, 1]])
    assert Network(np.int64(1), edges.tolist()) == Network(1, [tuple(edge) for edge in edges])


def test_the_direct_edge_feeds_nothing():
    network = Network(1, [(0, 1), (0, 2, 5), (1, 2)])
    assert network.intake().tolist() == [1.0]
    assert network.outflow().tolist() == [1.0]


def test_names():
    network = Network(2, [(0, 1), (1, 2), (2, 3)], names=("A", "B"))
    assert [network.name(v) for v in range(4)] == ["intake", "A", "B", "excretion"]
    assert Network(1, [(0, 1)]).name(1) == "1"


@pytest.mark.parametrize("names", [("A",), ("A", "A"), (1, 2)])
def test_bad_names_are_refused(names):
    with pytest.raises(NetworkError):
        Network(2, [(0, 1)], names=names)


@pytest.mark.parametrize(
    ("edge", "reason"),
    [
        ((0, 1, 10**400), "non_finite_weight"),
        ((0, 1, Fraction(1, 10**400)), "non_positive_weight"),
        ((0, 1, "2"), "no_number"),
        ((0, 1, True), "no_number"),
        ((0, 1.5), "vertex_out_of_range"),
        (("A", 1), "vertex_out_of_range"),
        ((0,), ""),
        (7, ""),
    ],
)
def test_strange_edges_are_refused(edge, reason):
    with pytest.raises(NetworkError) as refused:
        Network(2, [edge])
    assert refused.value.reason == reason


def test_errors_survive_copies():
    error = copy.copy(NetworkError("no", "self_loop"))
    assert (str(error), error.reason) == ("no", "self_loop")


@pytest.mark.parametrize(
    ("n", "edges", "names", "message"),
    [
        (2, ((0, 1, 1e308), (1, 2, 1e308)), (), "add up to more than"),
        (10**5000, (), (), "positive number of internal vertices"),
        (2, ((0, 10**5000),), (), "vertex that does not exist"),
        (2, None, (), "edges are a sequence"),
        (2, (), None, "1 names for 2"),
        (2, (), ("intake", "A"), "called 'intake'"),
    ],
    ids=["sum", "vertices", "vertex", "edges", "names", "end"],
)
def test_what_is_no_network_in_other_ways(n, edges, names, message):
    with pytest.raises(NetworkError, match=message):
        Network(n, edges, names)
