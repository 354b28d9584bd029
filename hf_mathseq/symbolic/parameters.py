r"""Parameters of typed problems: `sin(ax)`, `x^n`, `y' = k y`, `e^{-\lambda t}`.

A letter of `PARAMETERS` that stands alone is one, also written together with the variable or the
unknown function (`kx`, `ky`); any other run of letters is what it is without parameters. `a(x)` is
no product.
"""

from __future__ import annotations

import re
from functools import lru_cache

from hf_mathseq.encodings.prefix import PARAMETERS
from hf_mathseq.symbolic.infix_lexer import InfixError
from hf_mathseq.symbolic.infix_names import MAX_LETTERS, split_word
from hf_mathseq.symbolic.nodes import SYMBOL_BITS, Expr, symbol

_GREEK = {
    **{"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε"},
    **{"theta": "θ", "vartheta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν"},
    **{"rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "varphi": "φ", "psi": "ψ", "omega": "ω"},
}
_SPELLED = re.compile(
    rf"\\(?P<command>{'|'.join(_GREEK)})(?![A-Za-z])"
    rf"|(?<![A-Za-z\\])(?P<word>{'|'.join(_GREEK)})(?![A-Za-z0-9_]|\s*+\()"
)
_VARIABLES = ("x", "y", "t")
NO_PREPOSITION = r"(?!at\s++[xt]\s*+=)"
"""Pattern of what is no "at" of a condition, as in `y = 1 at x = 0`."""
_RUN = re.compile(
    rf"(?:(?<![A-Za-z\\]){NO_PREPOSITION}[A-Za-z]{{1,2}}+(?![A-Za-z0-9_])|[α-ω])"
    # Neither f(x) nor W(2x): directly before a bracket without a sum it is a function.
    r"(?!\s*+\(\s*+[xyt]\s*+\)|\([^-+−–()]*+\))"
)
_RAISED = re.compile(r"(?:\^|\*\*)\s*+[-−–]?\s*+[0-9.]*+(?P<run>[A-Za-z]{2})(?![A-Za-z])")
MOST = 8
"""Parameters of one problem; checking takes time for each."""
_BITS = sum(SYMBOL_BITS[name] for name in PARAMETERS)


def with_greek_letters(text: str) -> str:
    r"""Return the text with `ω` for `\omega` and `omega`; places stay what they were."""
    return _SPELLED.sub(lambda m: _GREEK[m["command"] or m["word"]].ljust(len(m[0])), text)


def names_in(run: str, symbols: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names in a run of letters, none where it is not understood.

    Args:
        run: Letters, e.g. `kt`; at most `MAX_LETTERS` are looked at.
        symbols: What they may be beside functions, constants and parameters.
    """
    return _names_in(run, symbols) if len(run) <= MAX_LETTERS else ()


@lru_cache(maxsize=1024)
def _names_in(run: str, symbols: tuple[str, ...]) -> tuple[str, ...]:
    known = split_word(run, symbols)
    if known is not None:
        return tuple(known)
    letters = [letter for letter in run if letter in PARAMETERS]
    others = len(run) - len(letters)
    if len(letters) == 1 and others <= 1 and all(c in letters or c in _VARIABLES for c in run):
        return tuple(run)
    return ()


def parameters_in(text: str) -> tuple[str, ...]:
    """Return the parameters of typed mathematics, in their order.

    Args:
        text: With `with_greek_letters`, and x for the variable.

    Raises:
        InfixError: More than `MOST`; see also `refuse_split_exponents`.
    """
    refuse_split_exponents(text)
    names = (name for run in _RUN.findall(text) for name in names_in(run, _VARIABLES))
    found = tuple(dict.fromkeys(name for name in names if name in PARAMETERS))
    if len(found) > MOST:
        raise InfixError(f"{len(found)} parameters, {', '.join(found)}; at most {MOST} are read")
    return found


def refuse_split_exponents(text: str) -> None:
    """Refuse `e^kx`, which is (e^k)*x by the rules and e^(kx) in many hands.

    Raises:
        InfixError: One line that says how to write either.
    """
    for raised in _RAISED.finditer(text):
        run = raised["run"]
        if names_in(run, _VARIABLES) == tuple(run) and any(name in PARAMETERS for name in run):
            raise InfixError(
                f"'^{run}' at position {raised.start() + 1} has two readings; "
                f"write ^({run}) or ^{run[0]}*{run[1]}"
            )


def parameters_of(*expressions: Expr) -> list[Expr]:
    """Return the parameters that occur in expressions, in the order of `PARAMETERS`."""
    bits = 0
    for expr in expressions:
        bits |= expr.symbols
    if not bits & _BITS:
        return []
    return [symbol(name) for name in PARAMETERS if bits & SYMBOL_BITS[name]]
