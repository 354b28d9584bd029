"""YAML files that anybody may have written: plain values, bounded in size and depth, no aliases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from hf_mathseq.options import OptionError

MAX_BYTES = 1 << 20
MAX_NESTING = 100
"""Levels of a file; the readers of PyYAML end the process at some tens of thousands."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader, in C where PyYAML was built with it: ten times faster."""


def read_mapping(path: Path) -> dict[str, Any]:
    """Return the mapping in a YAML file.

    Raises:
        OptionError: Too large, not YAML, or no mapping.
        OSError: There is no such file.
    """
    if path.stat().st_size > MAX_BYTES:
        raise OptionError(f"{path} is larger than {MAX_BYTES:,} bytes")
    try:
        values = _read_yaml(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise OptionError(f"{path} is not text in UTF-8") from None
    except (yaml.YAMLError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        raise OptionError(f"{path} is not YAML: {reason}") from None
    except OptionError as error:
        raise OptionError(f"{path}: {error}") from None
    if not isinstance(values, dict):
        raise OptionError(f"{path} holds no mapping")
    return values


def _read_yaml(text: str) -> Any:
    _check_shape(text)
    loader = _LOADER(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def _check_shape(text: str) -> None:
    """Refuse what a short text can unfold to: too many levels, or aliases of aliases.

    Raises:
        OptionError: More than `MAX_NESTING` levels, or an alias.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise OptionError(f"aliases are not read (*{str(event.anchor)[:40]})")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_NESTING:
            raise OptionError(f"a file is nested more than {MAX_NESTING} deep")
