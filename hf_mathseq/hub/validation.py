"""Checks of a staged folder: whatever would not load, or should not be seen, stays here."""

from __future__ import annotations

import re
from typing import Any

import yaml

from hf_mathseq.hub.data_checks import check_data
from hf_mathseq.hub.kinds import DATASET, MODEL, SPACE
from hf_mathseq.hub.model_checks import check_model
from hf_mathseq.hub.staging import Staged, StagedFile
from hf_mathseq.suggestions import UserError

MAX_FILE_BYTES = 50_000_000_000
"""The Hub's limit for one file (its documentation, "Repository limitations")."""
MAX_TEXT_BYTES = 10_000_000
"""Largest text that is searched; a larger one is refused, since the Hub wants it as a large file
and nobody can read it."""
TEXTS = (".json", ".md", ".yaml", ".txt", ".py", ".css", ".csv", ".svg")
# Folders of one machine: they say who made the files, and lead nowhere on another.
_LOCAL_PATH = re.compile(
    r"(?<![\w./:-])(?:/(?:home|Users|root|tmp|mnt|media|private|scratch|work)/[\w.-]+|[A-Z]:\\{1,2}Users\b)"
)
_TOKEN = re.compile(r"\bhf_[A-Za-z0-9]{30,}\b")


def validate(staged: Staged) -> None:
    """Check everything that can be checked without a server.

    Raises:
        UserError: The first thing that is wrong, with the file's name.
    """
    if missing := [name for name in staged.kind.needed if name not in staged.names]:
        raise UserError(
            f"{staged.folder} is no complete {staged.kind.name}: {missing[0]} is missing"
        )
    for file in staged.files:
        if file.size > MAX_FILE_BYTES:
            raise UserError(f"{file.name} has {file.size:,} bytes; a Hub takes {MAX_FILE_BYTES:,}")
        if file.name.endswith(TEXTS):
            _check_text(file)
    card = front_matter(staged)
    if staged.kind is MODEL:
        check_model(staged)
    elif staged.kind is DATASET:
        check_data(staged, card)
    elif staged.kind is SPACE and not isinstance(card.get("sdk"), str):
        raise UserError("README.md does not say what the Space runs on (sdk: gradio)")


def front_matter(staged: Staged) -> dict[str, Any]:
    """Return the YAML at the head of a folder's README.md.

    Raises:
        UserError: There is none, or it is no mapping.
    """
    parts = re.split(r"^---\s*$", staged.text("README.md"), maxsplit=2, flags=re.M)
    if len(parts) < 3 or parts[0].strip():
        raise UserError("README.md does not begin with YAML between two lines of ---")
    try:
        found = yaml.safe_load(parts[1])
    except yaml.YAMLError as error:
        raise UserError(f"the YAML of README.md: {' '.join(str(error).split())[:200]}") from None
    if not isinstance(found, dict) or not isinstance(found.get("license"), str):
        raise UserError("the YAML of README.md names no license")
    return found


def _check_text(file: StagedFile) -> None:
    if file.size > MAX_TEXT_BYTES:
        raise UserError(
            f"{file.name} has {file.size:,} bytes of text, more than {MAX_TEXT_BYTES:,}"
        )
    try:
        text = file.path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UserError(f"{file.name} is not UTF-8") from None
    if found := _TOKEN.search(text):
        raise UserError(
            f"{file.name} holds an access token ({found[0][:6]}...): remove it, revoke it"
        )
    if found := _LOCAL_PATH.search(text):
        raise UserError(f"{file.name} names a folder of this machine: {found[0]}")
