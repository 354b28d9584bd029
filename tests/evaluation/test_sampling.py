from collections import Counter

import pytest
import torch
from transformers import LogitsProcessorList

from hf_mathseq.evaluation.decoding import Decoding, decode
from hf_mathseq.evaluation.sampling import Sampling
from hf_mathseq.suggestions import UserError


def answers(trained, inputs, batch_size=0, count=3, **sampling):
    decoding = Decoding(1, count, batch_size, sampling=Sampling(**sampling))
    found = decode(trained.model, inputs, trained.vocabulary, decoding)
    return [[h.tokens for h in hypotheses] for hypotheses in found]


def test_a_seed_decides_the_answers(trained, inputs):
    torch.manual_seed(1)
    once = answers(trained, inputs)
    torch.manual_seed(2)
    assert answers(trained, inputs) == once
    assert answers(trained, inputs, seed=1) != once
    assert [len(a) for a in once] == [3] * 5
    assert len({tuple(a) for a in once[0]}) > 1


def test_answers_do_not_depend_on_the_problems_beside(trained, inputs):
    together = answers(trained, inputs)
    assert answers(trained, inputs, batch_size=2) == together
    assert answers(trained, inputs[3:]) == together[3:]


def test_cold_answers_are_the_greedy_ones(trained, inputs):
    greedy = decode(trained.model, inputs, trained.vocabulary)
    assert answers(trained, inputs, count=1, temperature=1e-6) == [[h[0].tokens] for h in greedy]
    assert answers(trained, inputs, count=1, top_k=1) == [[h[0].tokens] for h in greedy]
    assert answers(trained, inputs, count=1, top_p=1e-9) == [[h[0].tokens] for h in greedy]


def test_scores_are_the_models_own_whatever_the_temperature(trained, inputs):
    settings = {"sampling": Sampling(temperature=2.0, top_k=5)}
    found = decode(trained.model, inputs, trained.vocabulary, Decoding(1, 4, **settings))
    for hypotheses in found:
        scores = [h.score for h in hypotheses]
        assert scores == sorted(scores, reverse=True)
    h = found[0][-1]
    ids = trained.vocabulary.to_ids(h.tokens)
    ids = [*ids, 1] if len(ids) < trained.model.generation_config.max_length - 1 else ids
    with torch.no_grad():
        logits = trained.model(
            input_ids=torch.tensor([inputs[0]]), decoder_input_ids=torch.tensor([[1, *ids[:-1]]])
        ).logits[0]
    expected = logits.log_softmax(-1)[range(len(ids)), ids].mean().item()
    assert h.score == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("sampling", "expected"),
    [
        ({}, [0.5, 0.3, 0.2]),
        ({"temperature": 0.5}, [25 / 38, 9 / 38, 4 / 38]),
        ({"top_k": 2}, [5 / 8, 3 / 8, 0]),
        ({"top_p": 0.6}, [5 / 8, 3 / 8, 0]),
    ],
)
def test_tokens_come_with_their_probability(sampling, expected):
    draws = 20_000
    logits = torch.tensor([[0.5, 0.3, 0.2]]).log().repeat(draws, 1)
    processors = Sampling(**sampling).processors([[7, 1]], draws)
    assert isinstance(processors, LogitsProcessorList)
    counts = Counter(processors(torch.zeros(draws, 1), logits).argmax(dim=1).tolist())
    for token, share in enumerate(expected):
        # Five standard deviations.
        assert counts[token] / draws == pytest.approx(share, abs=5 * (share / draws) ** 0.5)


@pytest.mark.parametrize(
    "sampling",
    [{"temperature": 0.0}, {"temperature": float("nan")}, {"top_k": -1}, {"top_p": 0.0}],
)
def test_bad_values_are_refused(sampling):
    (name,) = sampling
    with pytest.raises(UserError, match=f"{name} must be"):
        Sampling(**sampling)
