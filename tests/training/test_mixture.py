"""Other tasks mixed in: exact shares, items that are functions of their index, refusals."""

import json

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from hf_mathseq.data.shards import generate_to
from hf_mathseq.data.virtual import VirtualDataset
from hf_mathseq.options import OptionError
from hf_mathseq.tasks import get_task
from hf_mathseq.training.interleaving import WINDOW, Pattern
from hf_mathseq.training.mixture import labels_of
from hf_mathseq.training.recipe import load_recipe, recipe_from
from hf_mathseq.training.run import train
from hf_mathseq.training.source import training_examples

OPTIONS = {"dimension": 2, "input_encoding": "P10", "output_encoding": "P10"}
VALUES = {
    "task": "linear_algebra/transpose",
    "options": OPTIONS,
    "mixture": [{"task": "linear_algebra/eigenvalues", "share": 0.25}],
    "training": {"max_steps": 300, "batch_size": 10},
}
OTHER = get_task("linear_algebra/eigenvalues", **OPTIONS)


def same(one, other):
    return all(np.array_equal(one[name], other[name]) for name in ("input_ids", "labels"))


def examples_of(values):
    recipe = recipe_from(values)
    return training_examples(recipe, recipe.make_task())


@given(counts=st.lists(st.integers(1, 300), min_size=1, max_size=3), seed=st.integers(-9, 2**63))
@settings(max_examples=20, deadline=None)
def test_every_window_has_the_exact_shares_and_every_example_once(counts, seed):
    counts = [WINDOW - sum(counts), *counts]
    if counts[0] < 1:
        return
    pattern = Pattern(counts, seed)
    places = [pattern.place(i) for i in range(2 * WINDOW)]
    for member, count in enumerate(counts):
        assert [within for m, within in places if m == member] == list(range(2 * count))
        assert sum(m == member for m, _ in places[:WINDOW]) == count
        for until in (0, 1, 17, WINDOW, WINDOW + 500):
            assert pattern.count(member, until) == sum(m == member for m, _ in places[:until])


def test_a_place_does_not_depend_on_what_was_asked_before():
    places = [Pattern([700, 300], 5).place(i) for i in (2400, 3, 999, 1000, 2400)]
    pattern = Pattern([700, 300], 5)
    assert [pattern.place(i) for i in (2400, 3, 999, 1000, 2400)] == places
    orders = [[Pattern([700, 300], seed).place(i)[0] for i in range(50)] for seed in (5, 6)]
    assert orders[0] != orders[1]


def test_examples_are_those_of_the_tasks_in_their_order():
    examples = examples_of(VALUES)
    own = VirtualDataset(get_task("linear_algebra/transpose", **OPTIONS), "train", 0, 10**6)
    other = VirtualDataset(OTHER, "train", 0, 10**6)
    pattern = Pattern([750, 250], 0)
    assert len(examples) == 3000
    for i in (0, 1, 2, 3, 999, 1000, 2999, 5):
        member, within = pattern.place(i)
        assert same(examples[i], (own, other)[member][within])


def test_shares_hold_with_a_curriculum_and_stages_are_of_the_own_task():
    stage = {"steps": 150, "options": {"max_coefficient": 1}}
    examples = examples_of({**VALUES, "curriculum": [stage]})
    easy = VirtualDataset(
        get_task("linear_algebra/transpose", **OPTIONS, max_coefficient=1), "train", 0, 10**6
    )
    own = VirtualDataset(get_task("linear_algebra/transpose", **OPTIONS), "train", 0, 10**6)
    pattern = Pattern([750, 250], 0)
    begin = pattern.count(0, 1500)
    found = {True: 0, False: 0}
    for i in range(1480, 1520):
        member, within = pattern.place(i)
        if member == 0:
            expected = easy[within] if i < 1500 else own[within - begin]
            assert same(examples[i], expected)
            found[i < 1500] += 1
    assert all(found.values())
    assert [fact["examples"] for fact in examples.facts] == [begin, 2250 - begin, 750]


