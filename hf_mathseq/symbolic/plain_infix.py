"""Prefix words as text for people, word by word: no normal form is built, and nothing is evaluated.

For files of millions of lines. The text reads back to the expression that the words read to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hf_mathseq.encodings.prefix import ARITY, DIGIT_WORDS, LEAVES

_SUM, _PRODUCT, _POWER, _ATOM = 1, 2, 3, 4
_SIGNS = {"INT+": "", "INT-": "-"}
_DIGITS = frozenset(DIGIT_WORDS)
_LEAVES = {leaf: leaf for leaf in LEAVES} | {"Y": "y", "Y'": "y'", "Y''": "y''"}

Term = tuple[str, int]
"""A text and how tightly it binds."""


def plain_infix(words: Sequence[str]) -> str | None:
    """Return the expression as text, e.g. `2*(x*cos(x))`; None if the words are none.

    Products and powers keep their grouping, so that reading the text evaluates in the same order.

    Args:
        words: Published prefix words, with `Y`, `Y'` and `Y''` for y and its derivatives.
    """
    waiting: list[Term] = []
    digits = ""
    try:
        for word in reversed(words):
            if word in _DIGITS:
                digits = word + digits
            elif word in _SIGNS:
                if not digits:
                    return None
                sign = _SIGNS[word]
                waiting.append((sign + digits, _SUM if sign else _ATOM))
                digits = ""
            elif digits:
                return None
            elif word in _LEAF_TERMS:
                waiting.append(_LEAF_TERMS[word])
            elif word in _TWO:
                first, second = waiting.pop(), waiting.pop()
                waiting.append(_TWO[word](*first, *second))
            else:
                waiting.append(_ONE[word](*waiting.pop()))
    except (IndexError, KeyError):
        return None
    return waiting[0][0] if len(waiting) == 1 and not digits else None


def _add(left: str, _: int, right: str, __: int) -> Term:
    return (f"{left} - {right[1:]}" if right[0] == "-" else f"{left} + {right}"), _SUM


def _sub(left: str, _: int, right: str, level: int) -> Term:
    return (f"{left} - {right}" if level >= _PRODUCT else f"{left} - ({right})"), _SUM


def _product(sign: str) -> Callable[[str, int, str, int], Term]:
    def write(left: str, left_level: int, right: str, right_level: int) -> Term:
        if left_level < _PRODUCT:
            left = f"({left})"
        return left + sign + (right if right_level >= _POWER else f"({right})"), _PRODUCT

    return write


def _pow(left: str, left_level: int, right: str, right_level: int) -> Term:
    return f"{_atom(left, left_level)}**{_atom(right, right_level)}", _POWER


def _root(left: str, left_level: int, right: str, right_level: int) -> Term:
    return f"{_atom(left, left_level)}**(1/{_atom(right, right_level)})", _POWER


def _inverse(text: str, level: int) -> Term:
    return f"1/{text if level >= _POWER else f'({text})'}", _PRODUCT


def _power(exponent: int) -> Callable[[str, int], Term]:
    return lambda text, level: (f"{_atom(text, level)}**{exponent}", _POWER)


def _function(name: str) -> Callable[[str, int], Term]:
    return lambda text, _: (f"{name}({text})", _ATOM)


def _call(name: str) -> Callable[[str, int, str, int], Term]:
    return lambda left, _, right, __: (f"{name}({left}, {right})", _ATOM)


def _atom(text: str, level: int) -> str:
    return text if level == _ATOM else f"({text})"


_LEAF_TERMS = {word: (text, _ATOM) for word, text in _LEAVES.items()}
_ONE = {word: _function(word) for word, arity in ARITY.items() if arity == 1}
_ONE |= {"inv": _inverse} | {f"pow{n}": _power(n) for n in range(2, 6)}
_TWO = {word: _call(word) for word, arity in ARITY.items() if arity == 2}
_TWO |= {"add": _add, "sub": _sub, "mul": _product("*"), "div": _product("/")}
_TWO |= {"pow": _pow, "rac": _root}
