"""Files of recipes and runs: YAML of the package by name or of one's own by path, and results."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from hf_mathseq.options import OptionError
from hf_mathseq.plain_yaml import read_mapping
from hf_mathseq.suggestions import unknown_name

SUFFIXES = (".yaml", ".yml")
LIKE = "like"
"""Key that names the file whose other keys are taken over."""
RECIPE_FILE = "recipe.yaml"
TRAINING_RESULTS = "training.json"

Join = Callable[[str, Mapping[str, Any], Mapping[str, Any]], dict[str, Any]]


def names_in(package: str, folder: str) -> list[str]:
    """Return the names of the YAML files in a folder of a package, sorted."""
    return list(_names_in(package, folder))


@cache
def _names_in(package: str, folder: str) -> tuple[str, ...]:
    root = _root(package, folder)
    names = (p.relative_to(root).with_suffix("").as_posix() for p in root.rglob("*.yaml"))
    return tuple(sorted(names))


def read_named(kind: str, package: str, folder: str, name: str | Path) -> dict[str, Any]:
    """Return the mapping in a YAML file.

    Args:
        kind: What the file is, for messages.
        package: Where the named files are.
        folder: The package's folder of them.
        name: A name of `names_in`, or the path of a YAML file.

    Raises:
        OptionError: No such name, not YAML, or no mapping.
    """
    path = Path(name)
    if path.suffix not in SUFFIXES:
        known = _names_in(package, folder)
        if str(name) not in known:
            raise OptionError(unknown_name(kind, name, known))
        path = _root(package, folder) / f"{name}.yaml"
    return read_mapping(path)


def read_inherited(
    kind: str,
    package: str,
    folder: str,
    name: str | Path,
    merged: Collection[str] = (),
    own: Collection[str] = (),
    join: Join | None = None,
) -> dict[str, Any]:
    """Return the mapping in a YAML file, over what the file says that it is like.

    Args:
        kind: As in `read_named`.
        package: As in `read_named`.
        folder: As in `read_named`.
        name: As in `read_named`; `like` takes the same, a path also from the file's own folder.
        merged: Keys whose mappings join the inherited ones; the other keys replace them.
        own: Keys that are not inherited.
        join: Joins the mappings of a key in two files, the inherited one first; `joined` is one.

    Raises:
        OptionError: As in `read_named`, or a file is like itself.
    """
    chain = _chain(kind, package, folder, name, own)
    found = chain.pop()
    while chain:
        values = chain.pop()
        both = [key for key in merged if key in found and key in values]
        found = found | values | {key: (join or joined)(key, found, values) for key in both}
    found.pop(LIKE, None)
    return found


def _chain(
    kind: str, package: str, folder: str, name: str | Path, own: Collection[str]
) -> list[dict[str, Any]]:
    """Return the mapping in a file, that in the one it is like, and so on."""
    chain, seen = [read_named(kind, package, folder, name)], [str(name)]
    while LIKE in chain[-1]:
        seen.append(_beside(seen[-1], str(chain[-1][LIKE])))
        if seen[-1] in seen[:-1]:
            raise OptionError(f"{kind} {seen[-1]} is like itself")
        try:
            base = read_named(kind, package, folder, seen[-1])
        except FileNotFoundError:
            raise OptionError(f"{seen[-2]} is like {seen[-1]}, and there is no such file") from None
        chain.append({key: value for key, value in base.items() if key not in own})
    return chain


def _beside(file: str, name: str) -> str:
    """Return the name of a file that another one names: it may stand beside that one."""
    beside = Path(file).parent / name
    wanted = Path(name).suffix in SUFFIXES and not Path(name).exists()
    return str(beside) if wanted and beside.exists() else name


def joined(key: str, base: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the mapping of a key in one file over that in another.

    Raises:
        OptionError: One of them is no mapping.
    """
    return {**mapping_of(key, base[key]), **mapping_of(key, values[key])}


def mapping_of(key: str, value: Any) -> Mapping[str, Any]:
    """Return the value of a key that takes a mapping; nothing is an empty one.

    Raises:
        OptionError: It is something else.
    """
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise OptionError(f"{key} takes a mapping, not {str(value)[:60]!r}")
    return value


def default_folder(name: str | Path, parent: str = "runs") -> Path:
    """Return the folder for what a named file makes: `runs/<name>`."""
    path = Path(name)
    return Path(parent) / (path.stem if path.suffix in SUFFIXES else path)


def _root(package: str, folder: str) -> Path:
    return Path(str(files(package) / folder))
