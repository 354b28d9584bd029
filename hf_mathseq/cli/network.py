"""Analyse a metabolic network: equilibrium, levels, fluxes, knock-outs, with or without a model."""

from __future__ import annotations

import argparse
from typing import Any

from hf_mathseq.cli.common import add_json_argument, print_json

READER_OPTIONS = ("boundary", "multi_product", "projection", "currency")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq network`."""
    parser.add_argument(
        "network",
        metavar="NETWORK",
        help="a file (.csv, .txt, .json, KGML or SBML), an edge list such as "
        "'intake -> A; A -> B 2.5; B -> excretion', or an example such as glycolysis",
    )
    parser.add_argument("--format", help="edges, json, kgml or cobra (default: by the content)")
    ends = parser.add_argument_group("boundary of an edge list")
    for name, way in (("intake", "from the intake"), ("excretion", "to the excretion")):
        ends.add_argument(
            f"--{name}",
            metavar="NAME[=COEFFICIENT]",
            action="append",
            help=f"a vertex with an edge {way}; may be repeated",
        )
    ends.add_argument(
        "--merge",
        dest="boundary",
        action="store_const",
        const="merge",
        help="merge what has no incoming and what has no outgoing edge instead",
    )
    readers = parser.add_argument_group("KGML and constraint-based models")
    readers.add_argument("--multi-product", help="drop_map (default) or all_pairs")
    readers.add_argument("--projection", help="unit (default) or carbon_flux")
    readers.add_argument("--currency", help="what to pass over: core (default), genome_scale, none")
    parser.add_argument("--knock-outs", action="store_true", help="without each edge and vertex")
    parser.add_argument(
        "--sensitivities", action="store_true", help="derivatives of levels by coefficients"
    )
    parser.add_argument("--model", help="model folder or Hub id: also show what it predicts")
    parser.add_argument("--picture", metavar="FILE", help="draw it as png, svg or pdf")
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the analysis."""
    from hf_mathseq.networks.reading import read_network
    from hf_mathseq.networks.report import analyse

    options: dict[str, Any] = {name: getattr(arguments, name) for name in READER_OPTIONS}
    options |= {"intakes": _ends(arguments.intake), "excretions": _ends(arguments.excretion)}
    given = {name: value for name, value in options.items() if value is not None}
    network = read_network(arguments.network, arguments.format, **given)
    report = analyse(
        network, knock_outs=arguments.knock_outs, sensitivities=arguments.sensitivities
    )
    prediction = None
    if arguments.model:
        from hf_mathseq.cli.network_model import predict

        prediction = predict(arguments.model, network)
    if arguments.picture:
        from hf_mathseq.networks.drawing import save_drawing

        if prediction:
            save_drawing(prediction.network, arguments.picture, predicted=prediction.levels)
        else:
            save_drawing(network, arguments.picture, report.levels)
    if arguments.json:
        said = {"prediction": prediction.as_dict()} if prediction else {}
        print_json(report.as_dict() | said)
    else:
        print(report, *(prediction.lines() if prediction else ()), sep="\n")


def _ends(texts: list[str] | None) -> dict[str, Any] | None:
    """Read `NAME` and `NAME=COEFFICIENT`; a name may hold `=` where no number follows."""
    if texts is None:
        return None
    from hf_mathseq.networks.edge_list import coefficient_of, is_coefficient

    ends: dict[str, Any] = {}
    for text in texts:
        name, equals, number = text.rpartition("=")
        if equals and is_coefficient(number):
            ends[name.strip()] = coefficient_of(number)
        else:
            ends[text.strip()] = 1
    return ends
