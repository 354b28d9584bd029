import json
import pickle
import time
from collections import Counter
from math import comb
from pathlib import Path

import numpy as np
import pytest

from hf_mathseq.encodings.prefix import ARITY, count_operators
from hf_mathseq.options import OptionError
from hf_mathseq.symbolic.expression import read_prefix
from hf_mathseq.symbolic.legacy_sampling import LegacyDraws
from hf_mathseq.symbolic.trees import (
    BufferedDraws,
    TreeSettings,
    count_trees,
    position_weights,
    random_words,
)
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.expression_options import PUBLISHED_OPERATORS, operator_weights

DATA = Path(__file__).parents[1] / "data" / "symbolic"
OPERATORS = operator_weights(PUBLISHED_OPERATORS)
LEGACY = json.loads((DATA / "random_expressions.json").read_text())["items"]


def test_published_counts():
    counts = json.loads((DATA / "vectors.json").read_text())["tree_counts_D"]
    for empty in (1, 2, 3):
        expected = counts[f"e{empty}"]
        assert [count_trees(empty, n) for n in range(len(expected))] == expected


def test_counts_have_the_closed_form():
    for n in range(16):
        catalan = [comb(2 * k, k) // (k + 1) for k in range(n + 1)]
        assert count_trees(1, n) == sum(comb(n + k, 2 * k) * catalan[k] for k in range(n + 1))


def test_position_weights_are_probabilities():
    for empty in range(1, 8):
        for operators in range(1, 12):
            assert sum(position_weights(empty, operators)) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("case", LEGACY, ids=lambda case: f"{case['seed'][2]}-{case['nb_ops']}")
def test_legacy_stream_is_reproduced(case):
    name = case["config"]
    settings = TreeSettings(OPERATORS, max_int=case["max_int"], positive="false" not in name)
    if name.startswith("n_variables"):
        weights = (0.4, 0.2, 0.3, 0.1)
        settings = TreeSettings(OPERATORS, weights, case["max_int"], False, 2, 3)
    required = [v for v in "xyz" if case.get(f"require_{v}")]
    rng = np.random.RandomState(case["seed"])
    assert random_words(LegacyDraws(settings, rng, required), case["nb_ops"]) == case["tokens"]
    assert rng.randint(1_000_000) == case["next_randint_1e6"]


def test_draws_have_exactly_the_wanted_operators_and_depend_on_the_generator_alone():
    def draw(batch):
        draws = BufferedDraws(TreeSettings(OPERATORS), np.random.default_rng(3), batch)
        return [random_words(draws, n % 16) for n in range(200)]

    drawn = draw(4096)
    assert [count_operators(words) for words in drawn] == [n % 16 for n in range(200)]
    assert drawn == draw(4096)
    for words in drawn:
        waiting = 1
        for word in words:
            waiting += ARITY[word] - 1 if word in ARITY else -(not word.isdigit())
        assert waiting == 0


def test_shapes_are_uniform():
    settings = TreeSettings({"sin": 1, "add": 1}, (1.0, 0, 0, 0))
    draws = BufferedDraws(settings, np.random.default_rng(0))
    seen = Counter(" ".join(random_words(draws, 3)) for _ in range(22_000))
    assert len(seen) == count_trees(1, 3) == 22
    # 1,000 expected of each shape; 5 standard deviations.
    assert all(abs(count - 1000) < 160 for count in seen.values())


def test_operators_and_leaves_follow_their_weights():
    settings = TreeSettings(OPERATORS)
    draws = BufferedDraws(settings, np.random.default_rng(1))
    seen = Counter(word for _ in range(4000) for word in random_words(draws, 10))
    binary = sum(seen[name] for name in settings.binary[0])
    assert seen["add"] / binary == pytest.approx(10 / 28, abs=0.02)
    assert seen["x"] / (seen["x"] + seen["INT+"]) == pytest.approx(0.75, abs=0.02)
    assert seen["INT-"] == 0


def test_all_kinds_of_leaves_can_be_drawn():
    settings = TreeSettings(OPERATORS, (0.4, 0.2, 0.2, 0.2), 12, False, 4, 10)
    draws = BufferedDraws(settings, np.random.default_rng(2))
    seen = Counter(word for _ in range(2000) for word in random_words(draws, 6))
    assert {"x", "t", "a0", "a9", "pi", "E", "INT+", "INT-"} <= set(seen)


def test_drawn_words_are_expressions():
    draws = BufferedDraws(TreeSettings({"sin": 1, "add": 1}), np.random.default_rng(5))
    for n in range(16):
        read_prefix(random_words(draws, n))


def test_the_largest_integers_cost_a_block_nothing():
    task = get_task("integration/bwd", max_int=10**5, positive=False)
    BufferedDraws(task.config.trees, np.random.default_rng(0))
    begin = time.process_time()
    for seed in range(20):
        settings = get_task("integration/bwd", max_int=10**5, positive=False).config.trees
        draws = BufferedDraws(settings, np.random.default_rng(seed))
        random_words(draws, 5)
    assert time.process_time() - begin < 1  # a table for every block took half a second each
    assert len(pickle.dumps(task)) < 10_000
    with pytest.raises(OptionError, match="max_int"):
        get_task("integration/bwd", max_int=10**5 + 1)


def test_every_leaf_has_its_share():
    settings = TreeSettings(OPERATORS, (0.4, 0.2, 0.3, 0.1), 2, False, 2, 1)
    draws = BufferedDraws(settings, np.random.default_rng(0))
    found = Counter(" ".join(words) for words in draws.leaves(40_000))
    shares = {"x": 0.2, "y": 0.2, "a0": 0.2, "pi": 0.05, "E": 0.05}
    shares |= dict.fromkeys(("INT+ 1", "INT+ 2", "INT- 1", "INT- 2"), 0.075)
    assert found.keys() == shares.keys()
    assert all(found[leaf] / 40_000 == pytest.approx(shares[leaf], abs=0.01) for leaf in shares)
