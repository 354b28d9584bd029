import pytest
import torch

from hf_mathseq.evaluation import decoding as module
from hf_mathseq.evaluation.decoding import Decoding, decode
from hf_mathseq.evaluation.loading import ModelError, TrainedModel, load_trained
from hf_mathseq.evaluation.sampling import Sampling
from hf_mathseq.modeling.build import build_model
from hf_mathseq.modeling.configuration import ModelOptions
from hf_mathseq.modeling.tokenizer import tokenizer_for
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks import get_task


def log_probability(trained, inputs, tokens):
    """Return the model's log-probability per token of an answer, `</s>` included if it fits."""
    ids = trained.task.vocabulary.to_ids(tokens)
    ids = [*ids, 1] if len(ids) < trained.model.generation_config.max_length - 1 else ids
    with torch.no_grad():
        logits = trained.model(
            input_ids=torch.tensor([inputs]), decoder_input_ids=torch.tensor([[1, *ids[:-1]]])
        ).logits[0]
    return logits.log_softmax(-1)[range(len(ids)), ids].mean().item()


@pytest.mark.parametrize("beams", [1, 3])
def test_hypotheses_are_ranked_with_their_probability(trained, inputs, beams):
    decoding = Decoding(beams, beams, batch_size=2)
    found = decode(trained.model, inputs, trained.task.vocabulary, decoding)
    assert [len(hypotheses) for hypotheses in found] == [beams] * 5
    for source, hypotheses in zip(inputs, found, strict=True):
        scores = [h.score for h in hypotheses]
        assert scores == sorted(scores, reverse=True)
        for h in hypotheses:
            assert h.score == pytest.approx(log_probability(trained, source, h.tokens), abs=1e-4)


@pytest.mark.parametrize("architecture", ["encoder-decoder", "transformer", "bart", "gru"])
def test_answers_longer_than_those_of_training_are_written(architecture):
    small, large = (get_task("linear_algebra/transpose", dimension=n) for n in (2, 4))
    recurrent = {"hidden_size": 16} if architecture == "gru" else {"positions": 40}
    sizes = dict.fromkeys(("encoder_width", "decoder_width"), 16)
    layers = dict.fromkeys(("encoder_layers", "decoder_layers"), 1)
    model = build_model(small, ModelOptions(architecture, **layers, **sizes, **recurrent))
    trained = TrainedModel("", model, tokenizer_for(small), small, small.vocabulary)
    rows = large.generate(2).to_pylist()
    longest = 52 if architecture == "gru" else 40
    assert trained.answer_limit(rows) == longest
    assert trained.answer_limit([]) == 2
    limits, generate = [], model.generate
    model.generate = lambda **given: limits.append(given["max_length"]) or generate(**given)
    ids = [row["input_ids"][:20] for row in rows]
    for limit in (0, trained.answer_limit(rows)):
        assert len(decode(model, ids, small.vocabulary, longest=limit)) == 2
    assert limits == [16, longest]


def test_batches_change_nothing(trained, inputs):
    vocabulary = trained.task.vocabulary
    mixed = [*inputs[:2], inputs[2][:5], inputs[3][:9]]
    one, all_ = (decode(trained.model, mixed, vocabulary, Decoding(2, 2, size)) for size in (1, 4))
    assert [[h.tokens for h in a] for a in one] == [[h.tokens for h in a] for a in all_]


def test_mixed_precision_scores_nearly_alike(trained, inputs):
    vocabulary = trained.task.vocabulary
    full, mixed = (
        decode(trained.model, inputs, vocabulary, Decoding(2, 2, precision=p))
        for p in ("fp32", "bf16")
    )
    for a, b in zip(full, mixed, strict=True):
        assert b[0].score == pytest.approx(a[0].score, abs=0.05)
    assert full != mixed


def test_the_model_stays_in_its_mode(trained, inputs):
    trained.model.train()
    decode(trained.model, inputs[:1], trained.task.vocabulary)
    assert trained.model.training
    trained.model.eval()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"num_beams": 2, "num_return_sequences": 3}, "num_return_sequences must be in"),
        ({"num_return_sequences": 0}, "at least 1"),
        ({"num_beams": 2, "sampling": Sampling()}, "without beams"),
        ({"precision": "fp23"}, "did you mean 'fp32'"),
        ({"batch_size": -1}, "batch_size must be 0"),
    ],
)
def test_bad_settings_are_refused(settings, message):
    with pytest.raises(UserError, match=message):
        Decoding(**settings)


@pytest.mark.parametrize("architecture", ["encoder-decoder", "transformer", "bart", "gru"])
def test_keys_kept_in_place_change_nothing(task, inputs, architecture, monkeypatch):
    recurrent = {"hidden_size": 16} if architecture == "gru" else {}
    sizes = dict.fromkeys(("encoder_width", "decoder_width"), 16)
    model = build_model(task, ModelOptions(architecture, **sizes, **recurrent))
    found = decode(model, inputs, task.vocabulary, Decoding(4, 4))
    monkeypatch.setattr(module, "beam_cache", lambda _: {})
    assert decode(model, inputs, task.vocabulary, Decoding(4, 4)) == found


@pytest.mark.parametrize("source", ["no/such/model", "./nowhere", "/nowhere/model", "name"])
def test_no_model_is_one_line(source):
    with pytest.raises(ModelError) as caught:
        load_trained(source)
    assert source in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_model_of_others_is_refused(untrained, tmp_path):
    import json
    import shutil

    shutil.copytree(untrained, tmp_path / "other")
    config = json.loads((tmp_path / "other" / "config.json").read_text())
    del config["mathseq"]
    (tmp_path / "other" / "config.json").write_text(json.dumps(config))
    with pytest.raises(ModelError, match="names no task"):
        load_trained(tmp_path / "other")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="holds no model"):
        load_trained(tmp_path / "empty")


def test_tokens_of_another_task_are_refused(untrained, tmp_path):
    import json
    import shutil

    shutil.copytree(untrained, tmp_path / "other")
    path = tmp_path / "other" / "config.json"
    path.write_text(path.read_text().replace('"P10"', '"B1999"'))
    assert json.loads(path.read_text())["mathseq"]["options"]["input_encoding"] == "B1999"
    with pytest.raises(ModelError, match="other tokens"):
        load_trained(tmp_path / "other")


def test_a_task_in_the_place_of_a_model_is_refused_without_the_network():
    with pytest.raises(ModelError, match="linear_algebra/eigenvalues is a task, not a model"):
        load_trained("linear_algebra/eigenvalues")
