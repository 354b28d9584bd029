"""Statistics of drawn matrices against those measured on the published program."""

import json
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from hf_mathseq.tasks.matrix_laws import EIGENVALUE_LAWS, coefficients, symmetric_matrices

DATA = Path(__file__).parents[1] / "data" / "linear_algebra"
LAWS = [json.loads(line) for line in (DATA / "eigenvalue_laws.jsonl").read_text().splitlines()]
MATRICES = 50_000


def named(row):
    return f"{row['distribution']}-{row['coefficients']}-{row['n']}"


def drawn(row, count=MATRICES):
    rng = np.random.default_rng(20)
    return symmetric_matrices(
        rng, count, row["n"], row["coefficients"], 10.0, [row["distribution"]]
    )


def test_every_published_law_is_known():
    assert {row["distribution"] for row in LAWS} == set(EIGENVALUE_LAWS)


# Quantile functions of the laws that draw their spectrum independently, in units of sigma.
QUANTILES = {
    "uniform": lambda p: np.sqrt(3) * (2 * p - 1),
    "gaussian": NormalDist().inv_cdf,
    "laplace": lambda p: -np.sign(p - 0.5) * np.log(1 - 2 * abs(p - 0.5)) / np.sqrt(2),
    "positive2": lambda p: -np.log(1 - p) / np.sqrt(2),
}


# In the tails of these laws the 100,000 published eigenvalues have a sampling error of 1 %.
TOLERANCES = {"laplace": 0.03, "positive2": 0.03}


@pytest.mark.parametrize("row", [r for r in LAWS if r["n"] == 5], ids=named)
def test_moments_and_quantiles_equal_the_published_ones(row):
    matrices = drawn(row)
    assert np.array_equal(matrices, np.swapaxes(matrices, 1, 2))
    values = np.linalg.eigvalsh(matrices).ravel()
    root_mean_square = np.sqrt((values**2).mean())
    assert root_mean_square == pytest.approx(row["root_mean_square"], rel=0.01)
    sigma = np.sqrt(row["n"]) * 10 / np.sqrt(3)
    exact = QUANTILES.get(row["distribution"])
    for share, published in row["quantiles"].items():
        found = np.quantile(values, float(share)) / sigma
        assert found == pytest.approx(
            published / sigma, abs=TOLERANCES.get(row["distribution"], 0.02)
        )
        if exact:
            assert found == pytest.approx(exact(float(share)), abs=0.015)
    diagonal = np.diagonal(matrices, axis1=1, axis2=2).std()
    off_diagonal = matrices[:, *np.triu_indices(row["n"], 1)].std()
    assert diagonal == pytest.approx(row["diagonal_std"], rel=0.02)
    assert off_diagonal == pytest.approx(row["off_diagonal_std"], rel=0.02)


@pytest.mark.parametrize("row", [r for r in LAWS if r["n"] > 5], ids=named)
def test_larger_matrices_follow_the_published_laws(row):
    values = np.linalg.eigvalsh(drawn(row, 8_000)).ravel()
    assert np.sqrt((values**2).mean()) == pytest.approx(row["root_mean_square"], rel=0.01)
    assert (values < 0).mean() == pytest.approx(row["fraction_negative"], abs=0.01)
    sigma = np.sqrt(row["n"]) * 10 / np.sqrt(3)
    for share, published in row["quantiles"].items():
        found = np.quantile(values, float(share)) / sigma
        assert found == pytest.approx(published / sigma, abs=0.03)


@pytest.mark.parametrize("law", ["uniform", "gaussian"])
def test_coefficients_of_both_laws_have_the_same_standard_deviation(law):
    values = coefficients(np.random.default_rng(3), 400_000, law, 10.0)
    assert values.std() == pytest.approx(10 / np.sqrt(3), rel=0.005)
    assert (np.abs(values).max() <= 10) == (law == "uniform")


def test_each_matrix_picks_one_law_of_the_list():
    rng = np.random.default_rng(4)
    matrices = symmetric_matrices(rng, 20_000, 4, "uniform", 10.0, ["semicircle", "positive"])
    positive = (np.linalg.eigvalsh(matrices) >= -1e-9).all(axis=1).mean()
    assert positive == pytest.approx(0.5, abs=0.02)


def test_new_spectra_stand_on_eigenvectors_without_preferred_signs():
    rng = np.random.default_rng(5)
    matrices = symmetric_matrices(rng, 60_000, 4, "gaussian", 10.0, ["positive2"])
    off_diagonal = matrices[:, *np.triu_indices(4, 1)]
    # eigenvectors whose largest component is always positive would give 0.095
    assert abs((off_diagonal**3).mean() / off_diagonal.std() ** 3) < 0.06
