"""datatrove's executors, each given the parts that are missing.

What datatrove itself notes of finished tasks is not used: a part is done when it is there.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, ClassVar

from hf_mathseq.data.gather import PendingError
from hf_mathseq.data.parts import PartStore
from hf_mathseq.executors.share import Share
from hf_mathseq.options import build_config
from hf_mathseq.suggestions import UserError

logger = logging.getLogger(__name__)


class TroveExecutor(ABC):
    """Draws parts by the tasks of a datatrove pipeline.

    Subclasses set the class attributes; `Config` has a field `parts_per_task` at least.

    Args:
        options: Fields of `Config`, as values or as text.
        dry_run: Say what would be run, and run nothing.

    Raises:
        UserError: datatrove is not installed.
        OptionError: An unknown option or a value that is not allowed.
    """

    name: ClassVar[str]
    Config: ClassVar[type]
    needs: ClassVar[tuple[str, ...]] = ("datatrove",)

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
        tasks = math.ceil(len(indices) / self.config.parts_per_task)
        # The same parts have the same folder of logs, others one of their own.
        digest = hashlib.sha256(json.dumps(list(indices)).encode()).hexdigest()[:8]
        common = {
            "pipeline": [share],
            "tasks": tasks,
            "logging_dir": f"{folder}/{parts.place}/{self.name}-{digest}",
            "skip_completed": False,
        }
        self.check(parts)
        if self.dry_run:
            raise PendingError(f"{len(indices)} parts in {tasks} tasks\n{self.described(common)}")
        self.run(common, parts, indices)

    def check(self, parts: PartStore) -> None:  # noqa: B027 - most have nothing to refuse
        """Refuse parts that this executor cannot draw."""

    @abstractmethod
    def executor(self, common: dict[str, Any]) -> Any:
        """Return the datatrove executor.

        Args:
            common: Arguments that every one of them takes.
        """

    def described(self, common: dict[str, Any]) -> str:
        """Return what would be run, as text."""
        shown = {name: value for name, value in common.items() if name != "pipeline"}
        options = {name: getattr(self.config, name) for name in self.config.__dataclass_fields__}
        return json.dumps({"executor": self.name, **shown, "options": options}, indent=2)

    def run(self, common: dict[str, Any], parts: PartStore, indices: Sequence[int]) -> None:
        """Run all tasks and wait for them.

        Raises:
            UserError: Not one part was drawn.
        """
        try:
            self.executor(common).run()
        except Exception as error:
            line = (str(error).strip() or type(error).__name__).splitlines()[0]
            if parts.held().isdisjoint(indices):
                raise UserError(f"the {self.name} executor drew nothing: {line}") from error
            logger.warning("the %s executor left parts to this machine: %s", self.name, line)
