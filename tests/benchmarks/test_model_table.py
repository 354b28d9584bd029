"""model_cards/README.md: its table is that of today's stored results."""

import json

import pytest
from model_table import (
    MODELS,
    PAGE,
    evaluations_in,
    page,
    published_cell,
    published_name,
    rows_of,
    weakest_cell,
)

from hf_mathseq.training.recipe import list_recipes, load_recipe


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), "run benchmarks/model_table.py"


def test_figures_are_those_of_the_stored_results():
    name = "integration-bwd-laptop"
    stored = MODELS / name / "results" / "integration-bwd-test-beam10" / "results.json"
    accuracy = json.loads(stored.read_text())["criteria"]["strict"]["accuracy"][0]
    (row,) = (row for row in rows_of(MODELS / name) if row[1] == "`integration/bwd`")
    assert row[6].startswith(f"{100 * accuracy:.1f} ")
    assert "704,000" in row


@pytest.mark.parametrize(
    ("task", "figures"),
    [
        ("integration/bwd", "beam 1: 98.4 %, beam 10: 99.4 %, beam 50: 99.7 %"),
        ("differential_systems/stability", "right: 97.1 %"),
        ("metabolic_networks/existence", ""),
    ],
)
def test_published_figures_are_those_of_the_tasks_row(task, figures):
    assert published_cell(MODELS / "integration-bwd-laptop", task) == figures


TESTED = [
    (folder.name, task)
    for folder in sorted(path.parent for path in MODELS.glob("*/config.json"))
    for task in evaluations_in(folder)
]


@pytest.mark.parametrize(("model", "task"), TESTED)
def test_published_figures_are_those_of_the_same_data(model, task):
    name = published_name(MODELS / model, task)
    if name in list_recipes():
        recipe = load_recipe(name)
        of = {recipe.task, *(member.task for member in recipe.mixture)}
        assert {found.partition("/")[0] for found in of} == {task.partition("/")[0]}


def test_a_mixture_of_matrices_stands_beside_its_own_paper():
    model = MODELS / "linear_algebra-eigenvalues-to-4x4-laptop"
    assert load_recipe(model / "recipe.yaml").mixture
    assert published_cell(model, "linear_algebra/eigenvalues").startswith("5 %: 100 %, 2 %")


def test_small_groups_and_the_only_group_are_not_called_weakest():
    groups = {"few": (99, 0.1), "many": (100, 0.4), "easy": (900, 0.9)}
    by = {name: {"examples": n, "accuracy": [a, a]} for name, (n, a) in groups.items()}
    measures = {"size": by, "degree": {"2": {"examples": 999, "accuracy": [0.0, 0.0]}}}
    found = {"beams": 1, "criteria": {"strict": {"by_difficulty": measures}}}
    assert weakest_cell([found]) == "size many: 40.0 %"
