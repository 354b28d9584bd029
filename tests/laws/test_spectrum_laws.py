"""Random matrices follow their laws exactly; laws that are a few percent off are noticed."""

import numpy as np
import pytest
from laws.matrices import (
    dimensions,
    independent_spectrum,
    matrix_task,
    mixed_spectra,
    noise,
    operations,
    other_spectrum,
    spectrum_law,
    varying_bounds,
)
from levels import CERTAIN, LEAST, SEED

from hf_mathseq.tasks import get_task


def rng():
    return np.random.default_rng(SEED)


@pytest.mark.parametrize("law", ["uniform", "gaussian"])
@pytest.mark.parametrize("name", ["transpose", "matmul", "eigenvalues"])
def test_coefficients(name, law):
    task = get_task(f"linear_algebra/{name}", coefficients=law)
    assert all(found.p > LEAST for found in matrix_task(task, rng(), 1_000))


def test_dimensions_are_uniform():
    for options in ({"rectangular": True}, {}):
        task = get_task("linear_algebra/transpose", min_dimension=3, max_dimension=7, **options)
        assert all(found.p > LEAST for found in dimensions(task, rng(), 2_000, range(3, 8)))
    assert next(dimensions(task, rng(), 2_000, range(3, 9))).p < CERTAIN


def test_bounds_are_uniform():
    assert all(found.p > LEAST for found in varying_bounds(rng(), 2_000, 2, 10))


@pytest.mark.parametrize("name", ["uniform", "gaussian", "laplace", "positive2"])
def test_spectra_that_are_drawn_value_by_value(name):
    claimed, wrong = spectrum_law(name, 5, 10.0), spectrum_law(name, 5, 10.5)
    assert independent_spectrum(name, claimed, rng(), 3_000, 5, 10.0).p > LEAST
    assert independent_spectrum(name, wrong, rng(), 12_000, 5, 10.0).p < 1e-6


@pytest.mark.parametrize("name", ["semicircle", "positive", "marcenko"])
def test_spectra_that_come_of_the_coefficients(name):
    assert other_spectrum(name, rng(), 3_000, 4, 10.0).p > LEAST


def test_a_spectrum_of_other_coefficients_is_noticed():
    names = "semicircle", "positive"
    found = [other_spectrum(name, rng(), 6_000, 4, 10.0, claimed_bound=11.5) for name in names]
    assert max(one.p for one in found) < CERTAIN


def test_a_list_of_laws_gives_each_as_often():
    assert mixed_spectra(rng(), 600).p > LEAST
    assert mixed_spectra(rng(), 600, claimed=0.65).p < CERTAIN


def test_noise_is_normal():
    task = get_task("linear_algebra/eigenvalues", noise=0.05)
    deviation = 0.05 * 10 / 3**0.5
    assert noise(task, rng(), 300, deviation).p > LEAST
    assert noise(task, rng(), 3_000, 1.06 * deviation).p < CERTAIN


def test_operations_are_as_likely():
    assert operations(get_task("linear_algebra/cotraining"), SEED, 1).p > LEAST
