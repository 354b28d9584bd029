"""Print the versions and the hardware that matter for a bug report."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform

from hf_mathseq.cli.common import add_json_argument, print_json, print_table

PACKAGES = (
    "hf-mathseq",
    "torch",
    "transformers",
    "datasets",
    "tokenizers",
    "accelerate",
    "numpy",
    "sympy",
    "pyarrow",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq env`."""
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the environment."""
    report = {package: _version(package) for package in PACKAGES}
    report |= {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "cores": str(os.cpu_count()),
        "accelerator": _accelerator(),
    }
    if arguments.json:
        print_json(report)
    else:
        print_table(report.items())


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _accelerator() -> str:
    import torch

    if torch.cuda.is_available():
        return torch.cuda.get_device_name()
    return "mps" if torch.backends.mps.is_available() else "none"
