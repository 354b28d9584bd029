"""The plain program that rates are compared with writes the same data as the tasks."""

import pytest
from plain_networks import VOCABULARY, examples

from hf_mathseq.tasks import get_task


@pytest.mark.parametrize("name", ["existence", "levels"])
def test_plain_examples_are_right(name):
    task = get_task(f"metabolic_networks/{name}")
    assert VOCABULARY.tokens == task.vocabulary.tokens
    found = examples(30, levels=name == "levels")
    assert len(found) > 5
    rows = [task.problem_from(tokens=VOCABULARY.to_tokens(ids)) for ids, _ in found]
    answers = [VOCABULARY.to_tokens(ids) for _, ids in found]
    assert all(verdict.correct for verdict in task.verify_many(rows, answers))
    assert all(
        task.encode(row)[0] == VOCABULARY.to_tokens(ids)
        for row, (ids, _) in zip(rows, found, strict=True)
    )
