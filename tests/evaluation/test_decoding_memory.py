import pytest
import torch

from hf_mathseq.evaluation import decoding as decoding_module
from hf_mathseq.evaluation import memory
from hf_mathseq.evaluation.decoding import Decoding, decode
from hf_mathseq.evaluation.memory import planned_batches
from hf_mathseq.suggestions import UserError


@pytest.fixture(scope="module")
def inputs(task):
    return [row["input_ids"] for row in task.generate(7).to_pylist()]


def sizes(trained, rows, size=0, length=44):
    lengths = [length] * 300
    return [len(batch) for batch in planned_batches(trained.model, lengths, 20, rows, size)]


def test_batches_hold_about_as_many_positions(trained):
    assert sizes(trained, 1) == [256, 44]
    assert sizes(trained, 10)[0] == 25
    assert sizes(trained, 1000)[0] == 1
    assert sizes(trained, 10, 50)[0] == 50
    assert sizes(trained, 1, length=108)[0] == 128
    assert sizes(trained, 1, length=10**6)[0] == 1


def test_little_memory_makes_small_batches(trained, monkeypatch):
    one = memory._problem_bytes(trained.model, 44, 20, 10)
    for problems, expected in ((1, 1), (5, 5), (100, 25), (0, 1)):
        monkeypatch.setattr(memory, "_free_bytes", lambda _, n=problems: 2 * n * one + 2)
        assert sizes(trained, 10)[0] == expected


def test_longest_problems_come_first(trained):
    batches = planned_batches(trained.model, [3, 9, 5, 9, 1], 20, 1, 2)
    assert batches == [[1, 3], [2, 0], [4]]


def test_this_machine_has_memory():
    assert memory._free_bytes(torch.device("cpu")) > 1 << 26


def failing_above(limit, error, monkeypatch):
    whole, seen = decoding_module._decode_batch, []

    def short_of_memory(model, batch, *rest):
        seen.append(len(batch))
        if len(batch) > limit:
            raise error
        return whole(model, batch, *rest)

    monkeypatch.setattr(decoding_module, "_decode_batch", short_of_memory)
    return seen


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory"),
        MemoryError(),
        RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried"),
    ],
)
def test_a_batch_that_does_not_fit_is_halved(trained, inputs, monkeypatch, error):
    expected = decode(trained.model, inputs, trained.vocabulary, Decoding(2, 2))
    seen = failing_above(2, error, monkeypatch)
    found = decode(trained.model, inputs, trained.vocabulary, Decoding(2, 2))
    assert [[h.tokens for h in a] for a in found] == [[h.tokens for h in a] for a in expected]
    assert seen == [7, 3, 1, 1, 1, 1, 1, 1, 1]


def test_a_problem_that_does_not_fit_is_one_line(trained, inputs, monkeypatch):
    failing_above(0, MemoryError(), monkeypatch)
    trained.model.train()
    with pytest.raises(UserError, match="one problem alone does not fit"):
        decode(trained.model, inputs, trained.vocabulary)
    assert trained.model.training
    trained.model.eval()


def test_other_errors_are_not_hidden(trained, inputs, monkeypatch):
    failing_above(0, RuntimeError("shapes differ"), monkeypatch)
    with pytest.raises(RuntimeError, match="shapes differ"):
        decode(trained.model, inputs, trained.vocabulary)
