"""The Transformer against the published program, and decoding against teacher forcing."""

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import DynamicCache, EncoderDecoderCache

from hf_mathseq.modeling.published_weights import state_dict_from_published
from hf_mathseq.modeling.transformer.configuration import MathSeqTransformerConfig
from hf_mathseq.modeling.transformer.model import MathSeqTransformerForConditionalGeneration

PUBLISHED = Path(__file__).parents[1] / "data" / "linear_algebra" / "tiny_model.npz"
BEGIN = END = 0
PAD = 1  # as in the published program
SIZES = {
    "encoder_vocab_size": 40,
    "decoder_vocab_size": 40,
    "encoder_width": 24,
    "decoder_width": 16,
    "encoder_heads": 3,
    "decoder_heads": 2,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_positions": 32,
    "decoder_positions": 32,
    "pad_token_id": PAD,
    "bos_token_id": BEGIN,
    "eos_token_id": END,
    "decoder_start_token_id": BEGIN,
}
VARIANTS = {
    "published": {},
    "textbook": {"cross_attention_query": "after_self_attention"},
    "untied": {"tie_word_embeddings": False},
    "looped": {"encoder_loops": 3, "decoder_loops": 2},
    "one looped": {"decoder_loops": 3, "decoder_looped_layer": 1, "gate": "scalar"},
    "gated": {"encoder_loops": 2, "decoder_loops": 2, "gate": "vector", "gate_bias": 1.0},
    "halting": {"encoder_loops": 4, "decoder_loops": 3, "halting": True},
    "halting gates": {"decoder_loops": 3, "halting": True, "gate": "scalar"},
}


def make(attention="eager", seed=0, **options):
    """Return a model in evaluation mode whose random weights tell tokens and positions apart."""
    config = MathSeqTransformerConfig(**SIZES | options, attn_implementation=attention)
    model = MathSeqTransformerForConditionalGeneration(config).eval()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, values in model.named_parameters():
            if "norm" not in name:
                values.copy_(torch.randn(values.shape, generator=generator) * 0.4)
    return model


@pytest.fixture(scope="module")
def published():
    with np.load(PUBLISHED) as arrays:
        return dict(arrays)


@pytest.fixture(scope="module", params=["eager", "sdpa"])
def tiny(request, published):
    model = make(request.param)
    weights = {k: v for k, v in published.items() if k.split(".")[0] in ("encoder", "decoder")}
    model.load_state_dict(state_dict_from_published(weights))
    return model


@pytest.fixture(scope="module")
def problems(published):
    return torch.as_tensor(published["input_ids"])


def test_published_logits(tiny, published, problems):
    targets = torch.as_tensor(published["target_ids"])
    outputs = tiny(problems, decoder_input_ids=targets)
    assert outputs.logits.shape == (3, 10, 40)
    assert np.abs(outputs.logits.detach() - published["logits"]).max() < 1e-5
    found = outputs.encoder_last_hidden_state.detach()
    assert np.abs(found - published["encoder_hidden_states"]).max() < 1e-5


def test_published_loss(tiny, published, problems):
    targets = torch.as_tensor(published["target_ids"])
    lengths = torch.as_tensor(published["target_lengths"])
    labels = targets[:, 1:].clone()
    labels[torch.arange(1, targets.shape[1])[None] >= lengths[:, None]] = -100
    loss = tiny(problems, labels=labels).loss.item()
    assert loss == pytest.approx(float(published["loss_mean_over_tokens"]), abs=1e-6)


def test_published_greedy_answers(tiny, published, problems):
    longest = published["greedy_ids"].shape[1]
    found = tiny.generate(problems, max_length=longest, do_sample=False).numpy()
    assert (published["greedy_lengths"] == longest).all()
    # The published program writes the end token over the last one of a sequence that it cuts.
    assert np.array_equal(found[:, :-1], published["greedy_ids"][:, :-1])


def test_the_textbook_variant_is_another_model(tiny, published, problems):
    other = make(cross_attention_query="after_self_attention")
    other.load_state_dict(tiny.state_dict())
    targets = torch.as_tensor(published["target_ids"])
    change = other(problems, decoder_input_ids=targets).logits.detach() - published["logits"]
    assert np.abs(change).max() > 0.1


