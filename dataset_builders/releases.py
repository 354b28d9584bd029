"""How many examples of each config are generated when the user does not say."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from hf_mathseq.options import build_config, option


@dataclass(frozen=True)
class Release:
    """Sizes and seed of a data set; a split of size 0 is left out."""

    train_examples: int = option(0, "training examples", minimum=0)
    validation_examples: int = option(0, "validation examples", minimum=0)
    test_examples: int = option(0, "test examples", minimum=0)
    seed: int = option(0, "another seed gives other examples, never those of another split")

    @property
    def sizes(self) -> dict[str, int]:
        """Number of examples of every split that is not left out."""
        sizes = {
            "train": self.train_examples,
            "validation": self.validation_examples,
            "test": self.test_examples,
        }
        return {split: size for split, size in sizes.items() if size}

    def resized(self, num_examples: int | None, seed: int) -> Release:
        """Return this release with another seed and, if not None, other training examples.

        Validation and test keep their sizes, but are then never more than a tenth of the training
        examples (at least one).
        """
        values = {**asdict(self), "seed": seed}
        if num_examples is not None:
            most = max(1, num_examples // 10)
            values["train_examples"] = num_examples
            values["validation_examples"] = min(self.validation_examples, most)
            values["test_examples"] = min(self.test_examples, most)
        return build_config(Release, values)


@cache
def _table() -> dict[str, Any]:
    text = files("hf_mathseq.dataset_builders").joinpath("releases.yaml").read_text("utf-8")
    return yaml.safe_load(text)


def release_of(task: str) -> Release:
    """Return the default sizes and seed of a task, from `releases.yaml`."""
    table = _table()
    return build_config(Release, {**table["default"], **table["configs"].get(task, {})})


def sample_of(release: Release) -> Release:
    """Return the sizes of the sample that is published beside a release, with the same seed."""
    most = _table()["sample"]
    values = asdict(release)
    return build_config(Release, {**values, **{key: min(values[key], most[key]) for key in most}})
