"""Which ids the labels of matrix tasks are made of, and what identifies their order."""

import json
from pathlib import Path

import pytest

from hf_mathseq.encodings.floats import PUBLISHED_ENCODINGS
from hf_mathseq.options import config_digest
from hf_mathseq.tasks import get_task, list_tasks

NAMES = [name for name in list_tasks() if name.startswith("linear_algebra/")]
PAIRS = [(a, b) for a in PUBLISHED_ENCODINGS for b in PUBLISHED_ENCODINGS]
IDENTITIES = Path(__file__).parents[1] / "data" / "linear_algebra" / "identities.json"


def task_of(name, given, written, **options):
    return get_task(name, input_encoding=given, output_encoding=written, **options)


@pytest.mark.parametrize(("given", "written"), PAIRS)
@pytest.mark.parametrize("name", ["linear_algebra/eigenvectors", "linear_algebra/cotraining"])
def test_labels_are_made_of_the_first_ids(name, given, written):
    task = task_of(name, given, written, dimension=3)
    table = task.generate(200)
    largest = max(map(max, table["labels"].to_pylist()))
    assert largest < task.num_target_tokens <= len(task.vocabulary)
    answers = {token for row in table["target"].to_pylist() for token in row.split()}
    assert answers <= set(task.vocabulary.tokens[: task.num_target_tokens])
    if given == written:
        assert task.num_target_tokens == len(task.vocabulary)


@pytest.mark.parametrize("name", NAMES)
def test_answers_to_fp15_problems_need_few_ids(name):
    task = task_of(name, "FP15", "P1000")
    letters = 7 if name.endswith("cotraining") else 0
    assert task.num_target_tokens == 1_207 + letters
    assert len(task.vocabulary) == 30_208 + letters


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_the_ids_is_part_of_the_identity_alone(name):
    same, mixed = task_of(name, "P1000", "P1000"), task_of(name, "FP15", "P1000")
    assert same.layout == ""
    assert mixed.layout
    before = json.loads(IDENTITIES.read_text())
    assert same.identity == before[f"{name} P1000 P1000"]["identity"]
    assert mixed.identity != before[f"{name} FP15 P1000"]["identity"]
    for task in (same, mixed):
        encodings = f"{task.config.input_encoding} {task.config.output_encoding}"
        assert config_digest(task.config) == before[f"{name} {encodings}"]["config"]