@pytest.mark.parametrize("attention", ["eager", "sdpa"])
@pytest.mark.parametrize("name", VARIANTS)
def test_decoding_step_by_step_equals_teacher_forcing(name, attention, problems):
    model = make(attention, **VARIANTS[name])
    targets = torch.randint(2, 40, (3, 9), generator=torch.Generator().manual_seed(1))
    full = model(problems, decoder_input_ids=targets, use_cache=False).logits
    past, steps = None, []
    for tokens in (targets[:, :3], *targets[:, 3:].split(1, dim=1)):
        outputs = model(problems, decoder_input_ids=tokens, past_key_values=past, use_cache=True)
        past = outputs.past_key_values
        steps.append(outputs.logits)
    assert (torch.cat(steps, dim=1) - full).abs().max() < 1e-5


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("beams", [1, 3])
def test_generation_needs_no_cache(name, beams, problems):
    model = make("sdpa", **VARIANTS[name])
    options = {"max_length": 12, "num_beams": beams, "num_return_sequences": beams}
    options |= {"output_scores": True, "return_dict_in_generate": True}
    cached, plain = (model.generate(problems, use_cache=c, **options) for c in (True, False))
    assert torch.equal(cached.sequences, plain.sequences)
    if beams > 1:
        assert torch.allclose(cached.sequences_scores, plain.sequences_scores, atol=1e-5)


def test_every_pass_keeps_its_own_keys(problems):
    model = make(decoder_loops=3, decoder_looped_layer=1)
    past = model(problems, decoder_input_ids=problems[:, :4], use_cache=True).past_key_values
    assert len(past) == model.config.num_hidden_layers == 4
    kept = [layer.keys for layer in past.self_attention_cache.layers]
    assert all(keys.shape == (3, 2, 4, 8) for keys in kept)
    assert not any(torch.equal(kept[0], keys) for keys in kept[1:])


@pytest.mark.parametrize("name", VARIANTS)
def test_answers_do_not_depend_on_the_batch(name, problems):
    model = make("sdpa", **VARIANTS[name])
    targets = torch.randint(2, 40, (3, 6), generator=torch.Generator().manual_seed(2))
    together = model(problems, decoder_input_ids=targets).logits
    for row in range(3):
        length = int((problems[row] != PAD).sum())
        alone = model(problems[row : row + 1, :length], decoder_input_ids=targets[row : row + 1])
        assert (alone.logits[0] - together[row]).abs().max() < 1e-5


def test_padding_is_zero_after_every_layer(problems):
    model = make("eager", encoder_loops=2)
    states = []
    for layer in model.encoder.layers:
        layer.register_forward_hook(lambda _m, _i, found: states.append(found[0]))
    model(problems, decoder_input_ids=problems)
    assert len(states) == 2
    assert all(not found[problems == PAD].any() for found in states)
    assert all(found[problems != PAD].any() for found in states)


def test_a_cache_of_the_library_is_taken(problems):
    model = make(decoder_loops=2)
    empty = EncoderDecoderCache(DynamicCache(), DynamicCache())
    found = model.generate(problems, max_length=8, past_key_values=empty)
    assert torch.equal(found, model.generate(problems, max_length=8))


@pytest.mark.parametrize("name", VARIANTS)
def test_mixed_precision_trains(name, problems):
    model = make("eager", **VARIANTS[name]).train()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        loss = model(problems, labels=problems).loss
    loss.backward()
    assert torch.isfinite(loss)
    assert all(p.grad is not None and torch.isfinite(p.grad).all() for p in model.parameters())


@pytest.mark.parametrize(
    "wrong", [{"gate": "wide"}, {"cross_attention_query": "x"}, {"encoder_heads": 5}]
)
def test_impossible_configurations_are_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        MathSeqTransformerConfig(**SIZES | wrong)


def test_the_decoder_needs_something_to_read(problems):
    with pytest.raises(ValueError, match="decoder_input_ids or labels"):
        make()(problems)
