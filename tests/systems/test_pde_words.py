"""Partial differential equations as published words, as text, and back."""

import csv
import gzip
import random
from pathlib import Path

import numpy as np
import pytest

from hf_mathseq.systems.pde_answers import PdeAnswer, read_answer, write_answer, written_bounds
from hf_mathseq.systems.pde_drawing import PdeLaw, draw_pdes, longest_pde
from hf_mathseq.systems.pde_input import pde_from_text
from hf_mathseq.systems.pde_reader import read_pde
from hf_mathseq.systems.pde_text import pde_text
from hf_mathseq.systems.pde_words import pde_vocabulary_words, write_pde
from hf_mathseq.systems.words import legacy_vocabulary
from hf_mathseq.verdict import ProblemError

LINES = Path(__file__).parents[1] / "data" / "differential_systems" / "pde.tsv.gz"


@pytest.fixture(scope="module")
def lines():
    with gzip.open(LINES, "rt") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.fixture(scope="module")
def drawn():
    return draw_pdes(np.random.default_rng(11), 300, PdeLaw())


def test_published_problems_are_read_and_written_in_the_same_words(lines):
    for line in lines:
        pde = read_pde(line["input"].split())
        assert write_pde(pde) == line["input"]
        assert pde_from_text(pde_text(pde)) == pde


def test_published_answers_are_read_and_written_in_the_same_words(lines):
    for line in lines:
        answer = read_answer(line["target"].split())
        assert " ".join(write_answer(answer)) == line["target"]


def test_bounds_are_the_published_ones(lines):
    for line in lines:
        pde = read_pde(line["input"].split())
        bounds = written_bounds(pde.frequency_bounds())
        assert bounds == read_answer(line["target"].split()).bounds


def test_words_are_published_ones(lines):
    assert set(pde_vocabulary_words()) <= set(legacy_vocabulary(6, pde=True))
    assert {word for line in lines for word in line["input"].split()} <= set(pde_vocabulary_words())


def test_drawn_problems_come_back(drawn):
    for pde in drawn:
        assert read_pde(write_pde(pde).split()) == pde
        assert pde_from_text(pde_text(pde)) == pde


def test_drawn_problems_follow_the_published_law(drawn):
    for pde in drawn:
        n = pde.dimension
        assert 2 <= n <= 6
        assert 1 <= len(pde.monomials) <= 2 * n + 2
        assert pde.monomials[0].coefficient > 0
        assert all(1 <= abs(m.coefficient) <= 10 for m in pde.monomials)
        assert len({frozenset(m.factors) for m in pde.monomials}) == len(pde.monomials)
        assert all(1 <= len(m.factors) <= 4 for m in pde.monomials)
        assert 1 <= len(pde.shifts) <= n
        assert all(-100 <= b < 100 for _, b in pde.shifts)
        longest = longest_pde(n, 10, 100)
        assert len(write_pde(pde).split()) <= len(write_pde(longest).split())
    kernels = [kernel for pde in drawn for kernel, _ in pde.kernels]
    for kernel in set(kernels):
        assert 0.2 < kernels.count(kernel) / len(kernels) < 0.3


def test_the_order_of_writing_does_not_change_the_key(drawn):
    chooser = random.Random(2)
    for pde in drawn[:50]:
        first, *others = pde.monomials
        chooser.shuffle(others)
        again = type(pde)(pde.dimension, (first, *others), pde.shifts[::-1], pde.kernels)
        assert again.key == pde.key
    assert len({pde.key for pde in drawn}) == len(drawn)


def cut_and_changed(words, count):
    chooser = random.Random(3)
    for _ in range(count):
        changed = list(words)
        place = chooser.randrange(len(changed))
        if chooser.random() < 0.3:
            del changed[place:]
        else:
            changed[place] = chooser.choice([*pde_vocabulary_words(), "</s>", "x9", "<unk>"])
        yield changed


def test_changed_words_are_another_problem_or_refused(lines):
    refused = 0
    for words in cut_and_changed(lines[0]["input"].split(), 300):
        try:
            found = read_pde(words)
        except ProblemError:
            refused += 1
        else:
            assert write_pde(found) == " ".join(words)
    assert refused > 150


def test_changed_answers_are_another_answer_or_refused(lines):
    for words in cut_and_changed(lines[0]["target"].split(), 300):
        try:
            answer = read_answer(words)
        except ProblemError:
            continue
        assert isinstance(answer, PdeAnswer)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (
            "u_t + u_xxx = 0; u(0) = delta(x)",
            "u_t + (d0^2*d0)*u = 0; u(0) = exp(0*i*x0)*delta(1*x0)*1",
        ),
        (
            "u_t = u_xx + u_yy",
            "u_t + (d0 - d0^2 - d1^2)*u = 0; u(0) = exp(0*i*x0)*exp(-(1*x0)^2)*exp(-(1*x1)^2)",
        ),
        (
            "u_t = 3*(u_xx + u_{yy}) - u_xxyy; u0 = sin(2*x)/(2*x)*exp(-9*y^2)*exp(-4*i*y)",
            "u_t + (d0^2*d1^2 - 3*d0^2 - 3*d1^2)*u = 0; "
            "u(0) = exp(-4*i*x1)*sinc(2*x0)*exp(-(3*x1)^2)",
        ),
        (
            "-u_t = d0**5 u + 2 u_x0x1 - u_x1x0",
            "u_t + (d0^4*d0 + 2*d0*d1 - d1*d0)*u = 0; "
            "u(0) = exp(0*i*x0)*exp(-(1*x0)^2)*exp(-(1*x1)^2)",
        ),
    ],
)
def test_typed_equations(typed, read):
    assert pde_text(pde_from_text(typed, 2)) == read


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("u_tt = u_xx", "first order in time"),
        ("u_xx + u_yy = 0", "no u_t"),
        ("2*u_t = u_xx", "coefficient 1"),
        ("u_t = u*u_x", "linear"),
        ("u_t = u_xx + u", "without derivative"),
        ("u_t = d0^0*u", "without derivative"),
        ("u_t = i*u_xx", "not understood"),
        ("u_t = u_xx - u_xx", "no derivative"),
        ("u_t = 0.5*u_xx", "not understood"),
        ("u_t = u_xx; u(0) = cos(x)", "no factor"),
        ("u_t = u_xx; u(0) = delta(x)*exp(-x^2)", "two kernels"),
        ("u_t = u_xx; u(0) = exp(-2*x^2)", "whole number"),
        ("u_t = u_xx; delta(x)", "begins with"),
        ("u_t = u_xxxxxxxx", "order 7"),
        ("u_t = u_y3", "coordinate"),
        ("u_t = d12*u", "coordinates"),
        ("u_t = 99999*u_xx", "10,000"),
        ("u_t = " + "(" * 100 + "u_x" + ")" * 100, "nested"),
        ("u_t = " + "(u_x + u_y)" * 30, "terms"),
        ("u_t = " + "9" * 1000 + "*u_x", "digits"),
        ("u_t = u_x" * 2, "two sides"),
        ("u_t = u_x +", "not complete"),
        ("", "text such as"),
        (None, "text such as"),
    ],
)
def test_what_is_no_problem_is_refused_in_one_line(typed, reason):
    with pytest.raises(ProblemError, match=reason) as caught:
        pde_from_text(typed)
    assert "\n" not in str(caught.value)
