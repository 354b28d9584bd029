"""The vocabularies of the matrix tasks: ours, and the published layout for published weights."""

from __future__ import annotations

from hf_mathseq.encodings.arrays import DIMENSIONS, MatrixEncoding
from hf_mathseq.encodings.floats import float_encoding
from hf_mathseq.encodings.vocabulary import SPECIAL_TOKENS, Vocabulary

_LEGACY_SPECIALS = (
    *("<s>", "</s>", "<pad>", "(", ")"),
    *(f"<SPECIAL_{i}>" for i in range(10)),
    *("T", "A", "D", "M", "E", "F", "I"),
    *("+", "-", "10^", ".", "|"),
)


def matrix_vocabulary(problems: MatrixEncoding, answers: MatrixEncoding) -> Vocabulary:
    """Return the union of the tokens that problems and answers write, the answers' first.

    So the ids of answers are the smallest ones; see `num_answer_ids`.
    """
    return Vocabulary(dict.fromkeys((*answers.symbols, *problems.symbols)))


def num_answer_ids(answers: MatrixEncoding) -> int:
    """Return how many ids of a `matrix_vocabulary` answers use, the special ones included."""
    return len(SPECIAL_TOKENS) + len(answers.symbols)


def legacy_matrix_vocabulary(input_encoding: str, output_encoding: str) -> tuple[str, ...]:
    """Return the published vocabulary, shared by both sides; position is id.

    Args:
        input_encoding: "P10", "P1000", "B1999" or "FP15".
        output_encoding: Likewise.

    Raises:
        UserError: There is no such encoding.
    """
    names = (input_encoding, output_encoding)
    symbols = {symbol for name in names for symbol in float_encoding(name).legacy_symbols}
    return (*_LEGACY_SPECIALS, *sorted(symbols | set(DIMENSIONS)))
