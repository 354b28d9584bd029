import copy
import dataclasses
import json

import pytest
import torch

from hf_mathseq.modeling.build import build_model
from hf_mathseq.modeling.configuration import ModelOptions
from hf_mathseq.modeling.loss import token_loss
from hf_mathseq.modeling.packed_rows import LEAST_WIDTH, PackedRows
from hf_mathseq.modeling.packing import pack_training
from hf_mathseq.tasks import get_task
from hf_mathseq.training.collator import Collator

SIZES = ModelOptions(
    encoder_layers=2,
    decoder_layers=2,
    encoder_width=16,
    decoder_width=16,
    encoder_heads=2,
    decoder_heads=4,
    dropout=0.0,
)
TWO_WIDTHS = dataclasses.replace(SIZES, encoder_width=24, encoder_heads=3)


@pytest.fixture(scope="module")
def task():
    return get_task("integration/bwd", max_ops=4, min_ops=1, max_len=40)


@pytest.fixture(scope="module")
def rows(task):
    return task.generate(9, seed=3).to_pylist()


def updated(model, rows, precision="fp32"):
    """Return loss and gradients of one training step."""
    batch = Collator()(rows)
    labels = batch.pop("labels")
    with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
        outputs = model(**batch)
    loss = token_loss(outputs, labels)
    loss.backward()
    return loss.item(), {name: p.grad.clone() for name, p in model.named_parameters()}


def pair(task, options=SIZES):
    """Return a model and its packed twin, both in training mode."""
    plain = build_model(task, options, seed=4).train()
    return plain, pack_training(copy.deepcopy(plain))


@pytest.mark.parametrize("options", [SIZES, TWO_WIDTHS], ids=["one width", "two widths"])
@pytest.mark.parametrize("count", [1, 9])
def test_loss_and_gradients_are_those_of_padded_batches(task, rows, options, count):
    plain, packed = pair(task, options)
    loss, gradients = updated(plain, rows[:count])
    packed_loss, packed_gradients = updated(packed, rows[:count])
    assert packed_loss == pytest.approx(loss, rel=1e-6)
    for name, values in gradients.items():
        torch.testing.assert_close(packed_gradients[name], values, rtol=1e-4, atol=1e-6)


def test_gradients_in_mixed_precision_agree_within_its_rounding(task, rows):
    plain, packed = pair(task)
    _, exact = updated(plain, rows)
    _, found = updated(packed, rows, "bf16")
    distance = sum(float((found[name] - exact[name]).square().sum()) for name in exact)
    length = sum(float(values.square().sum()) for values in exact.values())
    assert (distance / length) ** 0.5 < 0.03


def test_a_batch_of_equal_lengths(rows, task):
    plain, packed = pair(task)
    same = [rows[0]] * 3
    assert updated(packed, same)[0] == pytest.approx(updated(plain, same)[0], rel=1e-6)


def test_outputs_of_training_leave_padding_out(task, rows):
    _, packed = pair(task)
    batch = Collator()(rows)
    kept = int((batch.pop("labels") != -100).sum())
    assert packed(**batch).logits.shape[:2] == (1, kept)


def test_answers_and_files_do_not_change(task, rows, tmp_path):
    plain, packed = pair(task)
    batch = Collator()(rows)
    inputs = {name: batch[name] for name in ("input_ids", "attention_mask")}
    plain.eval()
    packed.eval()
    with torch.no_grad():
        assert torch.equal(plain.generate(**inputs), packed.generate(**inputs))
    plain.save_pretrained(tmp_path / "plain")
    packed.save_pretrained(tmp_path / "packed")
    configs = [(tmp_path / name / "config.json").read_text() for name in ("plain", "packed")]
    assert json.loads(configs[0]) == json.loads(configs[1])


@pytest.mark.parametrize(
    "options",
    [
        dataclasses.replace(SIZES, architecture="transformer"),
        dataclasses.replace(SIZES, dropout=0.1),
    ],
    ids=["another architecture", "dropout"],
)
def test_what_cannot_be_packed_is_left_as_it_is(task, rows, options):
    plain = build_model(task, options, seed=4).train()
    before = plain.config._attn_implementation
    assert pack_training(plain) is plain
    batch = Collator()(rows)
    assert plain.config._attn_implementation == before
    assert plain(**batch).logits.shape[:2] == batch["labels"].shape


def test_rows_of_heads_there_and_back():
    rows = PackedRows.of(torch.tensor([[1, 1, 1], [1, 0, 0]]))
    packed = torch.arange(1.0, 17).view(4, 2, 2)  # four tokens, two heads of two numbers
    padded = rows.padded(packed)
    assert padded.shape == (4, LEAST_WIDTH, 2)
    assert padded[0, :4].tolist() == [[1, 2], [5, 6], [9, 10], [0, 0]]  # example 1, head 1
    assert padded[3, :2].tolist() == [[15, 16], [0, 0]]  # example 2, head 2
    assert torch.equal(rows.packed(padded, 2), packed)
    assert rows.positions().tolist() == [0, 1, 2, 0]
