"""What `hf-mathseq train list` shows, and the cost that it states."""

import json

import pytest

from hf_mathseq.cli import main
from hf_mathseq.modeling.build import build_model
from hf_mathseq.modeling.configuration import ModelOptions
from hf_mathseq.tasks import get_task
from hf_mathseq.training.compute import expected_compute, matrix_weights
from hf_mathseq.training.listing import KINDS, recipe_lines, recipe_rows
from hf_mathseq.training.recipe import list_recipes, load_recipe


@pytest.fixture(scope="module")
def rows():
    return recipe_rows()


def test_every_recipe_is_listed_once(rows):
    assert sorted(row["recipe"] for row in rows) == list_recipes()


def test_recipes_of_a_paper_and_of_a_table_stand_together(rows):
    lines = list(recipe_lines(rows))
    headings = [line for line in lines if not line.startswith("  ")]
    assert len(headings) == len(set(headings)) == len({row["paper"] for row in rows})
    tables = {(row["paper"], row["table"] or KINDS[row["kind"]]) for row in rows}
    assert len([line for line in lines if line.startswith("  ") and line[2] != " "]) == len(tables)
    assert {row["kind"] for row in rows} == set(KINDS)
    assert all(bool(row["table"]) == (row["kind"] == "row") for row in rows)


def test_figures_are_shown_with_how_they_are_known(rows):
    lines = list(recipe_lines(rows))
    name = "linear_algebra/eigenvalues-published"
    place = next(number for number, line in enumerate(lines) if line.strip().startswith(name))
    assert lines[place + 1].strip().startswith("5 %: 100 %, 2 %: 100 %, 1 %: 98.6 %")
    assert "recalled" in lines[place + 1]
    assert "million examples" in lines[place + 2]


def test_the_command_lists_recipes(capsys):
    assert main(["train", "list", "--json"]) == 0
    found = {row["recipe"]: row for row in json.loads(capsys.readouterr().out)}
    row = found["integration/bwd-published"]
    assert row["paper"] == "1912.01412"
    assert row["figures"]["BWD beam 1"] == 98.4
    assert row["source"] == "paper"
    assert found["integration/bwd-laptop"]["figures"] is None
    assert main(["train", "list"]) == 0
    assert "arXiv 2006.06462\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (["--paper", "2006.06462"], lambda row: row["paper"] == "2006.06462"),
        (["--paper", "arXiv:2112.01898", "--kind", "row"], lambda row: row["table"]),
        (["--task", "ode"], lambda row: row["task"].startswith("ode/")),
        (["--task", "linear_algebra/add"], lambda row: row["task"] == "linear_algebra/add"),
        (["--kind", "laptop"], lambda row: row["kind"] == "laptop"),
    ],
)
def test_the_list_is_narrowed(filters, kept, rows, capsys):
    assert main(["train", "list", "--json", *filters]) == 0
    found = json.loads(capsys.readouterr().out)
    wanted = [row["recipe"] for row in rows if kept(row)]
    if "arXiv:2112.01898" in filters:
        wanted = [row["recipe"] for row in rows if row["paper"] == "2112.01898" and kept(row)]
    assert [row["recipe"] for row in found] == wanted != []


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--kind", "laptops"], "did you mean 'laptop'"),
        (["--task", "linear_algebra/ad"], "did you mean 'linear_algebra/add'"),
        (["--task", "ode3"], "did you mean 'ode"),
        (["--paper", "1912.01413"], "did you mean '1912.01412'"),
    ],
)
def test_unknown_filters_offer_the_nearest(arguments, expected, capsys):
    assert main(["train", "list", *arguments]) == 2
    said = capsys.readouterr().err
    assert expected in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("given", [["--json"], ["--kind", "row"], ["--paper", "1912.01412"]])
def test_some_arguments_are_for_the_list_alone(given, capsys):
    assert main(["train", "quickstart", *given]) == 2
    assert "train list" in capsys.readouterr().err


def test_weights_are_those_of_the_matrices():
    task = get_task("linear_algebra/transpose", dimension=2)
    options = ModelOptions(
        encoder_layers=3,
        decoder_layers=2,
        encoder_width=24,
        decoder_width=16,
        encoder_heads=3,
        decoder_heads=2,
        architecture="transformer",
    )
    model = build_model(task, options, seed=0)
    matrices = {
        name: weight.numel()
        for name, weight in model.named_parameters()
        if weight.ndim == 2 and "embed" not in name and "position" not in name
    }
    encoder = sum(size for name, size in matrices.items() if "encoder.layers" in name)
    decoder = sum(size for name, size in matrices.items() if "decoder.layers" in name)
    output = task.num_target_tokens * options.decoder_width
    assert matrix_weights(options, task.num_target_tokens) == (encoder, decoder + output)


def test_cost_counts_every_update():
    recipe = load_recipe("linear_algebra/transpose-laptop")
    twice = load_recipe("linear_algebra/transpose-laptop", {"training.max_steps": 8000})
    one, two = expected_compute(recipe), expected_compute(twice)
    assert (one.examples, two.examples) == (256_000, 512_000)
    assert two.operations == 2 * one.operations
    assert expected_compute(load_recipe("linear_algebra/transpose-gru-laptop")).operations is None
