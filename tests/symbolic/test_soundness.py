"""Automatic evaluation keeps values: drawn trees evaluated as they stand, and in normal form."""

import math

import numpy as np
import pytest

from hf_mathseq.encodings.prefix import ARITY
from hf_mathseq.symbolic.expression import ExpressionError, read_prefix
from hf_mathseq.symbolic.numeric import evaluate
from hf_mathseq.symbolic.trees import BufferedDraws, TreeSettings, random_words

POINTS = [-2.7, -1.3, -0.61, -0.23, 0.19, 0.53, 0.87, 1.7, 3.1]
PLAIN = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "pow": lambda a, b: a**b,
    "rac": lambda a, b: a ** (1 / b),
    "inv": lambda a: 1 / a,
    "sqrt": math.sqrt,
    **{f"pow{n}": lambda a, n=n: a**n for n in range(2, 6)},
    "abs": abs,
    "sign": lambda a: math.copysign(1, a),
    "ln": math.log,
    **{name: getattr(math, name) for name in ("exp", "sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{name: getattr(math, name) for name in ("asin", "acos", "atan", "asinh", "acosh", "atanh")},
    "cot": lambda a: 1 / math.tan(a),
    "sec": lambda a: 1 / math.cos(a),
    "csc": lambda a: 1 / math.sin(a),
    "coth": lambda a: 1 / math.tanh(a),
    "sech": lambda a: 1 / math.cosh(a),
    "csch": lambda a: 1 / math.sinh(a),
    "acot": lambda a: math.atan(1 / a),
    "asec": lambda a: math.acos(1 / a),
    "acsc": lambda a: math.asin(1 / a),
    "acoth": lambda a: math.atanh(1 / a),
    "asech": lambda a: math.acosh(1 / a),
    "acsch": lambda a: math.asinh(1 / a),
}
SETTINGS = TreeSettings(
    {
        **dict.fromkeys(PLAIN, 1),
        "add": 6,
        "mul": 6,
        "div": 4,
        "sub": 4,
        "sqrt": 3,
        "exp": 3,
        "ln": 3,
    },
    (0.55, 0.0, 0.35, 0.1),
    max_int=12,
    positive=False,
)


def plain_value(words, x):
    """Evaluate prefix words by a stack, from the right; a float or an exception."""
    stack, digits = [], ""
    for word in reversed(words):
        if word.isdigit():
            digits = word + digits
        elif word in ("INT+", "INT-"):
            stack.append(float(word[3] + digits))
            digits = ""
        elif word in ARITY:
            args = [stack.pop() for _ in range(ARITY[word])]
            value = PLAIN[word](*args)
            if isinstance(value, complex) or not math.isfinite(value):
                raise ValueError(word)
            stack.append(value)
        else:
            stack.append({"x": x, "pi": math.pi, "E": math.e}[word])
    return stack.pop()


@pytest.mark.parametrize("seed", range(4))
def test_normal_form_has_the_values_of_the_tree(seed):
    draws = BufferedDraws(SETTINGS, np.random.default_rng(seed))
    compared, apart = 0, []
    for _ in range(400):
        words = random_words(draws, draws.integer(1, 8))
        try:
            normal = read_prefix(words)
        except ExpressionError:
            continue
        for x in POINTS:
            try:
                plain = plain_value(words, x)
                ours = evaluate(normal, x)
            except (ArithmeticError, ValueError):
                continue
            if not math.isfinite(ours):
                continue
            compared += 1
            if abs(plain - ours) > 1e-6 * (1 + abs(plain)):
                apart.append((" ".join(words), x, plain, float(ours)))
    assert compared > 500
    # Rounding of huge or nearly cancelling values explains a few.
    assert len(apart) <= 0.002 * compared, apart[:10]
