"""The scripts that measure decoding and the waiting for data, on a few problems."""

import data_waiting
import decoding
import pytest

from hf_mathseq.evaluation.loading import load_trained


@pytest.fixture(scope="module")
def trained():
    return load_trained(decoding.ROOT / "model_cards" / "linear_algebra-eigenvalues-laptop")


def test_decoding_is_compared_with_plain_use(trained):
    found = decoding.rates(trained, beams=2, problems=3)
    assert found["fp32"]["same"] == 1.0
    assert all(found[precision]["ratio"] > 0 for precision in ("fp32", "bf16"))


def test_an_evaluation_is_timed(trained):
    found = decoding.evaluation(trained, problems=2)
    assert found["seconds"].keys() >= {"decode", "verify", "wall", "share"}
    assert 0 <= found["verify_over_decode"] < 1


def test_waiting_is_measured():
    share = data_waiting.wait_share("linear_algebra/eigenvalues-2x2-laptop", 0, 2, 2)
    assert 0 <= share <= 1


def test_recipes_that_draw_are_found():
    assert "integration/bwd-laptop" in data_waiting.recipes()
