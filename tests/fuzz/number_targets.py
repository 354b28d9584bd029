"""Decoders of every encoding of numbers, matrices, networks and levels, and typed matrices."""

from fuzz_mutations import mutated_value, mutated_words
from fuzz_target import Target

from hf_mathseq.suggestions import UserError

NUMBERS = (0.0, 1.0, -1.0, 3.14, -0.00123, 4.56e7, 9.995, 99.95, -8e-5)
MATRICES = ([[1.0, -2.5], [0.03, 400.0]], [[7.0]], [[0.0, 1.5, -3.25]], [[1.0], [2.0], [-9.99]])
TYPED_MATRICES = (
    "[[1, 2], [2, 1]]", "1 2; 2 -3.5", "1,0.5\n.5,1e-3", "[[1.5]]", "2 0 0;0 2 0;0 0 -2",
)  # fmt: skip
GIVEN_MATRICES = ([[1, 2], [2, 1]], [[1.5]], [[0.5, -1, 2], [3, 4, 5e-3]], [[1, 0], [0, 1]])
NETWORK = (3, [(0, 1, 1), (1, 2, 1), (2, 3, 1), (3, 1, 1), (3, 4, 1)])
WEIGHTED = (2, [(0, 1, 1), (1, 2, 42), (2, 3, 7)])
ENCODINGS = ("P10", "P1000", "P1000-4", "B1999", "FP15")


def _read_matrix(name, complete):
    def reader():
        from hf_mathseq.encodings.arrays import MatrixEncoding
        from hf_mathseq.encodings.floats import float_encoding

        encoding = MatrixEncoding(float_encoding(name))
        return lambda words: str(len(encoding.read(words, complete=complete)))

    return reader


def _written_matrices(name):
    def valid():
        from hf_mathseq.encodings.arrays import MatrixEncoding
        from hf_mathseq.encodings.floats import float_encoding

        encoding = MatrixEncoding(float_encoding(name))
        return [encoding.tokens(matrix) for matrix in MATRICES]

    return valid


def _matrix_targets():
    from hf_mathseq.encodings.arrays import DIMENSIONS, MalformedMatrix
    from hf_mathseq.encodings.floats import float_encoding

    for name in ENCODINGS:
        words = (*list(DIMENSIONS)[:4], *float_encoding(name).symbols)
        for form, complete in (("", False), ("-complete", True)):
            yield Target(
                f"matrix-{name}{form}",
                _read_matrix(name, complete),
                _written_matrices(name),
                mutated_words,
                words,
                (MalformedMatrix,),
            )


def _scientific():
    from hf_mathseq.encodings.scientific import read_complex

    def read(words):
        found = read_complex(words)
        if found is None:
            raise UserError("no number")
        assert abs(found[0]) < float("inf")
        return type(found[0]).__name__

    return read


def _scientific_numbers():
    from hf_mathseq.encodings.scientific import write_complex

    return [write_complex(x + y * 1j, 4) for x in NUMBERS for y in (0, 2.5, -1e-7)]


def _scientific_words():
    from hf_mathseq.encodings.scientific import SYMBOLS

    return SYMBOLS


def _network_targets():
    from hf_mathseq.encodings.levels import LevelsEncoding
    from hf_mathseq.encodings.networks import (
        UNIT,
        WEIGHT_FORMS,
        MalformedNetwork,
        NetworkEncoding,
        network_vocabulary,
    )

    for form in (UNIT, *WEIGHT_FORMS):
        vocabulary = network_vocabulary(form)
        encoding = NetworkEncoding(vocabulary, form)
        networks = (NETWORK,) if form == UNIT else (NETWORK, WEIGHTED)
        yield Target(
            f"network-words-{form}",
            lambda encoding=encoding: lambda words: str(len(encoding.read(words)[1])),
            lambda encoding=encoding, networks=networks: [encoding.tokens(*n) for n in networks],
            mutated_words,
            vocabulary.tokens,
            (MalformedNetwork,),
        )
    levels = LevelsEncoding(network_vocabulary(), 2)
    answers = ([1.0], [0.5, 2.0, 31.4], [1e-3, 1.0], None)
    yield Target(
        "levels",
        lambda: lambda words: str(len(levels.read(words) or ())),
        lambda: [levels.tokens(answer) for answer in answers],
        mutated_words,
        levels.vocabulary.tokens[:60],
        (MalformedNetwork,),
    )


def _typed_matrix():
    from hf_mathseq.tasks.matrix_input import matrix_from

    return lambda given: str(matrix_from(given).shape)


def targets():
    signs = ("[", "]", ",", ";", "\n", " ", "-", "+", ".", "e", "E", '"', "{", "NaN", "Infinity")
    return (
        *_matrix_targets(),
        Target("scientific", _scientific, _scientific_numbers, mutated_words, _scientific_words()),
        *_network_targets(),
        Target("typed-matrix", _typed_matrix, lambda: TYPED_MATRICES, words=signs),
        Target("given-matrix", _typed_matrix, lambda: GIVEN_MATRICES, mutated_value),
    )
