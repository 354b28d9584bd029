"""One config's place in the cache of `datasets`, filled by building aside and renaming once.

`datasets` looks for `<cache>/hf_mathseq___<dataset>/<config id>/<version>/<hash>`, takes the newest
directory of a config id, and trips over unfinished ones. So nothing is ever built there, and one
directory is kept for each config id. What is being made lies in `<cache>/.hf_mathseq/`.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from hf_mathseq.whole import discard, replace_folder

logger = logging.getLogger(__name__)

WORKSHOP = ".hf_mathseq"
RECORD = "hf_mathseq.json"


@dataclass(frozen=True)
class CachePlace:
    """Where the prepared files of one config id live.

    Attributes:
        root: The cache of `datasets`.
        dataset: Directory of the data set, e.g. "hf_mathseq___integration".
        config_id: The config's name, with a suffix for options.
        version: Version directory, e.g. "1.0.0".
    """

    root: Path
    dataset: str
    config_id: str
    version: str

    @property
    def _workshop(self) -> Path:
        return self.root / WORKSHOP / self.dataset / self.config_id

    @property
    def shards(self) -> Path:
        """Where shards are generated; survives an interruption."""
        return self._workshop / "shards"

    @property
    def staging(self) -> Path:
        """Where `datasets` builds; emptied before every build."""
        return self._workshop / "staging"

    @property
    def _attic(self) -> Path:
        """Where older content goes in one step, as `datasets` takes what is half removed."""
        return self._workshop / "attic"

    def final(self, content: str) -> Path:
        """Return the directory in which `datasets` finds the given content."""
        return self.root / self.dataset / self.config_id / self.version / content

    def lock(self) -> FileLock:
        """Return the lock under which one process prepares this config id; others wait."""
        path = self.root / WORKSHOP / f"{self.dataset}-{self.config_id}.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(path)

    def empty_staging(self) -> Path:
        """Return the staging directory, without what an interrupted build left there."""
        if self.staging.exists():
            shutil.rmtree(self.staging)
        self.staging.parent.mkdir(parents=True, exist_ok=True)
        return self.staging

    def publish(self, content: str, record: dict[str, Any]) -> Path:
        """Move the staged files into place, then drop older ones and the workshop.

        Args:
            content: Hash of the content, the directory's name.
            record: What was generated; stored beside the data with the sizes of the files.
        """
        sizes = {path.name: path.stat().st_size for path in self.staging.iterdir()}
        text = json.dumps({**record, "files": sizes}, indent=2)
        (self.staging / RECORD).write_text(text + "\n", "utf-8")
        final = self.final(content)
        final.parent.mkdir(parents=True, exist_ok=True)
        replace_folder(self.staging, final, self._attic)
        self.keep_only(content)
        self.empty_workshop()
        return final

    def empty_workshop(self) -> None:
        """Remove generated shards and leftovers of earlier runs."""
        if self._workshop.exists():
            shutil.rmtree(self._workshop)

    def keep_only(self, content: str) -> None:
        """Make `content` the one that `datasets` takes: the only one, and the newest."""
        kept = self.final(content)
        for other in kept.parent.parent.glob("*/*"):
            if other.is_dir() and other != kept:
                discard(other, self._attic)
        os.utime(kept)

    def holds(self, content: str) -> bool:
        """Whether the content is there with all its bytes."""
        final = self.final(content)
        record = read_record(final)
        if record is None:
            if final.exists():
                logger.warning("%s is damaged: generated again", final)
            return False
        return True

    def prepared(self, identity: str) -> str | None:
        """Return the content that was prepared of a task, whatever its sizes and seed.

        Args:
            identity: The task's identity (name, version and options).
        """
        found = []
        for path in self.final("").glob("*"):
            record = read_record(path)
            if record is not None and record["identity"] == identity:
                found.append(path)
        return max(found, key=lambda path: path.stat().st_mtime).name if found else None


def read_record(directory: Path) -> dict[str, Any] | None:
    """Return the record of a published directory, or None where it or a file is damaged."""
    try:
        record = json.loads((directory / RECORD).read_text("utf-8"))
        if not _is_record(record):
            return None
        whole = all(
            (directory / name).stat().st_size == size for name, size in record["files"].items()
        )
    except (OSError, ValueError, RecursionError):
        return None
    return record if whole else None


def _is_record(found: object) -> bool:
    return (
        isinstance(found, dict)
        and isinstance(found.get("files"), dict)
        and isinstance(found.get("identity"), str)
    )
