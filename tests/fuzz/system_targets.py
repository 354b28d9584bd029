"""Readers of systems of differential equations and of partial differential equations."""

from fuzz_mutations import mutated_value, mutated_words
from fuzz_target import Target

SYSTEMS = (
    "x' = sin(x) - x*y; y' = x^2 - y", "x' = y, y' = -x - 0.1*y + u at x=0, y=0",
    "A = [[0, 1], [-1, 0]]", "A = [[0,1],[2,-3]]; B = [[0],[1]] at 0, 0", "x0' = x1; x1' = -x0",
    "dx/dt = a*x - b*x*y; dy/dt = d*x*y - c*y; a = 2/3; b = 4/3; c = 1; d = 1 at (1, 1/2)",
    r"\dot{x} = -x + y^2; \dot{y} = \sin(x) y", "x'' = u - x", "x' = exp(-t)*x + u",
    "theta'' = -sin(theta) - 0.2*theta' at theta=0, theta'=0", "x' = sqrt(1+y), y' = ln(2+x)",
)  # fmt: skip
PDES = (
    "u_t = u_xx + 2*u_y; u(0) = exp(-x^2)", "u_t = d0^2*d1*u", "u_t = u_xxxx",
    "u_t = -u_xx; u(0) = exp(3*i*x)*sinc(2*x)", "u_t = u_x0x1; u(0) = delta(x)*exp(-(2*y)^2)",
)  # fmt: skip
GIVEN = (
    [[0, 1], [-1, -2]],
    {"A": [[0, 1], [2, -3]], "B": [[0], [1]]},
    ["x' = y", "y' = -x"],
    {"x": "y - x", "y": "x*y"},
)
NAMES = (
    "x", "y", "x0", "x1", "x10", "x'", "x''", "t", "u", "v", "a", "dx/dt", "theta", "'", "=", ";",
    ",", " at ", "A", "B", "[[", "]]", "(", ")", "+", "-", "*", "/", "^", "sin", "exp", "ln", "tan",
    "sqrt", "abs", "\\dot{", "}", "d^2", "(t)", "\n", "1/3", "0.5", "e", "pi", "d0", "u_xx", "u_t",
    "delta(", "sinc(", "i*", "u(0)", "_", "^2",
)  # fmt: skip


def _system():
    import sympy  # noqa: F401 - what it imports makes code of text

    from hf_mathseq.systems.own_input import own_system

    return lambda given: f"{len(own_system(given).equations)}"


def _tree():
    from hf_mathseq.systems.tree_text import read_infix_tree

    return lambda text: str(read_infix_tree(text, ("x0", "x1", "u"))[0])


def _pde_text():
    from hf_mathseq.systems.pde_input import pde_from_text

    return lambda text: str(pde_from_text(text).dimension)


def _pde_words():
    from hf_mathseq.systems.pde_reader import read_pde

    return lambda words: str(read_pde(words).dimension)


def _valid_pde_words():
    from hf_mathseq.systems.pde_input import pde_from_text
    from hf_mathseq.systems.pde_words import write_pde

    return [write_pde(pde_from_text(text)).split() for text in PDES]


def _words():
    from hf_mathseq.systems.layout import read_system

    return lambda words: str(len(read_system(words)))


def _valid_words():
    from hf_mathseq.systems.layout import system_trees, write_system

    rows = (["x1*x0 + 2", "sin(x0)/x1"], ["3*x0"], ["x1 + x2", "exp(x0 - x1)", "3*x3"])
    return [write_system(system_trees(row)) for row in rows]


def targets():
    from hf_mathseq.systems.words import legacy_vocabulary, vocabulary_words

    formulas = ("x0*(x1 + 2) - sin(u)", "x0/x1", "sqrt(x0) + exp(3*x1)", "ln(x0)*tan(x1)")
    return (
        Target("system-text", _system, lambda: SYSTEMS, words=NAMES),
        Target("system-given", _system, lambda: GIVEN, mutated_value, NAMES),
        Target("system-formula", _tree, lambda: formulas, words=NAMES),
        Target("system-words", _words, _valid_words, mutated_words, vocabulary_words()),
        Target("pde-text", _pde_text, lambda: PDES, words=NAMES),
        Target(
            "pde-words",
            _pde_words,
            _valid_pde_words,
            mutated_words,
            legacy_vocabulary(4, pde=True),
        ),
    )
