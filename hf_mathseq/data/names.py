"""The literal names `hf_mathseq/<dataset>` under which data sets are served locally."""

from __future__ import annotations

from hf_mathseq.suggestions import unknown_name
from hf_mathseq.tasks import UnknownTaskError, data_sets

NAMESPACE = "hf_mathseq"
SAMPLE = "-sample"
"""Ending of the name of a published config that is the beginning of another."""


def literal_name(dataset: str) -> str:
    """Return the name that `load_dataset` takes."""
    return f"{NAMESPACE}/{dataset}"


def dataset_of(path: object) -> str | None:
    """Return the data set that a path names, existing or not, or None for any other path."""
    namespace, _, dataset = path.partition("/") if isinstance(path, str) else ("", "", "")
    return dataset if namespace == NAMESPACE and dataset and "/" not in dataset else None


def dataset_and_config(name: str, config: str | None = None) -> tuple[str, str]:
    """Read `integration`, `integration/bwd` or either behind `hf_mathseq/`.

    Args:
        name: The data set, with or without its config.
        config: The config, where `name` does not hold it; None is the data set's first.

    Raises:
        UnknownTaskError: There is no such data set or config; the message offers the nearest names.
    """
    dataset, _, named = name.removeprefix(f"{NAMESPACE}/").partition("/")
    if config and named and config != named:
        raise UnknownTaskError(f"two configs named: {named!r} and {config!r}")
    table = data_sets()
    if dataset not in table:
        raise UnknownTaskError(unknown_name("data set", dataset, table))
    chosen = config or named or table[dataset][0]
    if chosen not in table[dataset]:
        raise UnknownTaskError(
            unknown_name(f"config of {literal_name(dataset)}", chosen, table[dataset])
        )
    return dataset, chosen
