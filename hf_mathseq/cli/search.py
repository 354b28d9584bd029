"""The arguments of `evaluate` and `solve` that say how answers are searched."""

from __future__ import annotations

import argparse
from typing import Any

from hf_mathseq.cli.common import positive

SEARCHED = ("sample", "temperature", "top_k", "top_p", "seed")


def add_search_arguments(parser: argparse.ArgumentParser, default_beams: int) -> None:
    """Add `--beams`, and `--sample` with what belongs to it."""
    parser.add_argument(
        "--beams", type=positive, help=f"width of the beam, 1: greedy (default {default_beams})"
    )
    parser.add_argument(
        "--sample", type=positive, metavar="N", help="draw N answers instead of searching them"
    )
    parser.add_argument("--temperature", type=float, help="of --sample: above 0 (default 1)")
    parser.add_argument("--top-k", type=int, help="of --sample: from the K likeliest tokens only")
    parser.add_argument(
        "--top-p", type=float, help="of --sample: from the likeliest tokens of this probability"
    )
    parser.add_argument("--seed", type=int, default=0, help="of what is drawn (default 0)")


def search_settings(arguments: argparse.Namespace, beams: str) -> dict[str, Any]:
    """Return the values by the names that Python calls take.

    Args:
        arguments: What was given.
        beams: What the call names the width of the beam.
    """
    return {beams: arguments.beams, **{name: getattr(arguments, name) for name in SEARCHED}}
