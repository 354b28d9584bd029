"""Records that are believed only as they were written, and only for what they were written of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

SEAL = "seal"


def sealed(record: Mapping[str, Any], source: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record with a digest of itself and of its source.

    Args:
        record: JSON values.
        source: What decides the data that the record is about, as JSON values.
    """
    text = json.dumps([source, record], sort_keys=True)
    return {**record, SEAL: hashlib.sha256(text.encode()).hexdigest()}


def unsealed(found: Mapping[str, Any] | None, source: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the record that was sealed, or None where anything in it was altered since.

    Args:
        found: What lies where the record should be.
        source: As it was sealed with.
    """
    if found is None:
        return None
    record = {name: value for name, value in found.items() if name != SEAL}
    return record if sealed(record, source) == found else None
