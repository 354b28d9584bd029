r"""Reading the mathematics that people type: plain text, Unicode signs and common LaTeX.

`x*cos(x)`, `x^2`, `x**2`, `2x`, `3(x+1)`, `e^x`, `sin^2 x`, `tan^-1(x)`, `ln|x|`, `√x`, `x²`,
`\frac{x}{\sqrt{1-x^2}}`, `∫ x cos(x) dx`. Where typed mathematics is ambiguous, these rules hold:

* juxtaposition is a product and binds like `*`: `1/2x` is `(1/2)*x`, `e^2x` is `(e^2)*x`;
* powers associate to the right and bind more tightly than a sign: `-x^2` is `-(x^2)`;
* a function before a bracket (bars included) takes the bracket alone: `sin(x)^2`, `ln|x| x`;
* a function without bracket takes the product that follows, up to the next operator or function
  name: `sin 2x cos x` is `sin(2x)*cos(x)`, `sin x/2` is `sin(x)/2`; `√` takes one factor;
* once such an argument has a variable, it ends before a blank with a bracket (`ln x (1+x)`), a
  power of e (`sin x e^x`) or the same variable again (`ln x x^2`) behind it, before a fraction, a
  root or a power of a number, and in equations before y and its derivatives (`cos x y'`); letters
  without a blank between them stay together (`sin xy`), `sin 2 pi x` and `sin 2 (x+1)` too;
* `sin^2 x` is a power of the value, `sin^-1 x` the inverse function;
* `log` is the natural logarithm (`log10`, `log2` and `log_b` have a base);
* a number behind a factor and a blank is the base of a power: `x 2^x`; any other is refused;
* decimals are exact: `0.5` is one half, `1e-3` one thousandth, and `1e5` is refused.

The text is never executed and never reaches another parser; length, tokens, digits and nesting
are bounded, and the parser keeps its own stack.
"""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.symbolic.infix_lexer import InfixError
from hf_mathseq.symbolic.infix_parser import Parser
from hf_mathseq.symbolic.infix_tokens import tokenize
from hf_mathseq.symbolic.infix_words import write_tree

__all__ = ["InfixError", "read_infix"]

MAX_WORDS = 10_000
"""Longest result; digits are words of their own."""


def read_infix(
    text: str,
    symbols: Sequence[str] = ("x",),
    *,
    integral: bool = True,
    unknowns: Sequence[str] = (),
) -> list[str]:
    """Read typed mathematics as published prefix words.

    Args:
        text: At most 10,000 characters; see the module docstring for what is understood.
        symbols: The variables that may occur: letters, digits, underscores, primes.
        integral: Whether the text may be an integral, whose sign and differential are dropped.
        unknowns: Those of the symbols that are an unknown function and its derivatives.

    Returns:
        Prefix words: binary `add sub mul div pow rac`, `inv`, functions, `INT+`/`INT-` with digits;
        products as chains from the right, numbers first.

    Raises:
        InfixError: The text cannot be read; one line with the reason and the position.
    """
    tokens = tokenize(text, tuple(symbols), integral=integral)
    words = write_tree(Parser(tokens, unknowns).parse())
    if len(words) > MAX_WORDS:
        raise InfixError(f"the expression has {len(words)} words; at most {MAX_WORDS} are read")
    return words
