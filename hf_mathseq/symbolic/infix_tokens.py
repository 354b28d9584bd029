"""From typed mathematics (plain, Unicode or LaTeX) to a flat list of tokens, names told apart."""

from __future__ import annotations

from typing import Any

from hf_mathseq.encodings.prefix import PARAMETERS
from hf_mathseq.suggestions import unknown_name
from hf_mathseq.symbolic import infix_names as names
from hf_mathseq.symbolic.infix_integrals import without_integral
from hf_mathseq.symbolic.infix_lexer import InfixError, Token, raw_tokens
from hf_mathseq.symbolic.latex_layout import without_formula_signs

MAX_CHARACTERS = 10_000
MAX_TOKENS = 4_096


def check_text(text: Any, kind: str = "an expression") -> None:
    """Refuse what is no text and what is too long to be looked at.

    Raises:
        InfixError: One line that says what is read.
    """
    if not isinstance(text, str):
        raise InfixError(f"{kind} is text, not {type(text).__name__}")
    if len(text) > MAX_CHARACTERS:
        raise InfixError(f"{len(text)} characters; at most {MAX_CHARACTERS} are read")


def tokenize(text: str, symbols: tuple[str, ...], *, integral: bool = True) -> list[Token]:
    """Cut `text` into tokens; the last one has kind "end".

    Args:
        text: Typed mathematics.
        symbols: The variables that may occur.
        integral: Whether the text may be an integral, whose sign and differential are dropped.

    Raises:
        InfixError: Too long, a character or a name that is not known.
    """
    check_text(text)
    text = without_formula_signs(text)
    tokens = raw_tokens(text, symbols)
    if integral:
        tokens = without_integral(tokens, tuple(s for s in symbols if s not in PARAMETERS))
    named = [name for token in _joined(tokens) for name in _named(token, symbols)]
    if len(named) > MAX_TOKENS:
        raise InfixError(f"{len(named)} symbols; at most {MAX_TOKENS} are read")
    return [*named, Token("end", "the end", len(text) + 1)]


def _joined(tokens: list[Token]) -> list[Token]:
    """Write `arc sin` as one word."""
    joined: list[Token] = []
    for token in tokens:
        arc = bool(joined) and joined[-1][:2] == ("word", "arc") and token.kind == "word"
        if arc and names.function_named(f"arc{token.value}"):
            joined[-1] = joined[-1]._replace(value=f"arc{token.value}")
        else:
            joined.append(token)
    return joined


def _named(token: Token, symbols: tuple[str, ...]) -> list[Token]:
    """Resolve a run of letters to the names that it is made of."""
    if token.kind != "word":
        return [token]
    word = str(token.value)
    if word in symbols or word in names.CONSTANTS or names.function_named(word):
        parts: list[str] | None = [word]
    else:
        parts = names.split_word(word, symbols) if len(word) <= names.MAX_LETTERS else None
    if parts is None:
        raise InfixError(_unknown(word, symbols, token.position))
    resolved, position = [], token.position
    for part in parts:
        resolved.append(_name(part, symbols, position)._replace(after="letter"))
        position += len(part)
    resolved[0] = resolved[0]._replace(after=token.after)
    return resolved


def _unknown(word: str, symbols: tuple[str, ...], position: int) -> str:
    message = unknown_name("function or variable", word, names.spellings(symbols))
    if "did you mean" in message:
        return f"{message} (position {position})"
    return f"unknown name {word[:60]!r} at position {position}; variables: {', '.join(symbols)}"


def _name(word: str, symbols: tuple[str, ...], position: int) -> Token:
    if word in symbols:
        return Token("symbol", word, position)
    if word in names.CONSTANTS:
        return Token("constant", names.CONSTANTS[word], position)
    return Token("function", str(names.function_named(word)), position)
