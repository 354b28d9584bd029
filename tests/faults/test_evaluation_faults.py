"""Evaluations and converted models: killed or damaged anywhere, the same command completes them."""

import itertools
import json
import random
import shutil
import signal

import pytest
from damages import damages, files_of, put
from depth import first_of
from fault_points import BAD_INPUT, die, die_torn, disk_full, killed_after, measured, outcome
from published_checkpoints import save

from hf_mathseq.conversion.models import convert_model
from hf_mathseq.evaluation import evaluate as evaluation
from hf_mathseq.tasks import get_task

SIZES = {"dimension": 2, "input_encoding": "P10"}
PROBLEMS, CHUNK = 10, 6


def evaluate(model, output, problems=PROBLEMS):
    evaluation.CHUNK = CHUNK
    evaluation.evaluate(
        model, output_dir=output, num_examples=problems, num_proc=0, batch_size=8, progress=False
    )


@pytest.fixture(scope="module")
def model(untrained_folder):
    return str(untrained_folder(get_task("linear_algebra/transpose", **SIZES)))


@pytest.fixture(scope="module")
def whole(model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "results"
    evaluate(model, folder)
    return folder


def results(folder):
    found = json.loads((folder / "results.json").read_text())
    del found["seconds"]
    return found


@pytest.mark.parametrize("fault", first_of([die_torn, die]))
def test_an_evaluation_killed_at_every_change(model, whole, tmp_path, fault):
    for change in itertools.count(1):
        folder = tmp_path / str(change)
        code = outcome(evaluate, model, folder, point=(folder, change, fault))
        if code == 0:
            break
        assert code == -signal.SIGKILL
        evaluate(model, folder)
        assert results(folder) == results(whole)
    assert change > 6


@pytest.mark.slow
def test_an_evaluation_of_other_problems_killed_at_every_change(model, whole, tmp_path):
    expected = results(whole)
    for change in itertools.count(1):
        folder = tmp_path / str(change)
        evaluate(model, folder, problems=5)
        code = outcome(evaluate, model, folder, point=(folder, change, die))
        if code == 0:
            break
        evaluate(model, folder)
        assert results(folder) == expected
    assert change > 6


def test_an_evaluation_on_a_full_disk(model, whole, tmp_path):
    errors = tmp_path / "errors"
    for change in itertools.count(1):
        folder = tmp_path / str(change)
        point = (folder, change, disk_full)
        code = outcome(evaluate, model, folder, point=point, errors=str(errors))
        if code == 0:
            break
        assert code == BAD_INPUT
        assert errors.read_text().count("\n") == 1
        evaluate(model, folder)
        assert results(folder) == results(whole)
    assert change > 2


@pytest.mark.slow
def test_a_damaged_evaluation_is_made_again(model, whole, tmp_path):
    folder = shutil.copytree(whole, tmp_path / "results")
    expected = results(whole)
    for name in files_of(whole):
        original = (whole / name).read_bytes()
        for damage in damages(original, name, flips=1):
            put(folder / name, damage)
            evaluate(model, folder)
            assert results(folder) == expected, (name, damage)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    return save(tmp_path_factory.mktemp("published") / "fwd.pth")


def convert(checkpoint, output):
    convert_model(checkpoint, get_task("integration/fwd"), output)


@pytest.mark.slow
def test_a_converted_model_is_replaced_whole(checkpoint, tmp_path):
    output = tmp_path / "model"
    convert(checkpoint, output)
    expected = {name: (output / name).read_bytes() for name in files_of(output)}
    for change in itertools.count(1):
        code = outcome(convert, checkpoint, output, point=(tmp_path, change, die))
        if code == 0:
            break
        assert code == -signal.SIGKILL
        if output.exists():
            assert {name: (output / name).read_bytes() for name in files_of(output)} == expected
    convert(checkpoint, output)
    assert {name: (output / name).read_bytes() for name in files_of(output)} == expected
    assert [path.name for path in tmp_path.iterdir()] == ["model"]
    assert change > 10


@pytest.mark.slow
def test_an_evaluation_killed_at_random_times(model, whole, tmp_path):
    rng = random.Random(0)
    seconds = 1.5 * measured(evaluate, model, tmp_path / "other")
    kills = 0
    for number in itertools.count():
        folder = tmp_path / str(number // 4)
        kills += killed_after(rng.uniform(0, seconds), evaluate, model, folder)
        if number % 4 == 3:
            evaluate(model, folder)
            assert results(folder) == results(whole)
            if kills >= 20:
                break
        assert number < 200
