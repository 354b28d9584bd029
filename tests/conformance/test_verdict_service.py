"""What a process is told of a problem is enough to check its answers."""

import json

import pytest
from cases import NAMES
from sizes import affordable, in_small_blocks

from hf_mathseq.evaluation.verdict_service import answer
from hf_mathseq.task import CRITERIA
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import Status, Verdict


@pytest.mark.parametrize("name", NAMES)
def test_answers_are_checked_alike_through_json(name):
    task = in_small_blocks(get_task(name), 16)
    row = next(row for row in task.generate(affordable(task, 8)).to_pylist() if row["target"])
    target = row["target"].split()
    answers = [target, ["V2"], [], target[:-1]]
    job = {"task": task.name, "options": json.dumps(task.options), "answers": answers}
    kept = {name: value for name, value in row.items() if name not in ("input_ids", "labels")}
    sent = json.loads(json.dumps({**job, "row": kept, "cpu_seconds": 0}))
    found = json.loads(json.dumps(answer(sent)))["verdicts"]
    expected = task.verify_by_criterion([row] * 4, answers)
    for criterion in CRITERIA:
        read = [Verdict(Status(fields[0]), *fields[1:]) for fields in found[criterion]]
        assert read == expected[criterion]
        assert read == task.verify_many([row] * 4, answers, criterion=criterion)
    assert expected["strict"][0].correct
