"""Expressions, systems and equations as TeX and MathML: brackets, names, well-formed elements."""

import re

import pytest
from hypothesis import given, settings
from markup import parsed
from strategies import prefix_words

from hf_mathseq.encodings.prefix import UNARY_FUNCTIONS
from hf_mathseq.rendering.expressions import NAMES, expression
from hf_mathseq.rendering.mathml import MathML, formula
from hf_mathseq.rendering.matrices import box, matrix
from hf_mathseq.rendering.pde import pde
from hf_mathseq.rendering.system_trees import MAX_NODES, TreeWriter, system
from hf_mathseq.rendering.tex import TeX
from hf_mathseq.symbolic.equations import read_equation
from hf_mathseq.symbolic.expression import ExpressionError, read_prefix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.systems.pde_input import pde_from_text
from hf_mathseq.systems.tree_text import read_infix_tree
from hf_mathseq.systems.words import UNARY, VARIABLES

SPACES = re.compile(r"\\left|\\right|\s")


def plain(tex):
    """TeX without the sizes of brackets and without blanks."""
    return SPACES.sub("", tex)


def tex_of(text):
    return plain(expression(read_prefix(read_infix(text)), TeX()))


EXPRESSIONS = {
    "x*cos(x)": r"x\cos(x)",
    "1/x": r"\frac{1}{x}",
    "-1/x": r"-\frac{1}{x}",
    "x/3": r"\frac{x}{3}",
    "-2*x/3": r"-\frac{2x}{3}",
    "1/(2*x)": r"\frac{1}{2x}",
    "(x+1)/(x-1)**2": r"\frac{1+x}{{(-1+x)}^{2}}",
    "x*(1+x)": r"x(1+x)",
    "2*(1+x)*sin(x)": r"2(1+x)\sin(x)",
    "x - 1/x": r"x-\frac{1}{x}",
    "-x - 3": r"-3-x",
    "x**2": r"{x}^{2}",
    "(x+1)**2": r"{(1+x)}^{2}",
    "(-2)**x": r"{(-2)}^{x}",
    "2*3**x": r"2\cdot{3}^{x}",
    "x**(-x)": r"{x}^{-x}",
    "(x**x)**x": r"{({x}^{x})}^{x}",
    "x**(x**x)": r"{x}^{{x}^{x}}",
    "sqrt(x)": r"\sqrt{x}",
    "1/sqrt(x)": r"\frac{1}{\sqrt{x}}",
    "sqrt(x+1)*x": r"x\sqrt{1+x}",
    "x**(1/3)": r"\sqrt[3]{x}",
    "x**(2/3)": r"{x}^{\frac{2}{3}}",
    "x**(1/11)": r"{x}^{\frac{1}{11}}",
    "exp(-x**2)": r"{e}^{-{x}^{2}}",
    "exp(x)/2": r"\frac{{e}^{x}}{2}",
    "sin(x)**2": r"{\sin}^{2}(x)",
    "1/sin(x)**2": r"\frac{1}{{\sin}^{2}(x)}",
    "sqrt(sin(x))": r"\sqrt{\sin(x)}",
    "sin(x)**x": r"{(\sin(x))}^{x}",
    "abs(x)**x": r"{\vertx\vert}^{x}",
    "ln(abs(x))": r"\ln(\vertx\vert)",
    "asin(x)": r"\arcsin(x)",
    "acosh(x)**2": r"{\operatorname{arcosh}}^{2}(x)",
    "pi*x": r"\pix",
    "E*x": r"ex",
}
UNARY_NAMES = {
    name: NAMES.get(name, name) for name in UNARY_FUNCTIONS if name not in ("exp", "abs")
}


@pytest.mark.parametrize(("text", "tex"), EXPRESSIONS.items())
def test_expressions(text, tex):
    assert tex_of(text) == tex


@pytest.mark.parametrize(("name", "shown"), UNARY_NAMES.items())
def test_every_function_has_its_name(name, shown):
    expr = read_prefix([name, "x"])
    if expr.op == name:
        assert f"<mi>{shown}</mi>" in expression(expr, MathML())
        assert shown in expression(expr, TeX())


@pytest.mark.parametrize(
    ("equation", "tex"),
    {
        "y'' - y = 0": r"-y+y''",
        "x*y'**2 - y = 0": r"-y+x{y'}^{2}",
        "sin(y) = y'": r"-y'+\sin(y)",
    }.items(),
)
def test_unknown_functions_are_y_and_its_derivatives(equation, tex):
    assert plain(expression(read_equation(equation), TeX())) == tex


