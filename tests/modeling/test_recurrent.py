"""Recurrent models: padding, teacher forcing against decoding, beams, initial weights."""

import pytest
import torch

from hf_mathseq.modeling.recurrent.configuration import MathSeqRecurrentConfig
from hf_mathseq.modeling.recurrent.model import MathSeqRecurrentForConditionalGeneration
from hf_mathseq.training.precision import precision_here

PROBLEMS = torch.tensor([[5, 6, 7, 8, 1], [9, 10, 1, 0, 0], [3, 1, 0, 0, 0]])
TARGETS = torch.tensor([[1, 5, 6, 7, 8, 9], [1, 9, 8, 7, 6, 5], [1, 2, 3, 4, 5, 6]])
KINDS = [(cell, both) for cell in ("lstm", "gru") for both in (False, True)]


@pytest.fixture(params=KINDS, ids=lambda kind: f"{kind[0]}{' both ways' * kind[1]}")
def model(request):
    cell, both = request.param
    config = MathSeqRecurrentConfig(
        encoder_vocab_size=20,
        decoder_vocab_size=15,
        width=8,
        layers=2,
        hidden_size=12,
        bidirectional=both,
        cell=cell,
    )
    model = MathSeqRecurrentForConditionalGeneration(config).eval()
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        for values in model.parameters():
            values.copy_(torch.randn(values.shape, generator=generator) * 0.7)
    return model


def test_decoding_step_by_step_equals_teacher_forcing(model):
    full = model(PROBLEMS, decoder_input_ids=TARGETS).logits
    assert full.shape == (3, 6, 15)
    past, steps = None, []
    for tokens in (TARGETS[:, :2], *TARGETS[:, 2:].split(1, dim=1)):
        outputs = model(PROBLEMS, decoder_input_ids=tokens, past_key_values=past, use_cache=True)
        past = outputs.past_key_values
        steps.append(outputs.logits)
    assert (torch.cat(steps, dim=1) - full).abs().max() < 1e-5
    assert past.get_seq_length() == 6


@pytest.mark.parametrize("beams", [1, 4])
def test_generation_needs_no_cache(model, beams):
    options = {"max_length": 10, "num_beams": beams, "num_return_sequences": beams}
    cached, plain = (model.generate(PROBLEMS, use_cache=c, **options) for c in (True, False))
    assert torch.equal(cached, plain)


def test_answers_do_not_depend_on_the_batch(model):
    together = model(PROBLEMS, decoder_input_ids=TARGETS).logits
    for row, length in enumerate([5, 3, 2]):
        alone = model(PROBLEMS[row : row + 1, :length], decoder_input_ids=TARGETS[row : row + 1])
        assert (alone.logits[0] - together[row]).abs().max() < 1e-5


def test_the_whole_final_state_is_handed_over(model):
    states = model(PROBLEMS, decoder_input_ids=TARGETS).encoder_last_hidden_state
    kinds = 2 if model.config.cell == "lstm" else 1
    assert states.shape == (3, kinds * 2, 12)
    ids = PROBLEMS[1:2, :3]
    found, _ = model.encoder.layers(model.encoder.embed(ids))
    half = 6 if model.config.bidirectional else 12
    assert torch.allclose(states[1, 1, :half], found[0, -1, :half], atol=1e-6)
    assert torch.allclose(states[1, 1, half:], found[0, 0, half:], atol=1e-6)


@pytest.mark.skipif(precision_here("bf16") == "fp32", reason="LSTMs need a processor with bf16")
def test_it_learns_in_mixed_precision(model):
    model.train()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        loss = model(PROBLEMS, labels=TARGETS).loss
    loss.backward()
    assert all(p.grad is not None and torch.isfinite(p.grad).all() for p in model.parameters())


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_library_weights(cell):
    model = MathSeqRecurrentForConditionalGeneration(
        MathSeqRecurrentConfig(cell=cell, width=64, hidden_size=64)
    )
    layers = model.encoder.layers
    bound = (6 / (64 + 64 * {"lstm": 4, "gru": 3}[cell])) ** 0.5  # Xavier
    assert layers.weight_hh_l0.abs().max().item() == pytest.approx(bound, rel=0.01)
    assert not layers.bias_hh_l0.any()
    assert model.encoder.tokens.weight.std().item() == pytest.approx(0.02, rel=0.1)


@pytest.mark.parametrize("wrong", [{"cell": "rnn"}, {"bidirectional": True, "hidden_size": 5}])
def test_impossible_configurations_are_refused(wrong):
    with pytest.raises(ValueError, match=list(wrong)[-1]):
        MathSeqRecurrentConfig(**wrong)
