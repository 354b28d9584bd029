"""The tests of fit: p-values are uniform where the claim is true, and small where it is not."""

from collections import Counter

import numpy as np
import pytest
from laws.fit import (
    adjusted,
    distribution,
    equally_likely,
    frequencies,
    same_distribution,
    share,
    uncorrelated,
    unrelated,
)
from laws.rows import common_rows
from scipy import stats

RNG = np.random.default_rng


def chi_square(rng):
    law = {value: 2.0**-value for value in range(1, 12)}
    values = rng.choice(list(law), 500, p=np.array(list(law.values())) / sum(law.values()))
    return frequencies("", "", Counter(values.tolist()), law)


def kolmogorov(rng):
    return distribution("", "", rng.normal(size=200), stats.norm.cdf)


def two_samples(rng):
    return same_distribution("", "", rng.normal(size=400), rng.normal(size=300))


def table(rng):
    return unrelated("", "", rng.integers(0, 4, 300), rng.geometric(0.5, 300))


def ranks(rng):
    return uncorrelated("", "", rng.random(200), rng.integers(0, 5, 200))


@pytest.mark.parametrize("test", [chi_square, kolmogorov, two_samples, table, ranks])
def test_p_values_of_true_claims_are_uniform(test):
    found = [test(RNG([3, i])).p for i in range(400)]
    assert stats.kstest(found, "uniform").statistic < 0.1


def test_what_cannot_occur_must_not():
    assert frequencies("", "", {"a": 500, "b": 500, "c": 1}, {"a": 0.5, "b": 0.5}).p == 0
    assert frequencies("", "", {"a": 5}, {"a": 1.0}).p == 1
    assert frequencies("", "", {"b": 5}, {"a": 1.0}).p == 0


def test_rare_values_are_put_together_whatever_was_seen():
    law = dict.fromkeys(range(1000), 1 / 1000)
    found = [
        equally_likely("", "", Counter(RNG(i).integers(0, 1000, 2000).tolist()), law)
        for i in range(30)
    ]
    assert stats.kstest([one.p for one in found], "uniform").pvalue > 1e-3


def test_false_claims_are_noticed():
    rng = RNG(1)
    assert distribution("", "", rng.normal(scale=1.2, size=5000), stats.norm.cdf).p < 1e-4
    assert same_distribution("", "", rng.normal(size=5000), rng.uniform(-2, 2, 5000)).p < 1e-9
    assert share("", "", 450, 1000, 0.5).p < 0.01
    x = rng.random(500)
    assert uncorrelated("", "", x, x + rng.random(500)).p < 1e-9
    assert unrelated("", "", x > 0.5, x + 0.3 * rng.random(500) > 0.6).p < 1e-9
    assert unrelated("", "", np.zeros(10), np.arange(10)).p == 1


def test_shared_examples_are_noticed():
    rng = RNG(2)
    one, other = rng.integers(0, 300, (2, 200))
    assert common_rows("", "", one, other).p > 0.01
    assert common_rows("", "", one, np.concatenate([one[:120], other[120:]])).p <= 0.008
    distinct = np.arange(200)
    assert common_rows("", "", distinct, distinct + 200).p == 1
    assert common_rows("", "", distinct, distinct).p == 0.004


def test_correction_for_many_tests():
    assert adjusted([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert adjusted([0.9, 0.8]) == [1.0, 1.0]
