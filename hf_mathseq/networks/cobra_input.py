"""Networks from constraint-based models: SBML or JSON files and `cobra.Model` objects."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from hf_mathseq.networks.currency import currency_named
from hf_mathseq.networks.network import Network, NetworkError
from hf_mathseq.networks.projections import Reaction, carbon_flux_projection, unit_projection
from hf_mathseq.networks.safe_xml import read_bounded, walk_xml
from hf_mathseq.suggestions import unknown_name

PROJECTIONS = ("unit", "carbon_flux")
COENZYME_A_CARBON = 21
"""Carbon atoms of the coenzyme, which is carried along and not consumed."""
ENDINGS = (".xml", ".sbml", ".json")


def from_cobra(
    source: Any,
    projection: str = "unit",
    currency: str | Collection[str] = "core",
    fluxes: Mapping[str, float] | None = None,
    remove_blocked: bool = False,
) -> Network:
    """Return the network of a constraint-based model; needs `pip install 'hf-mathseq[cobra]'`.

    Args:
        source: A `cobra.Model`, the path of an SBML (`.xml`, `.sbml`) or JSON file, or the name
            of a model that comes with cobra, e.g. "textbook".
        projection: "unit": every step that the bounds allow, coefficient 1
            (`projections.unit_projection`). "carbon_flux": the carbon that flows, at the fluxes
            of parsimonious flux balance analysis unless `fluxes` gives others
            (`projections.carbon_flux_projection`).
        currency: Metabolites to pass over: one of `currency.CURRENCIES` by its name ("core",
            "genome_scale", "none"), or identifiers without the compartment. In the carbon
            projection carbon dioxide always counts.
        fluxes: A stationary flux for every reaction, by its identifier.
        remove_blocked: First leave out the reactions that cannot carry a flux at steady state;
            the metabolites that only they empty are traps otherwise.

    Raises:
        NetworkError: cobra is not installed, the file is no model, or the model has no network.
        OSError: The file cannot be read.
    """
    if projection not in PROJECTIONS:
        raise NetworkError(unknown_name("projection", projection, PROJECTIONS))
    currency = currency_named(currency)
    model = source if hasattr(source, "reactions") else _load(source)
    reactions = [_reaction(reaction) for reaction in model.reactions]
    if remove_blocked:
        blocked = _blocked(model)
        reactions = [reaction for reaction in reactions if reaction.identifier not in blocked]
    if projection == "unit":
        kept = [m.id for m in model.metabolites if _base(m) not in currency]
        return unit_projection(kept, reactions)
    carbon = {m.id: _carbon(m, currency) for m in model.metabolites}
    balanced = _parsimonious_fluxes(model) if fluxes is None else fluxes
    return carbon_flux_projection(list(carbon), reactions, balanced, carbon)


def _reaction(reaction: Any) -> Reaction:
    parts = {m.id: float(s) for m, s in reaction.metabolites.items()}
    return Reaction(
        reaction.id,
        {name: -s for name, s in parts.items() if s < 0},
        {name: s for name, s in parts.items() if s > 0},
        *reaction.bounds,
    )


def _base(metabolite: Any) -> str:
    """Return the identifier without the compartment: `atp` for `atp_c`."""
    return str(metabolite.id).removesuffix(f"_{metabolite.compartment}")


def _carbon(metabolite: Any, currency: Collection[str]) -> float:
    base = _base(metabolite)
    if base in currency and base != "co2":
        return 0.0
    carbon = float((metabolite.elements or {}).get("C", 0))
    return max(carbon - COENZYME_A_CARBON, 0.0) if base.endswith("coa") else carbon


def _cobra() -> Any:
    try:
        import cobra
    except ImportError:
        message = "constraint-based models need cobra: pip install 'hf-mathseq[cobra]'"
        raise NetworkError(message) from None
    return cobra


def _load(source: Any) -> Any:
    """Return the model of a file or of a name among those that come with cobra."""
    cobra = _cobra()
    path = Path(source)
    if path.suffix.lower() not in ENDINGS:
        from cobra.io.web.cobrapy_repository import Cobrapy

        if path.exists():
            raise NetworkError(
                f"a model is a file ending in {', '.join(ENDINGS)}, not {path.name!r}"
            )
        try:
            return cobra.io.load_model(str(source), repositories=(Cobrapy(),))
        except RuntimeError:
            message = f"no model {str(source)[:60]!r} comes with cobra, and no such file exists"
            raise NetworkError(message) from None
    content = read_bounded(path)
    is_json = path.suffix.lower() == ".json"
    if not is_json:
        walk_xml(content, lambda name, attributes: None)
    try:
        text = content.decode("utf-8")
        return cobra.io.from_json(text) if is_json else cobra.io.read_sbml_model(text)
    except Exception as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
        raise NetworkError(f"{path.name} is no model that cobra reads: {reason}") from None


def _parsimonious_fluxes(model: Any) -> dict[str, float]:
    cobra = _cobra()
    try:
        solution = cobra.flux_analysis.pfba(model)
    except cobra.exceptions.OptimizationError as error:
        raise NetworkError(f"flux balance analysis of the model fails: {error}") from None
    return {str(name): float(flux) for name, flux in solution.fluxes.items()}


def _blocked(model: Any) -> set[str]:
    blocked = _cobra().flux_analysis.find_blocked_reactions(model, processes=1)
    return {str(name) for name in blocked}
