"""Verdicts on answers about systems: the published ones, and the strict ones."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from depth import first_of
from hypothesis import given
from hypothesis import strategies as st

from hf_mathseq.encodings.scientific import write_complex, write_float
from hf_mathseq.systems.layout import count_variables, read_system
from hf_mathseq.systems.random_trees import TreeLaw, draw_trees
from hf_mathseq.systems.tree_text import read_infix_tree
from hf_mathseq.systems.words import VARIABLES, vocabulary_words
from hf_mathseq.verdict import Status
from hf_mathseq.verification.feedback import lyapunov_function
from hf_mathseq.verification.system_facts import SystemAtPoint
from hf_mathseq.verification.systems import (
    judge_controllability,
    judge_dimension,
    judge_gain,
    judge_jacobian,
    judge_many,
    judge_speed,
    judge_stability,
)
from hf_mathseq.verification.systems_published import (
    published_gain,
    published_integer,
    published_many,
    published_speed,
)
from hf_mathseq.verification.time_controllability import judge_in_time

DATA = Path(__file__).parents[1] / "data" / "differential_systems"
RIGHT, WRONG, BAD, OPEN = Status.CORRECT, Status.INCORRECT, Status.INVALID, Status.UNDECIDED


def system(*texts, controls=0, value=0.5):
    trees = tuple(read_infix_tree(text, VARIABLES) for text in texts)
    return SystemAtPoint(trees, controls, value)


def status(judge, problem, words):
    return judge_many(judge, [problem], [words.split()])[0].status


# ---------------------------------------------------------------- published rules


def published_cases():
    for line in (DATA / "verdicts.tsv").read_text().splitlines():
        words, target, hypothesis, verdicts = line.split("\t")
        for verdict in verdicts.split():
            rule, _, valid = verdict.partition("=")
            yield words.split(), target.split(), hypothesis.split(), rule, valid == "1"


def rule_of(name, words):
    if name == "speed":
        return published_speed
    if name == "integer":
        return published_integer
    trees = read_system(words)
    problem = SystemAtPoint(tuple(trees), count_variables(trees) - len(trees), 0.5)
    if name == "auxiliary":
        return partial(published_gain, problem, auxiliary=True)
    return partial(published_gain, problem, rule=name)


@pytest.mark.parametrize("case", published_cases())
def test_published_verdicts_are_reproduced(case):
    words, target, hypothesis, rule, valid = case
    assert published_many(rule_of(rule, words), [target], [hypothesis])[0].correct == valid


# ---------------------------------------------------------------- spectra


@pytest.mark.parametrize(
    ("texts", "unstable"),
    [
        (("0-x0 + x1*x1", "0-x1"), False),
        (("x0", "0-x1"), True),
        (("x1", "0-x0"), False),
        (("x0*ln(-1)", "x1"), True),
    ],
)
def test_class_1_is_unstable(texts, unstable):
    problem = system(*texts)
    assert status(judge_stability, problem, f"INT+ {int(unstable)}") is RIGHT
    assert status(judge_stability, problem, f"INT+ {int(not unstable)}") is WRONG
    assert status(judge_stability, problem, "INT+ 2") is BAD


def test_an_instability_far_below_the_entries_is_seen():
    small = "*".join(["10"] * 30)
    problem = system("x1 - x0", f"x0 - x1 + x1/({small})")
    assert status(judge_stability, problem, "INT+ 1") is RIGHT
    assert status(judge_stability, problem, "INT+ 0") is WRONG


def test_modes_that_are_equal_but_for_30_digits_are_controlled_one_by_one():
    small = "*".join(["10"] * 30)
    problem = system("x2 - x0", f"x2 - (1 + 1/({small}))*x1", controls=1)
    assert status(judge_controllability, problem, "INT+ 1") is RIGHT
    equal = system("x2 - x0", f"x2 - (1 + 1/({small}) - 1/({small}))*x1", controls=1)
    assert status(judge_controllability, equal, "INT+ 0") is RIGHT


@pytest.mark.parametrize("words", ["INT+ 0", "INT+ 1"])
def test_corners_have_no_spectrum(words):
    assert status(judge_stability, system("sqrt(x0*x0)", "0 - x1", value=0.0), words) is OPEN


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("FLOAT+ 3 . 3 3 10^ INT- 1", RIGHT),
        ("FLOAT+ 3 . 3 4 10^ INT- 1", WRONG),
        ("FLOAT+ 3 . 3 2 10^ INT- 1", WRONG),
        ("FLOAT+ 3 3 . 3 10^ INT- 2", RIGHT),
        ("FLOAT+ 3 . 3 3", WRONG),
        ("FLOAT- 3 . 3 3 10^ INT- 1", WRONG),
        ("FLOAT+ 3 . 3 3 10^", BAD),
        ("INT+ 1", BAD),
        ("", BAD),
    ],
)
def test_every_digit_of_a_speed_must_be_right(words, expected):
    judge = partial(judge_speed, precision=2)
    assert status(judge, system("0-x0/3"), words) is expected


def test_a_tolerance_takes_the_place_of_the_digits():
    judge = partial(judge_speed, precision=2, tolerance=0.05)
    assert status(judge, system("0-x0/3"), "FLOAT+ 3 . 4 0 10^ INT- 1") is RIGHT
    assert status(judge, system("0-x0/3"), "FLOAT+ 3 . 6 0 10^ INT- 1") is WRONG


def test_a_speed_of_zero_is_zero():
    judge = partial(judge_speed, precision=2)
    problem = system("x1", "0-x0")
    assert status(judge, problem, "FLOAT+ 0 . 0 0 10^ INT+ 0") is RIGHT
    assert status(judge, problem, "FLOAT+ 1 . 0 0 10^ INT- 9 9") is WRONG


def jacobian_words(matrix, speed):
    words = []
    for row in matrix:
        for entry in row:
            words += [*write_complex(entry, 1), "<SPECIAL_5>"]
        words.append("<SPECIAL_4>")
    return " ".join([*words, "<SPECIAL_6>", *write_float(speed, 3)])


def test_every_entry_of_a_jacobian_must_be_right():
    problem = system("-2*x0 + x1/7", "x0*sqrt(-2) - 3*x1")
    matrix = np.array([[-2, 1 / 7], [1j * 2**0.5, -3]])
    speed = -np.linalg.eigvals(matrix).real.max()
    judge = partial(judge_jacobian, precision=3, jacobian_precision=1)
    assert status(judge, problem, jacobian_words(matrix, speed)) is RIGHT
    for i, j in np.ndindex(2, 2):
        changed = matrix.copy()
        changed[i, j] *= 1.1
        assert status(judge, problem, jacobian_words(changed, speed)) is WRONG
    assert status(judge, problem, jacobian_words(matrix, 1.01 * speed)) is WRONG
    assert status(judge, problem, jacobian_words(matrix[:1], speed)) is BAD


def test_what_rounding_leaves_of_an_entry_does_not_count():
    matrix = np.array([[-2, 1e-14], [0, -3]])
    judge = partial(judge_jacobian, precision=3, jacobian_precision=1)
    assert status(judge, system("0-2*x0", "0-3*x1"), jacobian_words(matrix, 2)) is RIGHT
    matrix[0, 1] = 1e-9
    assert status(judge, system("0-2*x0", "0-3*x1"), jacobian_words(matrix, 2)) is WRONG


# ---------------------------------------------------------------- controllability


@pytest.mark.parametrize(
    ("texts", "dimension"),
    [
        (("x1", "x2", "x3"), 0),
        (("x1 + x3", "x0 + x3", "x2"), 2),
        (("x0", "x1", "x2 + x3"), 2),
        (("x1", "x2/(10*10*10*10*10*10*10*10*10*10)", "x3"), 0),
        (("x1", "x2*(sin(x0)*sin(x0) + cos(x0)*cos(x0) - 1)", "x3"), 2),
    ],
)
def test_dimensions(texts, dimension):
    problem = system(*texts, controls=1)
    for answer in range(3):
        expected = RIGHT if answer == dimension else WRONG
        assert status(judge_dimension, problem, f"INT+ {answer}") is expected
    assert status(judge_controllability, problem, f"INT+ {int(dimension == 0)}") is RIGHT
    assert status(judge_controllability, problem, f"INT+ {int(dimension != 0)}") is WRONG


def test_what_has_no_derivatives_is_undecided():
    problem = system("1/(x0-x1)", "x2", controls=1)
    assert status(judge_controllability, problem, "INT+ 1") is OPEN
    assert status(judge_stability, system("1/(x0-x1)", "x1"), "INT+ 1") is OPEN


# ---------------------------------------------------------------- gains


def gain_words(*rows):
    words = ["INT+", "0", "<SPECIAL_6>"]
    for row in rows:
        for entry in row:
            words += [*write_float(entry, 2), "<SPECIAL_5>"]
        words.append("<SPECIAL_4>")
    return " ".join(words)


DOUBLE_INTEGRATOR = ("x1", "x2")


@pytest.mark.parametrize(
    ("gain", "expected"),
    [
        ((-1, -1), RIGHT),
        ((-1e-3, -1e-3), RIGHT),
        ((1, -1), WRONG),
        ((0, 0), WRONG),
        ((-1, 0), WRONG),
        ((-1, 1e300), WRONG),
    ],
)
def test_gains_must_stabilise(gain, expected):
    problem = system(*DOUBLE_INTEGRATOR, controls=1)
    assert status(judge_gain, problem, gain_words(gain)) is expected


def test_a_system_without_drift_is_stabilised_by_its_gain():
    problem = system("x1", controls=1)
    assert status(judge_gain, problem, gain_words((-1,))) is RIGHT
    assert status(judge_gain, problem, gain_words((1,))) is WRONG


@pytest.mark.parametrize(
    "words",
    [
        gain_words((-1, -1)) + " x0",
        gain_words((-1, -1, -1)),
        gain_words((-1,)),
        gain_words((-1, -1), (-1, -1)),
        gain_words((-1, -1)).replace("<SPECIAL_4>", ""),
        gain_words((-1, -1)).replace("INT+ 0 <", "INT+ 1 <", 1),
        gain_words((-1, -1)).replace("FLOAT-", "INT-", 1),
        "<SPECIAL_6>",
        "",
    ],
)
def test_malformed_gains_are_invalid(words):
    assert status(judge_gain, system(*DOUBLE_INTEGRATOR, controls=1), words) is BAD


def test_the_dimension_comes_first():
    stuck = system("0-x0", "x1 + x2", controls=1)
    assert status(judge_gain, stuck, "INT+ 1") is RIGHT
    assert status(judge_gain, stuck, "INT+ 0") is WRONG
    assert status(judge_gain, stuck, gain_words((0, -5))) is WRONG
    assert status(judge_gain, system(*DOUBLE_INTEGRATOR, controls=1), "INT+ 0") is WRONG


@given(st.integers(0, 10_000))
def test_lyapunov_functions_exist_for_stable_matrices_only(seed):
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(4, 4))
    speed = -np.linalg.eigvals(matrix).real.max()
    found = lyapunov_function(matrix, 1e-14)
    assert (found is not None) == (speed > 0) or abs(speed) < 1e-6
    assert lyapunov_function(matrix, 1e3) is None


# ---------------------------------------------------------------- any words at all


@given(st.lists(st.sampled_from([*vocabulary_words(), "", "²", "nonsense"]), max_size=12))
def test_no_words_raise(words):
    spectral, controlled = system("0-x0/3"), system(*DOUBLE_INTEGRATOR, controls=1)
    judges = {
        judge_stability: spectral,
        partial(judge_speed, precision=2): spectral,
        partial(judge_jacobian, precision=2, jacobian_precision=1): spectral,
        judge_controllability: controlled,
        judge_dimension: controlled,
        judge_gain: controlled,
    }
    target = gain_words((-1, -1)).split()
    for judge, problem in judges.items():
        assert judge_many(judge, [problem], [words])[0].status in Status
    for rule in (published_integer, published_speed, partial(published_gain, controlled)):
        assert published_many(rule, [target], [words])[0].status in Status


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("seed", first_of(range(24), kept=8))
def test_no_system_raises(seed):
    rng = np.random.default_rng(seed)
    n, p = int(rng.integers(1, 5)), int(rng.integers(1, 3))
    keys = rng.integers(0, 2**64, n, dtype=np.uint64)
    law = TreeLaw(max_integer=int(rng.choice([1, 10, 1000])))
    trees = draw_trees(keys, rng.integers(1, 12, n), np.full(n, n + p), law).trees()
    problem = SystemAtPoint(tuple(trees), p, float(rng.choice([0.0, 0.01, 0.5, 1.0, -3.0, 1e3])))
    in_time = SystemAtPoint(tuple(trees), p - 1, problem.value) if p > 1 else problem
    gain = gain_words(*[[1.0] * n] * p).split()
    one = ["INT+", "1"]
    assert judge_many(judge_stability, [problem], [one])[0].status in {RIGHT, WRONG, OPEN}
    assert judge_many(judge_controllability, [problem], [one])[0].status in {RIGHT, WRONG, OPEN}
    assert judge_many(judge_gain, [problem], [gain])[0].status in {RIGHT, WRONG, OPEN}
    judge = partial(judge_in_time, horizon=1.0)
    assert judge_many(judge, [in_time], [one])[0].status in {RIGHT, WRONG, OPEN}
