import numpy as np
import pytest

from hf_mathseq.networks import NetworkError, levels
from hf_mathseq.networks.projections import Reaction, carbon_flux_projection, unit_projection

METABOLITES = ("glucose", "pyruvate", "lactate", "biomass", "spare")
REACTIONS = (
    Reaction("uptake", {"glucose": 1}, {}, -10, 0),
    Reaction("glycolysis", {"glucose": 1, "adp": 2}, {"pyruvate": 2, "atp": 2}, 0, 1000),
    Reaction("fermentation", {"lactate": 1}, {"pyruvate": 1}, -1000, 1000),
    Reaction("release", {"lactate": 1}, {}, 0, 1000),
    Reaction("growth", {"pyruvate": 2, "atp": 1}, {"adp": 1, "lactate": 1}, 0, 1000),
    Reaction("closed", {"pyruvate": 1}, {"biomass": 1}, 0, 0),
    Reaction("cofactor", {"spare": 1, "atp": 1}, {"adp": 1}, 0, 0),
    Reaction("empty", {}, {}, -5, 5),
)
CARBON = {"glucose": 6, "pyruvate": 3, "lactate": 3, "biomass": 3, "spare": 1, "adp": 0, "atp": 0}


def test_unit_projection_follows_the_bounds():
    network = unit_projection(METABOLITES, REACTIONS)
    assert network.names == ("glucose", "pyruvate", "lactate", "biomass")
    shown = [(network.name(u), network.name(v)) for u, v, _ in network.edges]
    assert shown == [
        ("intake", "glucose"),
        ("glucose", "pyruvate"),
        ("pyruvate", "lactate"),
        ("lactate", "pyruvate"),
        ("lactate", "excretion"),
    ]


def test_a_boundary_reaction_may_be_written_either_way():
    source = Reaction("source", {}, {"A": 1}, -1, 1)
    network = unit_projection(("A",), (source,))
    assert network.edges == ((0, 1, 1), (1, 2, 1))
    currency = Reaction("water", {"h2o": 1}, {}, -1, 1)
    assert unit_projection(("A",), (source, currency)) == network


def fluxes(growth):
    """Return a stationary state: 10 glucose in, what growth does not take ferments."""
    made = 20 - 2 * growth
    named = {"uptake": -10, "glycolysis": 10, "fermentation": -made, "release": made + growth}
    return {**{reaction.identifier: 0.0 for reaction in REACTIONS}, **named, "growth": growth}


@pytest.mark.parametrize("growth", [0.0, 1.0, 7.3, 10.0])
def test_every_level_of_carbon_is_one(growth):
    network = carbon_flux_projection(METABOLITES, REACTIONS, fluxes(growth), CARBON)
    assert network.names == ("glucose", "pyruvate", "lactate")
    assert network.intake().tolist() == [60, 0, 0]
    assert np.abs(levels(network) - 1).max() < 1e-14
    lost = dict(zip(network.names, network.outflow(), strict=True))
    assert lost["pyruvate"] == pytest.approx(3 * growth)


def test_carbon_that_is_gained_comes_from_the_intake():
    reactions = (
        Reaction("in", {"A": 1}, {}, -10, 0),
        Reaction("fixing", {"A": 1}, {"B": 1}, 0, 10),
        Reaction("out", {"B": 1}, {}, 0, 10),
    )
    state = {"in": -4.0, "fixing": 4.0, "out": 4.0}
    network = carbon_flux_projection(("A", "B"), reactions, state, {"A": 1, "B": 3})
    assert network.edges == ((0, 1, 4), (0, 2, 8), (1, 2, 4), (2, 3, 12))
    assert levels(network).tolist() == [1, 1]


def test_models_without_a_network_are_refused():
    with pytest.raises(NetworkError, match="no carbon flows"):
        carbon_flux_projection(METABOLITES, REACTIONS, dict.fromkeys(fluxes(0), 0.0), CARBON)
    with pytest.raises(NetworkError, match="no boundary"):
        unit_projection(METABOLITES, REACTIONS[1:3])
    with pytest.raises(NetworkError, match="positive number of internal vertices"):
        unit_projection((), REACTIONS)
