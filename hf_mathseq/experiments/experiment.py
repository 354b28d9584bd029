"""What an experiment is: a recipe, what varies, and the suite that every model is measured by.

An experiment is one YAML file. Everything that it says, the recipe of every run included, is
checked before the first run starts.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hf_mathseq.evaluation.problems import suite_for
from hf_mathseq.options import OptionError
from hf_mathseq.suggestions import unknown_name
from hf_mathseq.training.files import LIKE, mapping_of, names_in, read_inherited
from hf_mathseq.training.recipe import Recipe, load_recipe

PLACE = ("hf_mathseq.experiments", "definitions")
"""Package and folder of the experiments that come with the package."""


@dataclass(frozen=True)
class Run:
    """One run of an experiment.

    Attributes:
        label: Its name, for people.
        settings: `section.key` -> value, instead of the recipe's.
        start: Label of the run whose weights it begins with; empty draws new ones.
    """

    label: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    start: str = ""

    @property
    def folder(self) -> str:
        """The name of its model's folder."""
        return re.sub(r"[^a-z0-9.]+", "-", self.label.lower()).strip("-.")


@dataclass(frozen=True)
class Experiment:
    """Several runs of one recipe and a suite.

    Attributes:
        name: As it was asked for.
        description: One line.
        recipe: Name or file of the recipe that every run changes.
        suite: Name of the suite that every model is evaluated on.
        vary: The runs, in order.
        settings: What all of them change in the recipe.
    """

    name: str
    description: str
    recipe: str
    suite: str
    vary: tuple[Run, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)

    def settings_of(self, run: Run, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a run changes in the recipe; the user's settings come last."""
        return {**self.settings, **run.settings, **settings}

    def recipe_of(self, run: Run, settings: Mapping[str, Any]) -> Recipe:
        """Return the recipe of a run, save where it starts from, under the user's settings.

        Raises:
            OptionError: The recipe does not allow what is set.
        """
        try:
            return load_recipe(self.recipe, self.settings_of(run, settings))
        except OptionError as error:
            raise OptionError(f"run {run.label!r}: {error}") from None

    def recipes(self, settings: Mapping[str, Any]) -> list[Recipe]:
        """Return the recipe of every run under the user's settings, in order.

        Raises:
            OptionError: A recipe does not allow what is set, or all runs would be the same.
        """
        found = [self.recipe_of(run, settings) for run in self.vary]
        starts = {run.start for run in self.vary}
        alike = len(starts) == 1 and all(recipe == found[0] for recipe in found)
        if len(found) > 1 and alike:
            raise OptionError(
                f"{', '.join(settings)}: all runs of {self.name} would be the same; train the "
                "recipe by itself instead"
            )
        return found


def list_experiments() -> list[str]:
    """Return the names of the experiments that come with the package, sorted."""
    return names_in(*PLACE)


def load_experiment(name: str | Path) -> Experiment:
    """Return an experiment by name or from a file.

    Raises:
        OptionError: No such experiment, not YAML, an unknown key or a value that is not allowed.
        UserError: No such suite, or one of another data set.
    """
    values = read_inherited("experiment", *PLACE, name)
    known = {f.name for f in dataclasses.fields(Experiment)} - {"name"}
    for key in values:
        if key not in known:
            raise OptionError(unknown_name("experiment key", key, known | {LIKE}))
    found = Experiment(
        name=str(name),
        description=str(values.get("description", "")),
        recipe=_text("recipe", values.get("recipe")),
        suite=_text("suite", values.get("suite")),
        vary=_runs(values.get("vary")),
        settings=mapping_of("settings", values.get("settings")),
    )
    for run in found.vary:
        suite_for(found.suite, found.recipe_of(run, {}).make_task())
    return found


def _runs(values: Any) -> tuple[Run, ...]:
    """Return the runs that a list describes; each may start from those before it."""
    if not isinstance(values, Sequence) or isinstance(values, str) or not values:
        raise OptionError("vary takes a list of runs, each with a label")
    runs: list[Run] = []
    for value in values:
        run = _run(value)
        if run.folder in [other.folder for other in runs]:
            raise OptionError(f"two runs are called {run.label!r}")
        if run.start and run.start not in [other.label for other in runs]:
            raise OptionError(
                unknown_name("earlier run", run.start, [other.label for other in runs])
            )
        runs.append(run)
    return tuple(runs)


def _run(values: Any) -> Run:
    known = [f.name for f in dataclasses.fields(Run)]
    values = mapping_of("a run", values)
    for key in values:
        if key not in known:
            raise OptionError(unknown_name("key of a run", key, known))
    run = Run(
        label=str(values.get("label", "")),
        settings=mapping_of("settings", values.get("settings")),
        start=str(values.get("start", "")),
    )
    if not run.folder:
        raise OptionError("every run needs a label of letters and digits")
    return run


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise OptionError(f"an experiment names its {key}")
    return value
