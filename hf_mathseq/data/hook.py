"""Let `datasets.load_dataset("hf_mathseq/<dataset>")` generate what is found nowhere else.

`install` wraps `datasets.load.dataset_module_factory`, at once if `datasets` is imported, else when
it will be: this module imports the standard library alone. A local folder, a repository on the Hub
and what was prepared before still win. `HF_MATHSEQ_NO_HOOK=1` switches the hook off;
`hf_mathseq.load_dataset` does not need it.
"""

from __future__ import annotations

import functools
import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from hf_mathseq.after_import import after_import

OPT_OUT = "HF_MATHSEQ_NO_HOOK"
TARGET = "datasets.load"
CACHE_MODULE = "datasets.packaged_modules.cache.cache"
# What the hook and the builder use of `datasets.load`.
NEEDED = (
    "BuilderConfigsParameters",
    "DatasetModule",
    "dataset_module_factory",
    "get_dataset_builder_class",
)


def install() -> None:
    """Install the hook once, unless `HF_MATHSEQ_NO_HOOK` is set to something else than 0."""
    if os.environ.get(OPT_OUT, "0") not in ("", "0"):
        return
    after_import(TARGET, _wrap_factory)


def _wrap_factory(load: ModuleType) -> None:
    missing = [name for name in NEEDED if not hasattr(load, name)]
    if missing:
        warnings.warn(
            f"this version of datasets has no {', '.join(missing)}: use hf_mathseq.load_dataset",
            stacklevel=2,
        )
        return
    original = load.dataset_module_factory
    if getattr(original, "_hf_mathseq", False):
        return
    wrapped = _generating(original)
    for module in (load, sys.modules.get("datasets.inspect")):
        if module is not None and getattr(module, "dataset_module_factory", None) is original:
            setattr(module, "dataset_module_factory", wrapped)  # noqa: B010 - a module's global


def _generating(original: Callable[..., Any]) -> Callable[..., Any]:
    """Return a module factory that answers for our data sets when `original` does not."""

    @functools.wraps(original)
    def dataset_module_factory(path: str, *args: Any, **kwargs: Any) -> Any:
        elsewhere = any(kwargs.get(name) for name in ("revision", "data_dir", "data_files"))
        dataset = None if elsewhere else _named_dataset(path)
        if dataset is None:
            return original(path, *args, **kwargs)
        from hf_mathseq.tasks import data_sets

        known = dataset in data_sets()
        try:
            found = original(path, *args, **kwargs)
        except Exception as error:  # whatever the reason: neither the Hub nor the cache has it
            if not known:
                raise _unknown(dataset) from error
            found = None
        if found is not None and not (known and found.module_path == CACHE_MODULE):
            return found
        from hf_mathseq.dataset_builders.modules import dataset_module

        return dataset_module(dataset)

    dataset_module_factory._hf_mathseq = True  # type: ignore[attr-defined]
    return dataset_module_factory


def _named_dataset(path: object) -> str | None:
    from hf_mathseq.data.names import dataset_of

    dataset = dataset_of(path)
    return None if dataset is None or Path(str(path)).is_dir() else dataset


def _unknown(dataset: str) -> Exception:
    """Return the error for a data set that nobody has, with the nearest of ours."""
    from hf_mathseq.suggestions import unknown_name
    from hf_mathseq.tasks import UnknownTaskError, data_sets

    return UnknownTaskError(
        f"{unknown_name('data set', dataset, data_sets())} (nor is there one elsewhere)"
    )
