"""Options of a task: frozen dataclasses whose fields carry help, limits and provenance."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, get_type_hints

from hf_mathseq.suggestions import UserError, quoted, unknown_name

ConfigT = TypeVar("ConfigT")


class OptionError(UserError):
    """An option that does not exist or a value that is not allowed."""


def option(
    default: Any,
    help: str,
    *,
    source: str = "",
    choices: Sequence[str] | None = None,
    minimum: float | None = None,
    maximum: float | None = None,
    identity: Callable[[Any], Any] | None = None,
    added: bool = False,
) -> Any:
    """Declare a field of a task's `Config`.

    Args:
        default: Value used when the user says nothing.
        help: One sentence, shown by the command line and on the data-set card.
        source: Where the default comes from (paper section, published command).
        choices: The allowed values of a string option.
        minimum: Smallest allowed number.
        maximum: Largest allowed number.
        identity: Returns what stands for the value in `config_digest`, for values that name a
            content, such as paths; None is the value itself.
        added: The option came after data of the task existed, and its default means what was done
            before: at its default it is left out of `config_digest`, so that those data stay.
    """
    metadata = {
        "help": help,
        "source": source,
        "choices": choices,
        "minimum": minimum,
        "maximum": maximum,
        "identity": identity,
        "added": added,
    }
    return dataclasses.field(default=default, metadata=metadata)


def added_later(config_class: type, name: str) -> Any:
    """Declare an option of another `Config` again, as one that was added here; see `option`."""
    field = {f.name: f for f in dataclasses.fields(config_class)}[name]
    return dataclasses.field(default=field.default, metadata={**field.metadata, "added": True})


def build_config(config_class: type[ConfigT], options: Mapping[str, Any]) -> ConfigT:
    """Make a `config_class` from user options, which may be strings from a command line.

    Raises:
        OptionError: An unknown option, a value of the wrong type or out of its range.
    """
    fields = {f.name: f for f in dataclasses.fields(config_class)}  # type: ignore[arg-type]
    types = _types_of(config_class)  # type: ignore[arg-type]
    values = {}
    for name, value in options.items():
        if name not in fields:
            raise OptionError(unknown_name("option", name, fields))
        values[name] = _checked(fields[name], _converted(name, value, types[name]))
    return config_class(**values)


def over_inherited(
    config: type, inherited: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return options that are given over inherited ones.

    Args:
        config: Their dataclass; an option that is given also takes the place of those that the
            class says it `replaces`, e.g. one dimension that of two bounds.
        inherited: Option -> value.
        given: Option -> value.
    """
    replaces = getattr(config, "replaces", {})
    replaced = {name for option in given for name in replaces.get(option, ())}
    return {k: v for k, v in inherited.items() if k not in replaced} | dict(given)


def config_as_dict(config: Any) -> dict[str, Any]:
    """Return a configuration as plain JSON values, every field included."""
    return json.loads(json.dumps(dataclasses.asdict(config)))


def config_digest(config: Any) -> str:
    """Return 16 hexadecimal digits that identify the configuration's content."""
    content = config_as_dict(config)
    for field in dataclasses.fields(config):
        if field.metadata.get("added") and getattr(config, field.name) == field.default:
            del content[field.name]
            continue
        identity = field.metadata.get("identity")
        if identity is not None:
            content[field.name] = identity(content[field.name])
    text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def _types_of(config_class: type) -> dict[str, Any]:
    return get_type_hints(config_class)


_BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def _converted(name: str, value: Any, expected: type) -> Any:
    """Turn text into the field's type and refuse anything that would be misread."""
    problem = OptionError(f"option {name!r} takes {_type_name(expected)}, not {quoted(value)}")
    if expected is bool:
        if isinstance(value, bool):
            return value
        if str(value).lower() in _BOOLEANS:
            return _BOOLEANS[str(value).lower()]
        raise problem
    if expected in (int, float):
        try:
            number = expected(value)
            cut = expected is int and not isinstance(value, str) and number != value
        except (TypeError, ValueError, OverflowError):
            raise problem from None
        if isinstance(value, bool) or cut:
            raise problem
        return number
    if expected is str and not isinstance(value, str):
        raise problem
    return value


def _type_name(expected: type) -> str:
    names = {bool: "true or false", int: "an integer", float: "a number", str: "text"}
    return names.get(expected, str(expected))


def _checked(field: dataclasses.Field[Any], value: Any) -> Any:
    limits = field.metadata
    choices = limits.get("choices")
    if choices is not None and value not in choices:
        raise OptionError(unknown_name(f"{field.name} value", value, choices))
    low, high = limits.get("minimum"), limits.get("maximum")
    if (low is not None and not value >= low) or (high is not None and not value <= high):
        allowed = f"{low} or more" if high is None else f"in [{low}, {high}]"
        given = quoted(value).strip("'")
        raise OptionError(f"option {field.name!r} must be {allowed}, not {given}")
    if isinstance(value, float) and not math.isfinite(value):
        raise OptionError(f"option {field.name!r} must be a finite number, not {value}")
    return value
