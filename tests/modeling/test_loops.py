"""Looped layers: equal weights in every pass, gates, and halting by its definition."""

import pytest
import torch
from torch import nn

from hf_mathseq.modeling.transformer.configuration import MathSeqTransformerConfig
from hf_mathseq.modeling.transformer.loops import HALTING_THRESHOLD, LoopedLayer
from hf_mathseq.modeling.transformer.model import MathSeqTransformerForConditionalGeneration

WIDTH = 6
REAL = torch.tensor([[True] * 4, [True, True, False, False]])


class Doubling(LoopedLayer):
    """Doubles its states and remembers them."""

    def __init__(self, passes, **options):
        super().__init__(MathSeqTransformerConfig(**options), WIDTH, passes)
        self.seen = []

    def transform(self, states, context, turn):
        self.seen.append(states)
        return self.mixed(states, 2 * states, states)


@pytest.fixture
def states():
    return torch.randn(2, 4, WIDTH, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("passes", [1, 2, 5])
def test_passes_follow_each_other(states, passes):
    layer = Doubling(passes)
    found, remainder = layer(states, REAL, None)
    assert len(layer.seen) == passes
    assert torch.equal(found, 2**passes * states * REAL[..., None])
    assert remainder is None


@pytest.mark.parametrize(("gate", "width"), [("scalar", 1), ("vector", WIDTH)])
def test_gates_mix_old_and_new_states(states, gate, width):
    layer = Doubling(2, gate=gate)
    share = layer.gate(states)
    assert share.shape == (2, 4, width)
    assert ((share > 0) & (share < 1)).all()
    layer(states, torch.ones_like(REAL), None)
    assert torch.allclose(layer.seen[1], (1 + share) * states)


@pytest.mark.parametrize(("bias", "factor"), [(30.0, 2), (-30.0, 1)])
def test_the_bias_decides_what_a_gate_begins_with(states, bias, factor):
    layer = Doubling(2, gate="scalar", gate_bias=bias)
    layer(states, REAL, None)
    assert torch.allclose(layer.seen[1], factor * states * REAL[..., None], atol=1e-5)


def test_a_layer_that_is_applied_once_has_neither():
    layer = Doubling(1, gate="vector", halting=True)
    assert layer.gate is None
    assert layer.halting is None


def halting_by_definition(first, unit, passes):
    """Return the average state of one token, its remainder and its passes."""
    state, spent, average = first, 0.0, torch.zeros_like(first)
    for turn in range(1, passes + 1):
        state = 2 * state
        probability = float(torch.sigmoid(unit(state)))
        if spent + probability >= HALTING_THRESHOLD or turn == passes:
            return average + (1 - spent) * state, 1 - spent, turn
        average, spent = average + probability * state, spent + probability
    raise AssertionError


@pytest.mark.parametrize("passes", [2, 4, 9])
def test_halting_is_as_defined(states, passes):
    layer = Doubling(passes, halting=True)
    with torch.no_grad():
        found, remainder = layer(states, REAL, None)
        wanted = [
            [halting_by_definition(states[i, j], layer.halting, passes) for j in range(4)]
            for i in range(2)
        ]
    for i, j in REAL.nonzero().tolist():
        assert torch.allclose(found[i, j], wanted[i][j][0], atol=1e-5)
    assert not found[~REAL].any()
    means = [sum(w[1] for w in wanted[0]) / 4, sum(w[1] for w in wanted[1][:2]) / 2]
    assert remainder.tolist() == pytest.approx(means, abs=1e-6)
    assert len({w[2] for row in wanted for w in row}) > 1 or passes == 2


def test_passes_that_no_token_needs_are_left_out(states):
    layer = Doubling(9, halting=True)
    with torch.no_grad():
        layer.halting.weight.zero_()
        layer.halting.bias.fill_(10.0)
        short, _ = layer(states, REAL, None)
        assert len(layer.seen) == 1
        complete, _ = layer(states, REAL, None, complete=True)
    assert len(layer.seen) == 1 + 9
    assert torch.equal(short, complete)


def test_a_token_that_has_halted_keeps_its_state(states):
    layer = Doubling(3, halting=True)
    with torch.no_grad():
        layer.halting.weight.zero_()
        layer.halting.bias.fill_(10.0)
        layer(states, REAL, None, complete=True)
    assert torch.equal(layer.seen[1], layer.seen[2])
    assert torch.equal(layer.seen[1][REAL], 2 * states[REAL])


def model_with(**options):
    sizes = {"encoder_width": 16, "decoder_width": 16, "encoder_heads": 2, "decoder_heads": 2}
    config = MathSeqTransformerConfig(encoder_layers=2, decoder_layers=1, **sizes, **options)
    torch.manual_seed(0)
    return MathSeqTransformerForConditionalGeneration(config)


PROBLEMS = torch.tensor([[5, 6, 7, 8, 1], [9, 1, 0, 0, 0]])
LABELS = torch.tensor([[3, 4, 1], [5, 1, -100]])


def test_pondering_is_penalised_in_training_only():
    options = {"encoder_loops": 3, "decoder_loops": 2, "halting": True}
    model = model_with(**options, ponder_penalty=0.5)
    free = model_with(**options, ponder_penalty=0.0)
    outputs = model.train()(PROBLEMS, labels=LABELS)
    assert outputs.auxiliary_loss.shape == (2,)
    weighted = (outputs.auxiliary_loss * torch.tensor([3, 2])).sum() / 5
    plain = free.train()(PROBLEMS, labels=LABELS).loss
    assert outputs.loss.item() == pytest.approx((plain + weighted).item(), abs=1e-6)
    assert 0 < weighted < 0.5
    assert model.eval()(PROBLEMS, labels=LABELS).auxiliary_loss is None
    assert model_with(encoder_loops=3).train()(PROBLEMS, labels=LABELS).auxiliary_loss is None


def test_the_penalty_does_not_depend_on_how_a_batch_is_cut():
    from hf_mathseq.modeling.loss import token_loss

    model = model_with(encoder_loops=3, halting=True, ponder_penalty=0.5).train()
    whole = model(PROBLEMS, labels=LABELS).loss
    parts = 0.0
    for row in range(2):
        labels = LABELS[row : row + 1]
        inputs = model.prepare_decoder_input_ids_from_labels(labels)
        outputs = model(PROBLEMS[row : row + 1], decoder_input_ids=inputs)
        parts += token_loss(outputs, labels, 5).item()
    assert parts == pytest.approx(whole.item(), abs=1e-6)


def test_the_penalty_reaches_the_halting_units():
    model = model_with(encoder_loops=3, halting=True, ponder_penalty=0.5).train()
    model(PROBLEMS, labels=LABELS).auxiliary_loss.sum().backward()
    units = [layer.halting for layer in model.encoder.layers]
    assert all(isinstance(unit, nn.Linear) and unit.weight.grad.any() for unit in units)


def test_loops_cost_no_parameters():
    def count(**options):
        return model_with(**options).num_parameters()

    assert count(encoder_loops=5, decoder_loops=3) == count()
    gated = count(encoder_loops=2, encoder_looped_layer=0, gate="scalar") - count()
    assert gated == (16 * 64 + 64) + (64 + 1)
