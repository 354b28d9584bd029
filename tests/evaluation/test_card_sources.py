from hf_mathseq.evaluation.card_sources import (
    source_rows,
    start_rows,
    title_of,
    trained_tasks,
    weight_rows,
)


def source(task, examples, too_long=0):
    return {"task": task, "examples": examples, "looked_at": 200, "too_long": too_long}


def test_every_source_of_a_mixture_has_a_row_with_its_share():
    training = {"sources": [source("a/b", 75), source("a/c", 25, too_long=3)]}
    assert source_rows(training) == [
        ("of a/b", "75.0 % of the examples"),
        (
            "of a/c",
            "25.0 % of the examples, without the 1.5 % that are longer than the model's positions",
        ),
    ]


def test_nothing_is_said_of_one_whole_source_or_of_older_results():
    assert source_rows({"sources": [source("a/b", 75)]}) == []
    assert source_rows({}) == []
    assert len(source_rows({"sources": [source("a/b", 75, too_long=1)]})) == 1


def test_the_published_weights_are_named_where_that_was_noted():
    training = {"published": "best", "published_step": 12_000, "steps": 14_000}
    assert weight_rows(training) == [("weights", "those of the best check, after 12,000 updates")]
    assert weight_rows({"steps": 14_000}) == []


def test_the_weights_that_a_training_went_on_from_are_named(tmp_path):
    assert start_rows(tmp_path) == []
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text("start_from: {model: '', digest: ''}\n")
    assert start_rows(tmp_path) == []
    recipe.write_text("start_from: {model: mine, digest: 12ab}\n")
    ((what, said),) = start_rows(tmp_path)
    assert what == "goes on from"
    assert said == "mine, whose own examples are not counted here (weights 12ab)"


def test_the_title_names_what_was_trained_together():
    mixed = {"sources": [source("integration/bwd", 75), source("integration/ibp", 25)]}
    assert trained_tasks("integration/bwd", mixed) == ["integration/bwd", "integration/ibp"]
    assert title_of("integration/bwd", mixed) == "Integration: bwd and ibp by one model"
    alone = {"sources": [source("integration/bwd", 75)]}
    assert title_of("integration/bwd", alone) == title_of("integration/bwd", {})
    assert title_of("integration/bwd", {}).startswith("Integration, backward generation")
