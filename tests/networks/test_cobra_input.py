import gzip
import sys
from pathlib import Path

import numpy as np
import pytest

from hf_mathseq.networks import NetworkError, Outcome, levels, outcome, reachable, trapped
from hf_mathseq.networks.cobra_input import from_cobra


@pytest.fixture(scope="module")
def cobra():
    return pytest.importorskip("cobra")


def test_unit_projection_of_the_textbook_model(cobra):
    network = from_cobra("textbook")
    assert network.n == 50
    assert outcome(network) is Outcome.UNIQUE
    inner = [edge for edge in network.edges if edge[0] != 0 and edge[1] != network.excretion]
    assert len(inner) == 126
    assert 1 + 2 * len(network.edges) == 283
    assert [network.name(v) for u, v, _ in network.edges if u == 0] == ["glc__D_e"]
    assert sum(v == network.excretion for _, v, _ in network.edges) == 14
    fed = reachable(network)
    unfed = [network.name(v) for v in range(1, network.n + 1) if v not in fed]
    assert unfed == ["fru_e", "fum_e", "gln__L_e", "mal__L_e"]


def test_without_a_currency_list(cobra):
    network = from_cobra("textbook", currency="none")
    assert network == from_cobra("textbook", currency=())
    inner = [edge for edge in network.edges if edge[0] != 0 and edge[1] != network.excretion]
    assert (network.n, len(inner), 1 + 2 * len(network.edges)) == (72, 455, 965)


def test_carbon_fluxes_make_every_level_one(cobra):
    network = from_cobra("textbook", projection="carbon_flux")
    assert (network.n, len(network.edges)) == (32, 75)
    assert network.intake().sum() == pytest.approx(60)
    assert np.abs(levels(network) - 1).max() < 1e-12
    coefficients = [f for _, _, f in network.edges]
    assert (min(coefficients), max(coefficients)) == pytest.approx((0.1103, 60), rel=1e-3)


def test_files_and_models_give_the_same_network(cobra, tmp_path):
    data = Path(cobra.__file__).parent / "data" / "textbook.xml.gz"
    sbml, as_json = tmp_path / "model.xml", tmp_path / "model.json"
    sbml.write_bytes(gzip.decompress(data.read_bytes()))
    model = cobra.io.read_sbml_model(str(sbml))
    cobra.io.save_json_model(model, str(as_json))
    assert from_cobra(sbml) == from_cobra(str(as_json)) == from_cobra(model)


def test_fluxes_and_blocked_reactions(cobra):
    model = cobra.Model("chain")
    a, b, c = (cobra.Metabolite(f"{name}_c", formula="C2", compartment="c") for name in "abc")
    for name, parts, bounds in [
        ("in", {a: 1}, (0, 5)),
        ("step", {a: -1, b: 1}, (0, 5)),
        ("out", {b: -1}, (0, 5)),
        ("dead_end", {b: -1, c: 1}, (0, 5)),
    ]:
        reaction = cobra.Reaction(name, lower_bound=bounds[0], upper_bound=bounds[1])
        reaction.add_metabolites(parts)
        model.add_reactions([reaction])
    assert outcome(from_cobra(model)) is Outcome.NONE
    network = from_cobra(model, remove_blocked=True)
    assert network.edges == ((0, 1, 1), (1, 2, 1), (2, 3, 1))
    fluxes = {"in": 3.0, "step": 3.0, "out": 3.0, "dead_end": 0.0}
    assert from_cobra(model, "carbon_flux", fluxes=fluxes).intake().tolist() == [6, 0]
    with pytest.raises(NetworkError, match="no flux is given for reaction 'step'"):
        from_cobra(model, "carbon_flux", fluxes={"in": 3.0})


def test_bad_files_give_one_line(cobra, tmp_path):
    for name, content, message in [
        ("broken.xml", "<sbml", "broken XML"),
        ("laughs.xml", '<!DOCTYPE s [<!ENTITY a "b">]><sbml>&a;</sbml>', "declarations"),
        ("other.xml", "<pathway/>", "no model that cobra reads"),
        ("broken.json", "{", "no model that cobra reads"),
        ("list.json", "[]", "no model that cobra reads"),
        ("model.mat", "", "ending in .xml, .sbml, .json"),
    ]:
        (tmp_path / name).write_text(content)
        with pytest.raises(NetworkError, match=message) as refused:
            from_cobra(tmp_path / name)
        assert "\n" not in str(refused.value)
    with pytest.raises(NetworkError, match="no model 'e_coli' comes with cobra"):
        from_cobra("e_coli")
    with pytest.raises(OSError, match="No such file"):
        from_cobra(tmp_path / "none.xml")


def test_infeasible_models_are_refused(cobra, tmp_path):
    model = cobra.Model("impossible")
    metabolite = cobra.Metabolite("a_c", formula="C", compartment="c")
    reaction = cobra.Reaction("out", lower_bound=1, upper_bound=2)
    reaction.add_metabolites({metabolite: -1})
    model.add_reactions([reaction])
    with pytest.raises(NetworkError, match="flux balance analysis"):
        from_cobra(model, projection="carbon_flux")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "vertices", "inner", "intakes", "excretions", "stuck", "unfed"),
    [
        ("salmonella", 2318, 4887, 4, 452, (147, 57), 628),
        ("iJO1366", 1686, 3338, 5, 301, (153, 98), 530),
    ],
)
def test_genome_scale_models(cobra, name, vertices, inner, intakes, excretions, stuck, unfed):
    network = from_cobra(name, currency="genome_scale")
    ends = [(u == 0, v == network.excretion) for u, v, _ in network.edges]
    assert (network.n, ends.count((False, False))) == (vertices, inner)
    assert (ends.count((True, False)), ends.count((False, True))) == (intakes, excretions)
    fed, traps = reachable(network), trapped(network)
    assert (len(traps), len([v for v in traps if v in fed])) == stuck
    assert network.n - len(fed) == unfed
    assert outcome(network) is Outcome.NONE


def test_options_are_checked_without_cobra():
    with pytest.raises(NetworkError, match="unknown currency list 'genome'"):
        from_cobra("textbook", currency="genome")
    with pytest.raises(NetworkError, match="unknown projection 'stoichiometric'"):
        from_cobra("textbook", projection="stoichiometric")


def test_the_extra_is_named_where_cobra_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "cobra", None)
    with pytest.raises(NetworkError, match="hf-mathseq\\[cobra\\]"):
        from_cobra("textbook")
