"""The reader of typed mathematics: what it understands, what it refuses, how fast."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hf_mathseq.symbolic.infix import InfixError, read_infix

READINGS = {
    "x*cos(x)": "mul x cos x",
    "x^2": "pow x INT+ 2",
    "x**2": "pow x INT+ 2",
    "x²": "pow x INT+ 2",
    "x³+x⁻¹⁰": "add pow x INT+ 3 pow x INT- 1 0",
    "2x": "mul INT+ 2 x",
    "2 x sin(x)": "mul INT+ 2 mul x sin x",
    "3(x+1)": "mul INT+ 3 add x INT+ 1",
    "(x+1)(x-1)": "mul add x INT+ 1 sub x INT+ 1",
    "e^x": "exp x",
    "E**x": "exp x",
    "exp(x)": "exp x",
    "e": "E",
    "2πx": "mul INT+ 2 mul pi x",
    "pi*x": "mul pi x",
    "arctan(x)": "atan x",
    "atan x": "atan x",
    "tan^-1(x)": "atan x",
    r"\tan^{-1}(x)": "atan x",
    "sin⁻¹(x)": "asin x",
    "arcsinh(x)": "asinh x",
    "arsinh(x)": "asinh x",
    "sin^2(x)": "pow sin x INT+ 2",
    "sin²x": "pow sin x INT+ 2",
    "sin(x)^2": "pow sin x INT+ 2",
    "sin x^2": "sin pow x INT+ 2",
    "ln^-2(x)": "pow ln x INT- 2",
    "sin 2x cos x": "mul sin mul INT+ 2 x cos x",
    "sin x / 2": "div sin x INT+ 2",
    "sin 2 pi x": "sin mul INT+ 2 mul pi x",
    "cos 3 x": "cos mul INT+ 3 x",
    "sin 2 (x+1)": "sin mul INT+ 2 add x INT+ 1",
    "ln x(1+x)": "ln mul x add INT+ 1 x",
    "ln x (1+x)": "mul ln x add INT+ 1 x",
    r"\ln x\left(1+x\right)": "ln mul x add INT+ 1 x",
    r"\ln x\, \left(1+x\right)": "mul ln x add INT+ 1 x",
    "sec x (sec x + tan x)": "mul sec x add sec x tan x",
    "arctan x (1+x^2)^-1": "mul atan x pow add INT+ 1 pow x INT+ 2 INT- 1",
    "ln x x^2": "mul ln x pow x INT+ 2",
    "sin x e^x": "mul sin x exp x",
    r"\cos 2x e^{\sin x}": "mul cos mul INT+ 2 x exp sin x",
    "sin x e": "sin mul x E",
    "sin xe^x": "sin mul x exp x",
    "sin xx": "sin mul x x",
    r"\ln x \sqrt{x}": "mul ln x sqrt x",
    r"\sin x\frac{x}{2}": "mul inv INT+ 2 mul sin x x",
    r"\cos\frac{x}{2}": "cos div x INT+ 2",
    "ln sin x e^x": "mul ln sin x exp x",
    "ln (x) x (x+1)": "mul ln x mul x add x INT+ 1",
    "1/sin x e^x": "div exp x sin x",
    "ln|x|": "ln abs x",
    "ln|x| x": "mul ln abs x x",
    "|x|": "abs x",
    "x|x|": "mul x abs x",
    "||x|-1|": "abs sub abs x INT+ 1",
    "|x||x|": "mul abs x abs x",
    "log(x)": "ln x",
    "log10(x)": "div ln x ln INT+ 1 0",
    r"\log_{2} x": "div ln x ln INT+ 2",
    "sqrt(x)": "sqrt x",
    "√x+1": "add sqrt x INT+ 1",
    "√(x+1)": "sqrt add x INT+ 1",
    "2√x x": "mul INT+ 2 mul sqrt x x",
    "∛x": "pow x div INT+ 1 INT+ 3",
    "cbrt(x)": "pow x div INT+ 1 INT+ 3",
    "sech(x)+csch(x)+coth(x)": "add add sech x csch x coth x",
    "sec x csc x cot x": "mul sec x mul csc x cot x",
    "-x^2": "mul INT- 1 pow x INT+ 2",
    "2^-x^2": "pow INT+ 2 mul INT- 1 pow x INT+ 2",
    "x^x^x": "pow x pow x x",
    "x-1-2": "sub sub x INT+ 1 INT+ 2",
    "1*1": "INT+ 1",
    "x/2/3": "mul inv INT+ 2 mul inv INT+ 3 x",
    "x - -3": "sub x INT- 3",
    "x − 1·x": "sub x x",
    "-2^2": "mul INT- 1 pow INT+ 2 INT+ 2",
    "0.5x": "div x INT+ 2",
    "0.75x": "mul INT+ 3 mul inv INT+ 4 x",
    ".25": "div INT+ 1 INT+ 4",
    "007": "INT+ 7",
    "1/2x": "div x INT+ 2",
    "1/(2x)": "mul inv INT+ 2 inv x",
    "1/(x/2)": "div INT+ 1 div x INT+ 2",
    "-x*2": "mul INT- 1 mul INT+ 2 x",
    "xsin(x)": "mul x sin x",
    "xe^x": "mul x exp x",
    "sinx": "sin x",
    "Sin[x]": "sin x",
    "x cos(x) dx": "mul x cos x",
    "∫ x cos(x) dx": "mul x cos x",
    "integrate(x*cos(x), x)": "mul x cos x",
    r"\int x\,\mathrm{d}x": "x",
    r"$\int x^2 dx$": "pow x INT+ 2",
    r"\[ \int x^2 dx \]": "pow x INT+ 2",
    r"\( x \)": "x",
    r"\int \frac{dx}{x^2+1}": "div INT+ 1 add pow x INT+ 2 INT+ 1",
    r"\int\frac{x\,dx}{1+x}": "div x add INT+ 1 x",
    r"\int\frac{x+1 \mathrm dx}{x}": "div add x INT+ 1 x",
    "∫ dx/x": "div INT+ 1 x",
    "∫ -dx/x": "div INT- 1 x",
    "∫ x dx / (x²+1)": "div x add pow x INT+ 2 INT+ 1",
    "∫ dx": "INT+ 1",
    r"∫ x \mathrm dx": "x",
    "Integral(x*cos(x), x)": "mul x cos x",
    r"\sqrt x": "sqrt x",
    r"\sqrt x^2": "pow sqrt x INT+ 2",
    r"2\sqrt 3 x": "mul INT+ 2 mul sqrt INT+ 3 x",
    "eˣ": "exp x",
    "e⁻ˣ": "exp mul INT- 1 x",
    "e⁽ˣ⁺¹⁾": "exp add x INT+ 1",
    "½x": "div x INT+ 2",
    "x^⅔": "pow x div INT+ 2 INT+ 3",
    "x 2^x": "mul x pow INT+ 2 x",
    "x^2 5^{x^2}": "mul pow x INT+ 2 pow INT+ 5 pow x INT+ 2",
    "sin x 2^x": "mul sin x pow INT+ 2 x",
    "arc sin x": "asin x",
    "x arc tan(x)": "mul x atan x",
    "1e-3 x": "div x INT+ 1 0 0 0",
    "1e-3*x": "div x INT+ 1 0 0 0",
    "2.5e+2": "INT+ 2 5 0",
    r"\frac{x}{\sqrt{1-x^2}}": "div x sqrt sub INT+ 1 pow x INT+ 2",
    r"\frac{\frac{1}{x}}{2}": "mul inv INT+ 2 inv x",
    r"\frac12 x": "div x INT+ 2",
    r"\sqrt[3]{x}": "rac x INT+ 3",
    r"\int x^{2}\cos\left(x\right)\,dx": "mul pow x INT+ 2 cos x",
    r"e^{-x^2}": "exp mul INT- 1 pow x INT+ 2",
    r"\ln\left|x\right|": "ln abs x",
    r"\sin{\left(x \right)} \cdot \pi": "mul sin x pi",
    r"\operatorname{asin}{\left(x \right)}": "asin x",
}


@pytest.mark.parametrize("text", READINGS)
def test_reads(text):
    assert " ".join(read_infix(text)) == READINGS[text]


def test_the_same_function_however_it_is_typed():
    spellings = ["x*atan(x)", "x arctan(x)", "x·tan⁻¹(x)", r"x \arctan x", "x*ArcTan[x]"]
    assert {tuple(read_infix(text)) for text in spellings} == {("mul", "x", "atan", "x")}


def test_symbols_are_those_asked_for():
    assert read_infix("x*y", ("x", "y")) == ["mul", "x", "y"]
    with pytest.raises(InfixError, match="unknown name 'y' at position 3; variables: x"):
        read_infix("x*y")


REFUSALS = {
    "__import__('os').system('true')": "unexpected '_' at position 1",
    "x.__class__": "unexpected '.' at position 2",
    "lambda: 0": "unexpected ':'",
    "sinn(x)": "did you mean 'sin'",
    "sine(x)": "did you mean",
    "arcsine(x)": "did you mean",
    r"\fract{1}{x}": "did you mean 'frac'",
    "": "a value is missing",
    "()": "a value is missing before ')' at position 2",
    "x+": "a value is missing before the end",
    "*x": "a value is missing before '*'",
    "x)": "closes nothing",
    "(x": "never closed",
    "[x)": "is closed by ')'",
    "|x": "never closed",
    "2 3": "write '*' or '^'",
    "x2": "write '*' or '^'",
    "1e5": "two readings",
    "x^2e-3": "two readings",
    "1e-1001": "at most 1000 are read",
    "1e-" + "9" * 5_000: "at most 1000 are read",
    "2½": "write '*' or '^'",
    "2 3^x": "write '*' or '^'",
    "x2^x": "write '*' or '^'",
    r"\int_0^1 x^2 dx": "only antiderivatives are found; give the integrand alone",
    r"\int\limits_{0}^{1} x^2 dx": "only antiderivatives are found",
    "∫₀¹ x dx": "only antiderivatives are found",
    "integrate(x, (x, 0, 1))": "only antiderivatives are found",
    "integrate(x, 0, 1)": "only antiderivatives are found",
    "∫ dx/x + 1": "differential at position 3",
    "∫ 1 + dx/x": "differential at position 7",
    "∫ ln dx e": "differential at position 6",
    "∫ 1/(x dx)": "differential at position 8",
    "∫ sin(x dx)": "differential at position 9",
    r"\int \frac{1}{x dx}": "differential at position 17",
    "∫ dx dx": "unknown",
    "∫ " + "x dx/" * 1_500: "unknown",
    "∫ " + r"\frac{" * 1_500 + "dx": "at most 200",
    "∫ " + r"\frac{" * 1_500 + "dx}": "at most 200",
    "dx/x": "unknown",
    "x,x": "unexpected ','",
    "x!": "unexpected '!'",
    "x\0": "unexpected",
    "∞": "unexpected",
    "sin^x(x)": "whole number",
    "sin": "a value is missing",
    "sin^": "whole number",
    "sin^(": "whole number",
    "sin^(2": "whole number",
    "sin^(2}(x)": "whole number",
    "∫": "a value is missing",
    r"\frac{1}": "'{' is missing",
    r"\frac10": "division by zero",
    "(" * 10_000: "at most 4096",
    "(" * 3_000: "at most 200",
    "-" * 3_000 + "x": "at most 200",
    "sin " * 300 + "x": "at most 200",
    "x^" * 300 + "x": "at most 200",
    "|" * 4_000: "at most 200",
    r"\frac{" * 1_000: "at most 200",
    "x" * 1_000_000: "at most 10000 are read",
    "a" * 10_000: "unknown name",
    "9" * 1_001: "at most 1000",
    "+".join("x" * 3_000): "at most 4096",
}


@pytest.mark.parametrize("text", REFUSALS, ids=lambda text: repr(text[:20]))
def test_refuses_in_one_line(text):
    started = time.process_time()
    with pytest.raises(InfixError) as caught:
        read_infix(text)
    assert time.process_time() - started < 10
    assert REFUSALS[text] in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("value", [None, 3, b"x", ["x"]])
def test_refuses_what_is_not_text(value):
    with pytest.raises(InfixError, match="is text"):
        read_infix(value)


def test_towers_of_powers_are_only_words():
    assert read_infix("9**9**9**9") == [*["pow", "INT+", "9"] * 3, "INT+", "9"]


def test_long_sums_are_read():
    assert len(read_infix("+".join("x" * 2_000))) == 3_999


ALPHABET = [
    *"x0123456789+-*/^()[]{}|,._ e√²³∫π",
    "sin",
    "ln",
    "sqrt",
    "frac",
    "\\",
    "log",
    "dx",
    "\\left",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(ALPHABET), max_size=40))
def test_any_text_is_read_or_refused(pieces):
    try:
        result = " ".join(read_infix("".join(pieces)))
    except InfixError as error:
        result = str(error)
    assert result.isprintable()


ARITY = {"add": 2, "sub": 2, "mul": 2, "div": 2, "pow": 2, "rac": 2}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(ALPHABET), max_size=12))
def test_results_are_complete_prefix_expressions(pieces):
    try:
        words = read_infix("".join(pieces))
    except InfixError:
        return
    missing = 1
    for word in words:
        if word.isdigit():
            continue
        leaf = word in ("x", "E", "pi", "INT+", "INT-")
        missing += -1 if leaf else ARITY.get(word, 1) - 1
    assert missing == 0


def test_products_keep_their_sums():
    words = read_infix("x*(1 + x)*sin(x)/(2*(3 + x))")
    assert " ".join(words) == ("mul inv INT+ 2 mul x mul add INT+ 1 x mul sin x inv add INT+ 3 x")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x1*x10", "mul x1 x10"),
        ("2x1 sin(x_2)", "mul INT+ 2 mul x1 sin x_2"),
        ("θ' - θ", "sub θ' θ"),
        ("x1'x1", "mul x1' x1"),
        ("sin x1 x10", "sin mul x1 x10"),
        ("sin x1 x10 x1", "mul sin mul x1 x10 x1"),
    ],
)
def test_variables_with_digits_primes_and_greek_letters(text, words):
    symbols = ("x1", "x1'", "x10", "x_2", "θ", "θ'")
    assert " ".join(read_infix(text, symbols)) == words
