"""Folders of models, staged for publication with a card that names the repository."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hf_mathseq.evaluation.card import CARD, PLACE
from hf_mathseq.hub.kinds import MODEL
from hf_mathseq.hub.staging import Staged, StagedFile, stage


def stage_model(folder: Path, repo_id: str, staging: Path) -> Staged:
    """Return the files of a model, its card with the repository's name where it says how to load.

    Args:
        folder: Of the model; nothing is written there.
        repo_id: The repository.
        staging: An empty folder; it gets the card.

    Raises:
        UserError: A link leads out of the folder.
    """
    staged = stage(folder, MODEL)
    if CARD not in staged.names:
        return staged
    text = (folder / CARD).read_bytes()
    (staging / CARD).write_bytes(text.replace(PLACE.encode(), f'"{repo_id}"'.encode()))
    card = StagedFile(CARD, staging / CARD)
    files = tuple(card if file.name == CARD else file for file in staged.files)
    return replace(staged, files=files)
