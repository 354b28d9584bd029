import pytest

from hf_mathseq.evaluation.metrics import Judged, length_band, summarize, wilson
from hf_mathseq.tasks import get_task


def judged(*strict, exact=False):
    return Judged({"strict": strict, "paper": ["CORRECT"] * len(strict)}, exact)


def test_wilson():
    # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)
    assert wilson(0, 0) == (0, 1)


def test_accuracy_is_an_interval_by_rank_and_difficulty():
    task = get_task("linear_algebra/transpose", dimension=2)
    rows = [
        {"matrix": [[1.0]]},
        {"matrix": [[1.0]]},
        {"matrix": [[1.0]] * 2},
        {"matrix": [[1.0]] * 2},
    ]
    found = summarize(
        task,
        rows,
        [
            judged("CORRECT", "INVALID", exact=True),
            judged("INCORRECT", "CORRECT"),
            judged("UNDECIDED", "INCORRECT"),
            judged("INVALID", "INCORRECT"),
        ],
    )
    strict = found["criteria"]["strict"]
    assert found["accuracy"] == 0.5
    assert found["exact_match"] == 0.25
    assert strict["accuracy"] == [0.5, 0.75]
    assert strict["by_rank"] == {"1": 0.25, "2": 0.5}
    assert strict["first"] == {"CORRECT": 1, "INCORRECT": 1, "INVALID": 1, "UNDECIDED": 1}
    assert strict["by_difficulty"]["dimension"] == {
        "1": {"examples": 2, "accuracy": [1.0, 1.0]},
        "2": {"examples": 2, "accuracy": [0.0, 0.5]},
    }
    assert strict["confidence_95"][0] < 0.5
    assert strict["confidence_95"][1] > 0.75
    assert found["criteria"]["paper"]["accuracy"] == [1.0, 1.0]


def test_lengths_have_two_bands_in_a_doubling():
    assert [length_band(n) for n in (0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 63, 64, 95, 96)] == [
        *(0, 1, 2, 3, 4, 4, 6, 6, 8, 8, 12, 48, 64, 64, 96)
    ]


def test_every_task_is_broken_down_by_lengths(task):
    rows = [
        {"matrix": [[1.0]], "input": "V1 1", "target": "V1 + 1"},
        {"matrix": [[1.0]], "input": "V1 1 2 3 4 5 6", "target": ""},
    ]
    found = summarize(task, rows, [judged("CORRECT"), judged("INCORRECT")])
    measures = found["criteria"]["strict"]["by_difficulty"]
    assert measures["input tokens from"] == {
        "2": {"examples": 1, "accuracy": [1.0, 1.0]},
        "6": {"examples": 1, "accuracy": [0.0, 0.0]},
    }
    assert measures["answer tokens from"] == {"3": {"examples": 1, "accuracy": [1.0, 1.0]}}