def test_coefficients_have_an_index():
    expr = read_prefix(["mul", "a8", "pow", "x", "a9"])
    assert plain(expression(expr, TeX())) == "a_{8}{x}^{a_{9}}"
    assert "<msub><mi>a</mi><mrow><mn>8</mn></mrow></msub>" in expression(expr, MathML())


TREES = {
    "x0 - (x1 - x2)": "x_{0}-(x_{1}-x_{2})",
    "x0 - x1 - x2": "x_{0}-x_{1}-x_{2}",
    "x0 + (x1 + x2)": "x_{0}+(x_{1}+x_{2})",
    "x0*(x1*x2)": "x_{0}(x_{1}x_{2})",
    "x0*x1*x2": "x_{0}x_{1}x_{2}",
    "x0 - (-3)": "x_{0}-(-3)",
    "-3*x0": "(-3)x_{0}",
    "x0*4": r"x_{0}\cdot4",
    "2*4": r"2\cdot4",
    "x0/x1/x2": r"\frac{\frac{x_{0}}{x_{1}}}{x_{2}}",
    "x0/(x1/x2)": r"\frac{x_{0}}{\frac{x_{1}}{x_{2}}}",
    "(x0 + x1)*x2": "(x_{0}+x_{1})x_{2}",
    "x0*exp(x1 - 1)": "x_{0}{e}^{x_{1}-1}",
    "sqrt(x0)*ln(x1)": r"\sqrt{x_{0}}\ln(x_{1})",
    "atan(x10)": r"\arctan(x_{10})",
}


@pytest.mark.parametrize(("text", "tex"), TREES.items())
def test_right_hand_sides_are_shown_as_they_are(text, tex):
    writer = TreeWriter(TeX())
    assert plain(writer.signed(writer.piece(read_infix_tree(text, VARIABLES)))) == tex


def test_every_function_of_systems_is_shown():
    for name in UNARY:
        parsed(formula(system([(name, "x0")], MathML())))


def test_a_system_is_lines_with_primes():
    trees = [("x1",), ("-", "x0", "x1")]
    tex = plain(system(trees, TeX(), ["u", "v"]))
    assert tex == r"\begin{cases}u'=v\crv'=u-v\end{cases}"


def test_very_long_right_hand_sides_are_only_counted():
    deepest = (*["sin"] * (MAX_NODES - 1), "x0")
    assert system([deepest], MathML()).count("<mi>sin</mi>") == MAX_NODES - 1
    assert f"{MAX_NODES + 1} nodes" in system([("sin", *deepest)], MathML())


def test_partial_differential_equations():
    problem = pde_from_text("u_t = 2*u_xx - u_y; u(0) = exp(5*i*x)*sinc(3*x)*exp(-(2*y)^2)")
    tex = plain(pde(problem, TeX()))
    assert tex == (
        r"\begin{cases}u_{t}+(\partial_{1}-2{\partial_{0}}^{2})u=0\cr"
        r"u(0)={e}^{5ix_{0}}\operatorname{sinc}(3x_{0}){e}^{-{(2x_{1})}^{2}}\end{cases}"
    )


def test_matrices_and_boxes():
    assert plain(matrix([[1.5, -2e-7], [0.0, 3e20]], TeX())) == (
        r"\begin{bmatrix}1.5&-2\times{10}^{-7}\cr0&3\times{10}^{20}\end{bmatrix}"
    )
    infinity = float("inf")
    assert plain(box([[-infinity, 2.5], [0, infinity]], TeX())) == (
        r"[-\infty,2.5]\times[0,\infty]"
    )


LEAVES = [["x"], ["pi"], ["E"], ["INT+", "2"], ["INT-", "3"], ["INT+", "1", "0"], ["a8"]]
WORDS = prefix_words(LEAVES, ["add", "mul", "sub", "div", "pow"], max_leaves=7)


def normal_form(words):
    try:
        return read_prefix(words)
    except ExpressionError:
        return None


@settings(max_examples=60)
@given(WORDS)
def test_mathml_is_well_formed_and_tex_is_safe_in_markdown(words):
    expr = normal_form(words)
    if expr is None:
        return
    parsed(formula(expression(expr, MathML())))
    tex = expression(expr, TeX())
    assert re.fullmatch(r"(\\[A-Za-z]+|[^\\$`<>])*", tex)
    assert tex.count("{") == tex.count("}")
    assert tex.count(r"\left") - tex.count(r"\left\vert") == tex.count(r"\right)")


_shown = {}


@settings(max_examples=60)
@given(WORDS)
def test_different_expressions_look_different(words):
    expr = normal_form(words)
    if expr is None:
        return
    for notation in (MathML(), TeX()):
        text = expression(expr, notation)
        assert _shown.setdefault((type(notation), text), expr) is expr
