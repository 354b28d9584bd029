"""The released models: complete, small, and as good as their cards say."""

import json
import math
from pathlib import Path

import pytest

from hf_mathseq.evaluation.card import card_of
from hf_mathseq.evaluation.evaluate import evaluate
from hf_mathseq.training.recipe import list_recipes, load_recipe
from hf_mathseq.training.start import initial_model, load_start

FOLDERS = sorted(p.parent for p in Path(__file__).parents[2].glob("model_cards/*/config.json"))
PROBLEMS = 50
STARTED = [name for name in list_recipes() if load_recipe(name).start_from.model]
LARGEST_BYTES = 16 * 2**20
ALLOWED = {".csv", ".json", ".md", ".png", ".safetensors", ".yaml"}


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def folder(request):
    return request.param


def test_there_are_released_models():
    assert {"integration-bwd-laptop", "linear_algebra-eigenvalues-laptop"} <= {
        folder.name for folder in FOLDERS
    }


def test_holds_nothing_but_what_is_published(folder):
    files = [p for p in folder.rglob("*") if p.is_file() and "examples" not in p.parts]
    assert {p.suffix for p in files} <= ALLOWED
    assert sum(p.stat().st_size for p in files) <= LARGEST_BYTES


def test_card_is_generated_from_the_stored_results(folder):
    assert (folder / "README.md").read_text() == card_of(folder)


def test_still_scores_what_its_card_says(folder, tmp_path):
    task = json.loads((folder / "config.json").read_text())["mathseq"]["task"]
    name = f"{task.replace('/', '-')}-test-beam1"
    claimed = json.loads((folder / "results" / name / "results.json").read_text())["accuracy"]
    found = evaluate(folder, num_examples=PROBLEMS, output_dir=tmp_path, progress=False)
    spread = math.sqrt(claimed * (1 - claimed) / PROBLEMS)
    assert found["accuracy"] == pytest.approx(claimed, abs=4 * spread + 1 / PROBLEMS)


@pytest.mark.parametrize("name", STARTED)
def test_recipes_that_go_on_from_a_released_model_find_its_weights(name, monkeypatch):
    monkeypatch.chdir(FOLDERS[0].parents[1])
    asked = load_recipe(name)
    recipe, start = load_start(asked)
    assert recipe.start_from.digest == asked.start_from.digest != ""
    model = initial_model(recipe, recipe.make_task(), start)
    assert sum(weights.numel() for weights in model.parameters()) > 1e6
