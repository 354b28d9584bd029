"""Normal forms and derivatives against SymPy's automatic evaluation, without its text parser."""

import pytest
import sympy
from random_trees import random_word_lists

from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.expression import ExpressionError, read_prefix, write_prefix
from hf_mathseq.symbolic.sympy_bridge import (
    from_sympy,
    prefix_from_sympy,
    sympy_from_prefix,
    to_sympy,
)


def agreement(count, seed):
    """Return how many trees have a value, and the differing forms and derivatives."""
    x = sympy.Symbol("x", real=True, nonzero=True)
    valued, forms, slopes = 0, [], []
    for words in random_word_lists(count, seed):
        try:
            ours = read_prefix(words)
            obj = sympy_from_prefix(words)
            theirs = prefix_from_sympy(obj)
        except ExpressionError:
            continue
        valued += 1
        if write_prefix(ours) != theirs:
            forms.append(words)
        # The published data have the derivative of acosh in the form of SymPy up to 1.10.
        elif not {"acosh", "abs"} & set(theirs) and (
            write_prefix(derivative(ours)) != prefix_from_sympy(sympy.diff(obj, x))
        ):
            slopes.append(words)
    return valued, forms, slopes


def test_normal_forms_and_derivatives_agree():
    valued, forms, slopes = agreement(120, seed=5)
    assert valued > 100
    assert len(forms) <= 1, forms
    assert len(slopes) <= 1, slopes


@pytest.mark.slow
def test_normal_forms_and_derivatives_agree_on_many():
    valued, forms, slopes = agreement(2500, seed=6)
    assert valued > 2000
    assert len(forms) < 0.01 * valued, forms
    assert len(slopes) < 0.01 * valued, slopes


@pytest.mark.parametrize("words", ["add INT+ 1 x", "derivative derivative f x x x", "pow x INT- 2"])
def test_bridge_is_invertible(words):
    expr = read_prefix(words.split())
    assert from_sympy(to_sympy(expr)) is expr


def test_objects_without_words_are_refused():
    for obj in (sympy.Float(0.5), sympy.oo, sympy.zoo, sympy.gamma(sympy.Symbol("x"))):
        with pytest.raises(ExpressionError):
            from_sympy(obj)
