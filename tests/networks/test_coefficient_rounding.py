import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worked_networks import cases, network_of

from hf_mathseq.networks import Network, NetworkError, levels
from hf_mathseq.networks.rounding import RoundingLoss, encodable

INVALID = {case["id"]: case for case in cases("invalid_inputs")}


def chain(*coefficients):
    n = len(coefficients) - 1
    return Network(n, [(i, i + 1, f) for i, f in enumerate(coefficients)])


def written(network, weighted=True):
    found, loss = encodable(network, weighted)
    return [f for _, _, f in found.edges], loss


def test_integers_in_range_stay():
    network = chain(2, 4, 99)
    assert encodable(network, True) == (network, RoundingLoss(0.0, 0.0))
    assert encodable(chain(1, 1), False) == (chain(1, 1), RoundingLoss(0.0, 0.0))


def test_a_common_factor_costs_nothing():
    assert written(chain(0.5, 1.5, 1)) == ([1, 3, 2], RoundingLoss(0.0, 0.0))
    assert written(chain(1000, 150, 50)) == ([20, 3, 1], RoundingLoss(0.0, 0.0))


def test_the_worked_cases_without_words():
    halves, loss = written(network_of(INVALID["i11"]))
    assert (halves, loss.levels) == ([2, 5], 0.0)
    many, loss = written(network_of(INVALID["i12"]))
    assert many == [1, 99]
    assert loss.coefficients == pytest.approx(150 / 99 - 1)
    with pytest.raises(NetworkError, match="up to 998 internal vertices, not 1000") as refused:
        encodable(network_of(INVALID["i13"]), True)
    assert refused.value.reason == "too_many_vertices"


def test_models_without_coefficients_see_ones():
    network = chain(1, 2)
    assert written(network, weighted=False)[0] == [1, 1]
    loss = encodable(network, False)[1]
    assert loss.levels == pytest.approx(1.0)  # the level 1/2 becomes 1
    assert loss.coefficients == pytest.approx(1 / 3)  # 4/3 lies between, as far from both


def test_without_equilibrium_there_are_no_levels_to_lose():
    trap = Network(2, [(0, 1, 1.5), (1, 3, 2), (1, 2, 2)])
    assert encodable(trap, True)[1].levels is None
    assert encodable(Network(1, []), True)[1] == RoundingLoss(0.0, 0.0)


@given(st.lists(st.floats(1e-3, 1e3), min_size=2, max_size=6))
def test_coefficients_have_words_and_the_loss_is_that_of_the_levels(coefficients):
    network = chain(*coefficients)
    found, loss = encodable(network, True)
    assert all(isinstance(f, int) and 1 <= f <= 99 for _, _, f in found.edges)
    exact, rounded = levels(network), levels(found)
    assert loss.levels == pytest.approx(np.abs(rounded - exact).sum() / exact.sum(), abs=1e-12)
    if max(coefficients) < 20 * min(coefficients):
        assert loss.coefficients < 0.11  # half a unit in 5 or more


@given(st.lists(st.floats(1e-150, 1e150), min_size=2, max_size=4))
def test_extreme_coefficients_are_written_too(coefficients):
    found = encodable(chain(*coefficients), True)[0]
    assert all(1 <= f <= 99 for _, _, f in found.edges)
