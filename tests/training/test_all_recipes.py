"""Every recipe of the package: its task can be made, its cost and its figures are accounted for."""

import json
import math
import re
import shlex
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from hf_mathseq.cli.common import parse_settings
from hf_mathseq.evaluation.suites import list_suites
from hf_mathseq.modeling.configuration import LIBRARY_ARCHITECTURES, RECURRENT
from hf_mathseq.tasks import get_task, list_tasks
from hf_mathseq.training.listing import recipe_rows
from hf_mathseq.training.published import SOURCES
from hf_mathseq.training.recipe import load_recipe

ROWS = {row["recipe"]: row for row in recipe_rows()}
OF_KIND = {
    kind: [n for n, row in ROWS.items() if row["kind"] == kind] for kind in ("gpu", "laptop")
}
TIMES = json.loads(
    (Path(__file__).parents[2] / "benchmarks" / "results" / "recipe_times.json").read_text()
)["recipes"]
TOO_SLOW = {"integration/fwd_sympy"}  # SymPy solves less than one integral in a second


@cache
def loaded(name):
    return load_recipe(name)


@pytest.mark.parametrize("name", ROWS)
def test_its_task_fits_its_model_and_its_cost_is_known(name):
    recipe, row = loaded(name), ROWS[name]
    longest = max(recipe.make_task().max_lengths)
    limited = recipe.model.architecture not in RECURRENT and recipe.model.positions
    assert not limited or recipe.model.positions >= longest
    assert row["examples"] == recipe.training.max_steps * recipe.training.batch_size
    if recipe.model.architecture in LIBRARY_ARCHITECTURES:
        assert math.isfinite(row["operations"])
        assert row["operations"] > row["examples"]
    assert set(row["suites"]) <= set(list_suites())


@pytest.mark.parametrize("name", [n for n, row in ROWS.items() if row["kind"] == "row"])
def test_figures_have_a_source_and_rows_have_suites(name):
    row = ROWS[name]
    assert bool(row["figures"] or row["statement"]) == (row["source"] in SOURCES)
    assert row["suites"]


@pytest.mark.parametrize("kind", OF_KIND)
def test_every_task_has_a_recipe_of_every_size(kind):
    trained = {
        task
        for name in OF_KIND[kind]
        for task in (loaded(name).task, *(member.task for member in loaded(name).mixture))
    }
    assert set(list_tasks()) - trained == TOO_SLOW


@pytest.mark.parametrize("name", OF_KIND["gpu"])
def test_recipes_for_a_gpu_are_sized(name):
    recipe, estimated = loaded(name), TIMES[name]
    training = recipe.training
    assert (estimated["updates"], estimated["batch"]) == (training.max_steps, training.batch_size)
    assert 5 < estimated["minutes"] < 30
    assert estimated["million weights"] < 30  # 60 MB in bf16
    drawn_in_time = estimated["examples/s drawn"] > 0.9 * estimated["examples/s read"]
    assert drawn_in_time or estimated["folder"]
    assert training.precision == "bf16"
    assert training.schedule == "cosine"
    assert training.warmup_steps > 0


@pytest.mark.parametrize("name", OF_KIND["gpu"])
def test_data_are_drawn_beforehand_by_the_command_that_is_shown(name):
    recipe = loaded(name)
    members = zip(recipe.mixture, recipe.make_mixture(), strict=True)
    wanted = {(recipe.data.folder, recipe.make_task().identity)}
    wanted |= {(member.folder, task.identity) for member, task in members}
    shown = set()
    for words in _commands(name):
        options = dict(zip(words[1::2], words[2::2], strict=True))
        settings = parse_settings(v for k, v in pairwise(words) if k == "--set")
        shown.add((options["--output"], get_task(words[0], **settings).identity))
    assert shown == {(folder, identity) for folder, identity in wanted if folder}


def _commands(name):
    """Return the words behind 'hf-mathseq generate' in a recipe's comments."""
    text = (files("hf_mathseq.training") / "recipes" / f"{name}.yaml").read_text()
    found = re.findall(r"^# +hf-mathseq generate (.+(?:\n# +--.+)*)", text, re.M)
    return [shlex.split(command.replace("\n#", " ")) for command in found]
