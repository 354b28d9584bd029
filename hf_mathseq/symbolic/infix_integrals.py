r"""From the tokens of an integral to those of its integrand.

`∫ x dx`, `x dx`, `integrate(x, x)`; behind a sign also a differential in a numerator, as in
`\int \frac{dx}{x}` and `∫ x dx/(x+1)`.
"""

from __future__ import annotations

from fractions import Fraction

from hf_mathseq.symbolic import infix_names as names
from hf_mathseq.symbolic.infix_lexer import DEFINITE, InfixError, Token

_SUMS = (("operator", "+"), ("operator", "-"))
_NO_FACTOR = (("operator", "+"), ("operator", "/"), ("operator", "^"))
"""What cannot stand before a factor of the whole."""


def without_integral(tokens: list[Token], symbols: tuple[str, ...]) -> list[Token]:
    """Drop a leading integral sign, the differential and the `, x` of `integrate(f, x)`.

    Args:
        tokens: Those of the lexer.
        symbols: The variables that may occur.

    Raises:
        InfixError: A definite integral, or a differential that is no factor of the whole.
    """
    signed = bool(tokens) and tokens[0].value not in symbols and _is_sign(tokens[0])
    if signed:
        tokens = _without_call(tokens[1:], symbols)
    if "d" in symbols:
        return tokens
    length, before = _differential(tokens, len(tokens) - 1, symbols)
    if length:
        body = [*tokens[:-length], *before]
        return body or ([_one(tokens[-1])] if signed else [])
    return _without_inner(tokens, symbols) if signed else tokens


def _is_sign(token: Token) -> bool:
    return token.kind == "integral" or str(token.value).lower() in names.INTEGRAL_WORDS


def _without_call(tokens: list[Token], symbols: tuple[str, ...]) -> list[Token]:
    comma = next((i for i, token in enumerate(tokens) if token.kind == "comma"), None)
    if comma is None:
        return tokens
    kinds = [token.kind for token in tokens[comma:]]
    if kinds == ["comma", "word", "close"] and tokens[-2].value in symbols:
        return [*tokens[:-3], tokens[-1]]
    if kinds[1:4] == ["open", "word", "comma"] or kinds.count("comma") > 1:
        raise InfixError(f"{DEFINITE} (position {tokens[comma].position})")
    return tokens


def _differential(
    tokens: list[Token], end: int, symbols: tuple[str, ...]
) -> tuple[int, list[Token]]:
    """Return the number of tokens of a differential that ends here, and the letters before it."""
    last = tokens[end] if tokens and tokens[end].kind == "word" else None
    for symbol in symbols if last else ():
        word = str(tokens[end].value)
        if word.endswith("d" + symbol):
            before = word[: -len(symbol) - 1]
            return 1, [tokens[end]._replace(value=before)] if before else []
        if word == symbol and end and tokens[end - 1][:2] == ("word", "d"):
            return 2, []
    return 0, []


def _without_inner(tokens: list[Token], symbols: tuple[str, ...]) -> list[Token]:
    """Drop a differential that stands in a numerator."""
    for end in range(len(tokens)):
        length, letters = _differential(tokens, end, symbols)
        if not length:
            continue
        before, behind = tokens[: end + 1 - length], tokens[end + 1 :]
        first = not letters and (not before or before[-1].kind == "open")
        if not (
            _may_follow(before, behind)
            and _no_sum(behind)
            and (first or behind[0].kind in ("close", "operator"))
        ):
            raise InfixError(
                f"the differential at position {tokens[end].position} must stand behind the "
                "integrand or in its numerator; give the integrand alone"
            )
        if not letters and (not before or before[-1].kind in ("open", "operator")):
            letters = [_one(tokens[end])]
        return [*before, *letters, *behind]
    return tokens


def _one(token: Token) -> Token:
    return Token("number", Fraction(1), token.position, token.after)


def _may_follow(before: list[Token], behind: list[Token]) -> bool:
    """Return whether a factor behind these tokens is one of the whole integrand."""
    in_sum = bool(behind) and behind[0].kind == "close"
    depth, first = 0, True
    for i in range(len(before) - 1, -1, -1):
        found, outer = before[i], before[i - 1] if i else None
        if found.kind == "fraction":
            continue
        if first and found[:2] in _NO_FACTOR:
            return False
        first = False
        if found.kind == "close":
            depth += 1
        elif found.kind == "open" and depth:
            depth -= 1
        elif found.kind == "open":
            if outer and outer.kind != "fraction":
                return False
            first, in_sum = True, False
        elif found[:2] in _SUMS and not depth and outer and not in_sum:
            return False
    return True


def _no_sum(behind: list[Token]) -> bool:
    """Return whether nothing is added to what the differential is a factor of."""
    depth = lowest = 0
    for token in behind:
        if token.kind in ("open", "close"):
            depth += 1 if token.kind == "open" else -1
            lowest = min(lowest, depth)
        elif token[:2] in _SUMS and depth == lowest:
            return False
    return True
