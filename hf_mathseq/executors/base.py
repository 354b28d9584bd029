"""What all executors share: options, and parts dealt out to tasks.

What an executor itself notes of finished tasks is not used: a part is done when it is there.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar

from hf_mathseq.data.gather import PendingError
from hf_mathseq.data.parts import PartStore
from hf_mathseq.executors.share import Share
from hf_mathseq.options import build_config
from hf_mathseq.suggestions import UserError

logger = logging.getLogger(__name__)

PARTS = "parts that a task draws one after another; starting a task takes a second or two"
WORKERS = "tasks that run at the same time; 0 is all of them"


@dataclass(frozen=True)
class Work:
    """Parts to draw, and how they are dealt out.

    Attributes:
        share: Draws the parts of a rank, `share(None, rank, tasks)`.
        tasks: Number of ranks.
        logs: Folder for what an executor notes; its own for other parts.
    """

    share: Share
    tasks: int
    logs: str


class PartsExecutor(ABC):
    """Draws parts by tasks that are run somewhere.

    Subclasses set the class attributes; `Config` has a field `parts_per_task` at least.

    Args:
        options: Fields of `Config`, as values or as text.
        dry_run: Say what would be run, and run nothing.

    Raises:
        UserError: What the executor needs is not installed.
        OptionError: An unknown option or a value that is not allowed.
    """

    name: ClassVar[str]
    Config: ClassVar[type]
    needs: ClassVar[tuple[str, ...]]

    def __init__(self, options: Mapping[str, Any], dry_run: bool = False) -> None:
        self.config: Any = build_config(self.Config, options)
        self.dry_run = dry_run
        for module in self.needs:
            try:
                import_module(module)
            except ImportError as error:
                message = f"the {self.name} executor needs {module}"
                raise UserError(f"{message}: pip install 'hf-mathseq[distributed]'") from error

    def __call__(self, parts: PartStore, indices: Sequence[int]) -> None:
        """Draw parts; see `data.gather.Executor`."""
        folder = parts.folder.location
        share = Share(parts.task, parts.split, parts.seed, folder, tuple(indices))
        # The same parts have the same folder of logs, others one of their own.
        digest = hashlib.sha256(json.dumps(list(indices)).encode()).hexdigest()[:8]
        tasks = math.ceil(len(indices) / self.config.parts_per_task)
        work = Work(share, tasks, f"{folder}/{parts.place}/{self.name}-{digest}")
        self.check(parts)
        if self.dry_run:
            raise PendingError(f"{len(indices)} parts in {tasks} tasks\n{self.described(work)}")
        self.run(work, parts)

    def check(self, parts: PartStore) -> None:  # noqa: B027 - most have nothing to refuse
        """Refuse parts that this executor cannot draw."""

    @abstractmethod
    def draw(self, work: Work) -> None:
        """Run all tasks and wait for them; an error tells of the first one that failed."""

    def described(self, work: Work) -> str:
        """Return what would be run, as text."""
        options = {name: getattr(self.config, name) for name in self.config.__dataclass_fields__}
        shown = {"executor": self.name, "tasks": work.tasks, "logs": work.logs, "options": options}
        return json.dumps(shown, indent=2)

    def run(self, work: Work, parts: PartStore) -> None:
        """Run all tasks, and wait for them or say who does.

        Raises:
            UserError: Not one part was drawn.
            PendingError: The tasks run on elsewhere.
        """
        try:
            self.draw(work)
        except Exception as error:
            line = (str(error).strip() or type(error).__name__).splitlines()[0]
            if parts.held().isdisjoint(work.share.indices):
                raise UserError(f"the {self.name} executor drew nothing: {line}") from error
            logger.warning("the %s executor left parts to this machine: %s", self.name, line)
