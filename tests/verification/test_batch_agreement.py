"""Checked together or one by one, pairs get the same verdict."""

import sys

from hf_mathseq.encodings.prefix import DIGIT_WORDS
from hf_mathseq.symbolic.expression import ExpressionError, read_prefix, write_prefix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.integration import read_problem
from hf_mathseq.verification.agreement import agrees
from hf_mathseq.verification.batch_agreement import agree_many


def expression(text):
    return read_prefix(read_infix(text))


def drawn_pairs():
    table = get_task("integration/bwd").generate(150, seed=4)
    columns = (table[name].to_pylist() for name in ("antiderivative", "integrand"))
    return [tuple(map(read_problem, pair)) for pair in zip(*columns, strict=True)]


def with_another_digit(expr):
    words = write_prefix(expr)
    at = next((i for i, word in enumerate(words) if word in DIGIT_WORDS), None)
    if at is None:
        return read_prefix(["add", *words, "x"])
    return read_prefix([*words[:at], "7" if words[at] != "7" else "6", *words[at + 1 :]])


def test_right_and_wrong_pairs_get_the_verdicts_of_the_single_check():
    pairs = drawn_pairs()
    for answer, problem in list(pairs):
        try:
            pairs.append((with_another_digit(answer), problem))
        except ExpressionError:
            continue
    verdicts = agree_many(pairs)
    assert verdicts == [agrees(*pair) for pair in pairs]
    assert all(verdicts[:150])
    assert sum(verdicts[150:]) < 10


def test_pairs_that_have_no_values_or_few_are_left_to_the_single_check():
    texts = [
        ("ln(-1 - x**2)", "2*x/(1 + x**2)"),
        ("sqrt(x - 5)", "1/(2*sqrt(x - 5))"),
        ("sqrt(x - 5)", "1/sqrt(x - 5)"),
        ("asin(x**2 + 2)", "2*x/sqrt(1 - (x**2 + 2)**2)"),
        # The derivative has values where the answer has none: at negative x, where it is wrong.
        ("2*ln(x) - 2*x*abs(x)", "-4*x + 2/x"),
    ]
    pairs = [tuple(map(expression, pair)) for pair in texts]
    pairs.append((read_prefix(["Y"]), read_prefix(["Y'"])))
    assert agree_many(pairs) == [agrees(*pair) for pair in pairs]
    assert agree_many(pairs)[1:3] == [True, False]


def test_near_misses_are_refused():
    texts = [
        ("10000001*x**2/20000000", "x"),
        ("sin(x) + x/10000000", "cos(x)"),
        ("exp(x) + ln(x)/1000000", "exp(x)"),
    ]
    pairs = [tuple(map(expression, pair)) for pair in texts]
    assert agree_many(pairs) == [agrees(*pair) for pair in pairs] == [False] * 3


def test_no_pairs():
    assert agree_many([]) == []


def test_many_pairs_are_checked_in_chunks(monkeypatch):
    module = sys.modules[agree_many.__module__]
    pairs = drawn_pairs()[:20]
    pairs.append((expression("x"), expression("2")))
    monkeypatch.setattr(module, "CHUNK", 6)
    assert agree_many(pairs) == [True] * 20 + [False]
