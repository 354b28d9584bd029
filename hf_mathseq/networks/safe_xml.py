"""A bounded XML reader for untrusted files: no entities, nothing fetched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

from hf_mathseq.networks.network import NetworkError

MAX_BYTES = 100_000_000
"""Above the largest published reconstructions in SBML (Recon3D has about 50 MB)."""

Started = Callable[[str, dict[str, str]], object]
Ended = Callable[[str], object]


def read_bounded(path: str | Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        NetworkError: More than `MAX_BYTES`, or a path with a null byte.
        OSError: The file cannot be read.
    """
    if "\0" in str(path):
        raise NetworkError("no file has a name with a null byte")
    with open(path, "rb") as file:
        content = file.read(MAX_BYTES + 1)
    return _bounded(content)


def walk_xml(content: str | bytes, started: Started, ended: Ended = lambda name: None) -> None:
    """Call `started` with the name and attributes of every element, and `ended` at its end.

    A document type is allowed, as KGML files have one, but it is not fetched, and one that
    declares anything inside the file is refused before it could be used.

    Raises:
        NetworkError: Broken XML, declarations of entities, or more than `MAX_BYTES`.
    """
    parser = expat.ParserCreate(encoding="utf-8" if isinstance(content, str) else None)
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.EntityDeclHandler = _refuse_entities
    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    try:
        data = content.encode() if isinstance(content, str) else content
        parser.Parse(_bounded(data), True)
    except expat.ExpatError as error:
        raise NetworkError(f"broken XML: {error}") from None
    except (LookupError, UnicodeError, ValueError) as error:
        if isinstance(error, NetworkError):
            raise
        raise NetworkError("broken XML: unknown or wrong character encoding") from None


def _bounded(content: bytes) -> bytes:
    if len(content) > MAX_BYTES:
        raise NetworkError(f"the file has more than {MAX_BYTES} bytes")
    return content


def _refuse_declarations(name: str, system: str | None, public: str | None, internal: bool) -> None:
    if internal:
        raise NetworkError("XML with declarations of its own (<!DOCTYPE ... [...]>) is not read")


def _refuse_entities(*declaration: object) -> None:
    raise NetworkError("XML that declares entities is not read")


def outer_element(content: str | bytes) -> str:
    """Return the name of the outermost element, after all of the XML was walked.

    Raises:
        NetworkError: Broken XML, declarations of entities, or more than `MAX_BYTES`.
    """
    ended: list[str] = []
    walk_xml(content, lambda name, attributes: None, ended.append)
    return ended[-1]
