"""The configs of a data set: one per task, each with its options and sizes as attributes."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

import datasets

from hf_mathseq.dataset_builders.releases import Release, release_of
from hf_mathseq.options import OptionError, build_config
from hf_mathseq.suggestions import unknown_name
from hf_mathseq.task import Task
from hf_mathseq.tasks import UnknownTaskError, data_sets, get_task, task_class

RELEASE_NAMES = tuple(field.name for field in dataclasses.fields(Release))


class MathSeqConfig(datasets.BuilderConfig):
    """One task as a config of its data set.

    Every option of the task, every size (`train_examples`, `validation_examples`, `test_examples`)
    and `seed` is an attribute, so that `load_dataset(..., dimension=3, train_examples=2000)` works.

    Args:
        task_name: `<dataset>/<config>`.
        release: Sizes and seed instead of those of the releases file.
    """

    def __init__(self, task_name: str, release: Release | None = None) -> None:
        described = task_class(task_name)
        super().__init__(
            name=described.config_name,
            version=datasets.Version(f"{described.version}.0.0"),
            description=described.description.title,
        )
        self.task_name = task_name
        self.option_names = tuple(f.name for f in dataclasses.fields(described.Config))
        reserved = {*vars(self), *RELEASE_NAMES}.intersection(self.option_names)
        if reserved:
            raise OptionError(f"{task_name}: option names {sorted(reserved)} are reserved")
        defaults: Any = build_config(described.Config, {})
        self.__dict__.update({name: getattr(defaults, name) for name in self.option_names})
        self.__dict__.update(dataclasses.asdict(release or release_of(task_name)))

    @property
    def task(self) -> Task:
        """The task with this config's options, which are checked here."""
        return get_task(self.task_name, **{name: getattr(self, name) for name in self.option_names})

    @property
    def release(self) -> Release:
        """Sizes and seed, checked here."""
        return build_config(Release, {name: getattr(self, name) for name in RELEASE_NAMES})

    def check_names(self, names: Iterable[str]) -> None:
        """Refuse names that are no option of this config.

        Raises:
            OptionError: An unknown name; the message offers the nearest ones.
        """
        allowed = {*self.option_names, *RELEASE_NAMES}
        for name in names:
            if name not in allowed:
                raise OptionError(unknown_name(f"option of {self.task_name}", name, allowed))

    def typed(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return options, which may be text from a command line, as values of their types.

        Raises:
            OptionError: An unknown option or a value that is not allowed.
        """
        self.check_names(options)
        sizes = {name: value for name, value in options.items() if name in RELEASE_NAMES}
        others = {name: value for name, value in options.items() if name not in sizes}
        read = vars(build_config(Release, sizes)) | vars(get_task(self.task_name, **others).config)
        return {name: read[name] for name in options}


def content_hash(task: Task, release: Release) -> str:
    """Return 16 hexadecimal digits that identify the rows of a data set."""
    text = json.dumps([task.identity, dataclasses.asdict(release)], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def configs_of(dataset: str, releases: Mapping[str, Release] | None = None) -> list[MathSeqConfig]:
    """Return the configs of a data set, the default first.

    Args:
        dataset: e.g. "linear_algebra".
        releases: Sizes and seed of some configs, by config name, instead of the releases file's.

    Raises:
        UnknownTaskError: There is no such data set; the message offers the nearest names.
    """
    chosen = releases or {}
    table = data_sets()
    if dataset not in table:
        raise UnknownTaskError(unknown_name("data set", dataset, table))
    return [MathSeqConfig(f"{dataset}/{config}", chosen.get(config)) for config in table[dataset]]
