"""Readers of formulas, equations and their published words."""

from fuzz_mutations import mutated_words
from fuzz_target import Target

INTEGRANDS = (
    "x*cos(x)", "x^2/(x**3+1)", "2x sin x", "e^(-x^2)", "sin^2 x + cos^{-1}(x)", "ln|x|/x", "√x+x²",
    r"\frac{x}{\sqrt{1-x^2}}", "∫ x cos(x) dx", r"\sqrt[3]{x+1}\cdot\log_2 x", "0.125x-3.5*10^-3",
    "tan(x)^3*exp(2*x)/(1+x)", "asinh(x)-arctan x/π", "|x|+sign(x)", "x^x^x", "log10(x)+cbrt(x)",
    r"\left(\sin x\right)^{-1} + \ln\lvert x \rvert", "int x*exp(x) dx", "1/2x + x^(1/3)",
    r"\int\frac{x\,dx}{1+x}", "∫ dx/x", "sin x e⁻ˣ (x+1) x 2^x", "½x+1e-3 ln x x^2", "$\\sqrt x$",
)  # fmt: skip
EQUATIONS = (
    "y' = y/x + x", "x*y'' - y' = 0", "x*y' + y", "Eq(y(x).diff(x), y(x))", "y'' + 4y = 0",
    "dy/dx = x*y", "d^2y/dx^2 + dy/dx = sin(x)", "f''(x) - f(x) = e^x", "y'(x) = y(x)^2",
    "Derivative(y(x), x, x) = -y(x)", r"\frac{dy}{dx} = \frac{y}{x}", "y′ = 2x", "ẏ = y",
    "(2xy+3)dx + (x^2-1)dy = 0", "ydy = xdx", r"\ddot{y}(t) + \dot y = y(1-y)", "cos t y' = t y",
    r"$x^2\,y\left(y'+1\right) = 0$",
)  # fmt: skip
CONDITIONS = (
    "y' = y, y(0) = 1", "y'' + y = 0; y(0) = 0; y'(0) = 1", "y' = x*y, y(1) = sqrt(2)",
    "y'' = 0, y(pi/2) = 2, y'(0) = -1/3", "y dy = t dt, y = 1 when t = 0",
)  # fmt: skip
NAMES = (
    "x", "y", "y'", "y''", "z", "e", "pi", "I", "sin", "cos", "tan", "ln", "log", "log_", "exp",
    "sqrt", "abs", "arcsin", "atan", "sec^-1", "cbrt", "sinh", "sign", "+", "-", "*", "/", "^",
    "**", "(", ")", "[", "]", "{", "}", "|", ",", "=", ";", ".", "'", "dx", "d", "int ", "∫", "√",
    "²", "\\frac", "\\sqrt", "\\left", "\\right", "\\cdot", "\\log_", "\\pi", "oo", "diff(x)",
    "Eq(", "Derivative(", "y(0)=", "d/dx", "^-1", "t", "dt", "dy", "\\dot", "ˣ", "½", "\\,", "$",
    "\\int", '"', " ", "e-3", "\\mathrm", " when x=",
)  # fmt: skip


def _infix():
    from hf_mathseq.symbolic.infix import read_infix

    return lambda text: read_infix(text)[0]


def _evaluated():
    from hf_mathseq.symbolic.infix import read_infix

    check = _prefix()
    return lambda text: check(read_infix(text))


def _prefix():
    from hf_mathseq.symbolic.expression import read_prefix, write_infix, write_prefix

    def read(words):
        expr = read_prefix(words)
        write_infix(expr)
        assert read_prefix(write_prefix(expr)) is expr, "the normal form is not read back"
        return expr.op

    return read


def _published_words():
    from hf_mathseq.symbolic.infix import read_infix

    return [read_infix(text) for text in INTEGRANDS]


def _prefix_names():
    from hf_mathseq.encodings.prefix import ARITY, CONSTANTS, VARIABLES

    return (*ARITY, *VARIABLES, *CONSTANTS, "Y", "Y'", "Y''", "INT+", "INT-", *"0123456789")


def _expression_errors():
    from hf_mathseq.suggestions import UserError
    from hf_mathseq.symbolic.expression import ExpressionError

    return (UserError, ExpressionError)


def _equation():
    from hf_mathseq.symbolic.equations import read_equation

    return lambda text: read_equation(text).op


def _problem():
    from hf_mathseq.symbolic.initial_conditions import read_problem

    return lambda text: str(len(read_problem(text)[1]))


def targets():
    errors = _expression_errors()
    return (
        Target("infix", _infix, lambda: INTEGRANDS, words=NAMES),
        Target("formula", _evaluated, lambda: INTEGRANDS, words=NAMES, refusals=errors),
        Target(
            "prefix", _prefix, _published_words, mutated_words, _prefix_names(), refusals=errors
        ),
        Target("equation", _equation, lambda: EQUATIONS, words=NAMES),
        Target("initial-conditions", _problem, lambda: CONDITIONS, words=NAMES),
    )
