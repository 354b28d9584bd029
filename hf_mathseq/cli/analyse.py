"""Analyse a system of differential equations without a model: eigenvalues, stability, control."""

from __future__ import annotations

import argparse

from hf_mathseq.cli.common import add_json_argument, print_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq analyse`."""
    parser.add_argument(
        "system", metavar="SYSTEM", help="e.g. \"x' = sin(x) - x*y; y' = x^2 - y at (0, 0)\""
    )
    parser.add_argument("--point", help="e.g. '(0, pi)' or 'x = 0, y = pi' (default: the origin)")
    parser.add_argument(
        "--search", action="store_true", help="look for an equilibrium near the point"
    )
    parser.add_argument(
        "--controls", help="names, e.g. u,v (default: all names without an equation)"
    )
    parser.add_argument("--picture", metavar="FILE", help="draw it as png, svg or pdf")
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the analysis."""
    from hf_mathseq.analysis.systems import analyse

    analysis = analyse(
        arguments.system,
        arguments.point,
        controls=arguments.controls,
        search=arguments.search,
    )
    if arguments.picture:
        from hf_mathseq.analysis.pictures import save_picture

        save_picture(analysis, arguments.picture)
    if arguments.json:
        from hf_mathseq.analysis.words import as_dict

        print_json(as_dict(analysis))
    else:
        print(analysis)
