"""What is written for FriCAS, and what is read of its answers; FriCAS itself is not needed."""

import pytest
from hypothesis import given
from strategies import prefix_words

from hf_mathseq.encodings.prefix import ARITY
from hf_mathseq.engines.fricas_forms import read_form, write_fricas
from hf_mathseq.symbolic.expression import ExpressionError, read_prefix
from hf_mathseq.symbolic.infix import read_infix

HEADS = {"add": "+", "sub": "-", "mul": "*", "div": "/", "pow": "^", "ln": "|log|"}
LEAVES = {"x": "|x|", "pi": "(|pi|)"}
NAMES = prefix_words([["x"], ["pi"], ["INT+", "2", "0"], ["INT-", "7"]], ["add", "mul", "pow"], 12)


def form_of(words):
    """Write prefix words as FriCAS prints them."""
    waiting = []
    digits = ""
    for word in reversed(words):
        if word.isdigit():
            digits = word + digits
        elif word in ("INT+", "INT-"):
            waiting.append(digits if word == "INT+" else f"-{digits}")
            digits = ""
        elif word in ARITY:
            operands = [waiting.pop() for _ in range(ARITY[word])]
            waiting.append(f"({HEADS.get(word, f'|{word}|')} {' '.join(operands)})")
        else:
            waiting.append(LEAVES[word])
    return waiting.pop()


@given(NAMES)
def test_forms_are_read_as_the_words_they_stand_for(words):
    assert read_form(form_of(words)) == words


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("(- |x|)", "mul INT- 1 x"),
        ("(- |x| 3)", "sub x INT+ 3"),
        ("(* 2\n   (|exp| (/ |x| 3)))", "mul INT+ 2 exp div x INT+ 3"),
        ("(|sqrt| |x|)", "sqrt x"),
        ("(* |%pi| |%e|)", "mul pi E"),
        ("-12", "INT- 1 2"),
        ("|x|", "x"),
    ],
)
def test_what_fricas_prints(form, words):
    assert read_form(form) == words.split()


@pytest.mark.parametrize(
    "form",
    [
        *("", "   ", "(", ")", "()", "(+)", "(+ 1", "(+ 1 2))", "(+ 1 2) 3", "((+) 1 2)", "+"),
        "(|integral| (/ (|sin| |x|) |x|) (|::| |x| |Symbol|))",
        "(|rootOf| (+ (^ %%W0 3) 2) %%W0)",
        "(|erf| |x|)",
        "(+ |y| 1)",
        "1.5",
        "(+ 1 2 3)",
        ">> Error detected within library code:\n   division by zero",
        "(+ 1 " * 100_000,
        "(" * 100_000,
        "9" * 5_000,
    ],
)
def test_what_is_no_answer(form):
    with pytest.raises(ExpressionError):
        read_form(form)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("x**2*ln(x)", "x^2*log(x)"),
        ("pi*e^x", "%pi*exp(x)"),
        ("e", "%e"),
        ("sqrt(x)/tan(2*x)", "sqrt(x)/tan(2*x)"),
        ("abs(x)^(1/3)", "abs(x)^(1/3)"),
    ],
)
def test_what_is_written_for_fricas(typed, written):
    assert write_fricas(read_prefix(read_infix(typed))) == written
