"""Currency metabolites: what takes part everywhere, so that steps through it mean nothing.

Energy and redox carriers, water, protons, ions and gases, by their BiGG identifiers without the
compartment.
"""

from __future__ import annotations

from collections.abc import Collection

from hf_mathseq.networks.network import NetworkError
from hf_mathseq.suggestions import unknown_name

CORE = (
    "h", "h2o", "atp", "adp", "amp", "pi", "nad", "nadh", "nadp", "nadph", "coa", "co2", "o2",
    "nh4", "q8", "q8h2",
)  # fmt: skip
"""For models of the central metabolism."""
GENOME_SCALE = (
    "2dmmq8", "2dmmql8", "ACP", "adp", "amp", "atp", "ca2", "cdp", "cl", "cmp", "co2", "coa",
    "cobalt2", "ctp", "cu2", "fad", "fadh2", "fe2", "fe3", "gdp", "gmp", "gtp", "h", "h2o", "h2o2",
    "hco3", "idp", "imp", "itp", "k", "mg2", "mn2", "mobd", "mql8", "mqn8", "na1", "nad", "nadh",
    "nadp", "nadph", "nh4", "ni2", "o2", "pi", "ppi", "q8", "q8h2", "so3", "so4", "trdox", "trdrd",
    "udp", "ump", "utp", "zn2",
)  # fmt: skip
"""For reconstructions of whole cells."""
CURRENCIES: dict[str, tuple[str, ...]] = {"core": CORE, "genome_scale": GENOME_SCALE, "none": ()}


def currency_named(currency: str | Collection[str]) -> Collection[str]:
    """Return the list of a name, or the given identifiers.

    Raises:
        NetworkError: There is no list of this name.
    """
    if not isinstance(currency, str):
        return currency
    if currency not in CURRENCIES:
        raise NetworkError(unknown_name("currency list", currency, CURRENCIES))
    return CURRENCIES[currency]