@pytest.mark.parametrize("which", ["own", "other"])
def test_some_from_a_folder_and_some_drawn(tmp_path, which):
    task = OTHER if which == "other" else get_task("linear_algebra/transpose", **OPTIONS)
    generate_to(task, tmp_path, 40, progress=False)
    member = {**VALUES["mixture"][0], "folder": str(tmp_path) if which == "other" else ""}
    folder = "" if which == "other" else str(tmp_path)
    examples = examples_of(VALUES | {"mixture": [member], "data": {"folder": folder}})
    written = {tuple(row) for row in task.generate(40)["input_ids"].to_pylist()}
    pattern = Pattern([750, 250], 0)
    for i in range(100):
        from_folder = (pattern.place(i)[0] == 1) == (which == "other")
        assert (tuple(examples[i]["input_ids"].tolist()) in written) == from_folder
    assert [fact["drawn"] for fact in examples.facts] == [which == "other", which != "other"]


def test_options_are_taken_over_within_a_data_set():
    recipe = recipe_from(VALUES)
    assert recipe.make_mixture()[0].identity == OTHER.identity
    assert recipe_from(yaml.safe_load(recipe.to_yaml())) == recipe


def test_a_recipe_without_a_mixture_is_that_of_before():
    written = recipe_from({**VALUES, "mixture": []}).as_dict()
    del written["mixture"], written["data"]["too_long"]
    assert recipe_from(written).trains_like(recipe_from({**VALUES, "mixture": None}))
    assert not recipe_from(VALUES).trains_like(recipe_from(written))


@pytest.mark.parametrize(
    ("mixture", "message"),
    [
        ("linear_algebra/add", "a list of tasks with shares"),
        ([3], "takes a mapping"),
        ([{"task": "linear_algebra/add", "shar": 0.5}], "did you mean 'share'"),
        ([{"share": 0.5}], "names its task"),
        ([{"task": "linear_algebra/ad", "share": 0.5}], "did you mean 'linear_algebra/add'"),
        ([{"task": "linear_algebra/add"}], "share takes a number"),
        ([{"task": "linear_algebra/add", "share": True}], "share takes a number"),
        ([{"task": "linear_algebra/add", "share": float("nan")}], "share takes a number"),
        ([{"task": "linear_algebra/add", "share": 0.0001}], r"in \[0.001, 0.999\]"),
        ([{"task": "linear_algebra/add", "share": -1}], r"in \[0.001, 0.999\]"),
        ([{"task": "linear_algebra/add", "share": 0.5}] * 2, "must sum to less than 1"),
        ([{"task": "integration/bwd", "share": 0.5}], "other tokens"),
        (
            [{"task": "linear_algebra/transpose", "share": 0.5}],
            "the same task again",
        ),
        (
            [{"task": "linear_algebra/transpose", "share": 0.5, "options": {"dimensoin": 3}}],
            "did you mean 'dimension'",
        ),
        ([{"task": "linear_algebra/add", "share": 0.5, "folder": 3}], "folder takes text"),
    ],
)
def test_bad_mixtures_are_one_line(mixture, message):
    with pytest.raises(ValueError, match=message) as caught:
        recipe_from({**VALUES, "mixture": mixture})
    assert "\n" not in str(caught.value)


def test_a_longer_task_is_refused_before_training():
    longer = {"task": "linear_algebra/transpose", "share": 0.5, "options": {"dimension": 3}}
    with pytest.raises(OptionError, match=r"model\.positions to"):
        examples_of({**VALUES, "mixture": [longer]})
    fits = {**VALUES, "mixture": [longer], "model": {"positions": 64}}
    assert len(examples_of(fits)) == 3000


def test_tasks_of_one_name_are_told_apart_by_their_options():
    small = get_task("linear_algebra/eigenvalues", min_dimension=2, max_dimension=4)
    large = get_task("linear_algebra/eigenvalues", dimension=8)
    assert labels_of([get_task("linear_algebra/add"), small, large]) == [
        "linear_algebra/add",
        "linear_algebra/eigenvalues",
        "linear_algebra/eigenvalues (dimension=8, min_dimension=0, max_dimension=0)",
    ]


def test_every_task_is_checked_and_told_in_the_results(tiny, tmp_path):
    mixture = {"mixture": VALUES["mixture"]}
    folder = train(tiny, mixture, tmp_path / "model", progress=False)
    results = json.loads((folder / "results" / "training.json").read_text())
    assert "verified_accuracy/linear_algebra/eigenvalues" in results["last_check"]
    assert [(s["task"], s["examples"]) for s in results["sources"]] == [
        ("linear_algebra/transpose", 74),
        ("linear_algebra/eigenvalues", 22),
    ]
    assert load_recipe(folder / "recipe.yaml").mixture == load_recipe(tiny, mixture).mixture
