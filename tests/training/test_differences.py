import pytest

from hf_mathseq.options import OptionError
from hf_mathseq.training.differences import difference
from hf_mathseq.training.recipe import load_recipe
from hf_mathseq.training.run import train

BASE = {"task": "a", "model": {"width": 3}, "options": {"x": 1}, "mixture": ()}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, None),
        ({"task": "b"}, "task is 'a' there and 'b' here"),
        ({"model": {"width": 4}}, "model.width is 3 there and 4 here"),
        ({"options": {"x": 1, "y": None}}, "options.y is not set there and None here"),
        ({"options": {}}, "options.x is 1 there and not set here"),
        (
            {"mixture": ({"task": "z" * 99},)},
            f"mixture is () there and ({{'task': '{'z' * 49}... here",
        ),
    ],
)
def test_the_first_difference_is_named(change, expected):
    found = difference(BASE, BASE | change)
    assert found == expected


def test_recipes_are_compared_without_what_does_not_change_weights(tiny):
    base = load_recipe(tiny)
    assert base.difference(load_recipe(tiny, {"description": "other"})) is None
    found = base.difference(load_recipe(tiny, {"options.dimension": 3}))
    assert found == "options.dimension is 3 there and 2 here"


def test_a_finished_run_says_what_is_other(whole):
    with pytest.raises(OptionError, match=r"training\.max_steps is 6 there and 7 here"):
        train(whole.parent / "tiny.yaml", {"training.max_steps": 7}, whole)
