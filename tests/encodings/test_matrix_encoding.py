"""Matrices as tokens: batches, the published reader, the published vocabularies."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hf_mathseq.encodings.arrays import MalformedMatrix, Matrices, MatrixEncoding
from hf_mathseq.encodings.floats import FLOAT_ENCODINGS, float_encoding
from hf_mathseq.encodings.id_tables import IdTable
from hf_mathseq.encodings.matrix_vocabularies import (
    legacy_matrix_vocabulary,
    matrix_vocabulary,
    num_answer_ids,
)
from hf_mathseq.encodings.ragged import Ragged

DATA = Path(__file__).parents[1] / "data" / "linear_algebra"
CASES = [json.loads(line) for line in (DATA / "decode_cases.jsonl").read_text().splitlines()]
LAYOUTS = json.loads((DATA / "legacy_vocabularies.json").read_text())


def encoding_of(name):
    return MatrixEncoding(float_encoding(name))


def random_batch(seed, count=50):
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(1, 6, (2, count))
    values = rng.normal(0, 10, int((rows * columns).sum()))
    values[rng.random(len(values)) < 0.2] = 0.0
    return Matrices(values, rows, columns)


def matrices_of(batch):
    return [
        batch.values[a:b].reshape(r, c)
        for a, b, r, c in zip(
            batch.offsets[:-1], batch.offsets[1:], batch.rows, batch.columns, strict=True
        )
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['encoding']}: {c['note']}")
def test_published_reader(case):
    encoding, tokens = encoding_of(case["encoding"]), case["tokens"].split()
    if case["result"] is None:
        with pytest.raises(MalformedMatrix):
            encoding.read(tokens)
    else:
        np.testing.assert_array_max_ulp(np.array(encoding.read(tokens)), case["result"], 1)


@pytest.mark.parametrize("name", FLOAT_ENCODINGS)
def test_complete_reading_refuses_what_leniency_forgives(name):
    encoding = encoding_of(name)
    tokens = encoding.tokens([[1.5, -2.25], [0, 1230]])
    assert encoding.read(tokens, complete=True) == [[1.5, -2.25], [0, 1230]]
    for wrong in (tokens[:-1], [*tokens, *tokens[2:4]], [*tokens, "V2"], tokens[1:], []):
        with pytest.raises(MalformedMatrix):
            encoding.read(wrong, complete=True)


@pytest.mark.parametrize("name", FLOAT_ENCODINGS)
def test_a_batch_is_written_as_its_matrices_one_by_one(name):
    encoding, batch = encoding_of(name), random_batch(1)
    numbers = encoding.numbers.round(batch.values)
    found = encoding.indices(numbers, batch.rows, batch.columns)
    assert len(found) == len(batch)
    for r, matrix in enumerate(matrices_of(batch)):
        row = found.values[found.offsets[r] : found.offsets[r + 1]]
        tokens = [encoding.symbols[i] for i in row]
        assert tokens == encoding.tokens(matrix)
        assert tokens[:2] == [f"V{matrix.shape[0]}", f"V{matrix.shape[1]}"]
        expected = encoding.numbers.round(matrix).values()
        assert encoding.read(tokens, complete=True) == expected.tolist()


@pytest.mark.parametrize("name", FLOAT_ENCODINGS)
@pytest.mark.parametrize("other", ["P10", "FP15"])
def test_ids_are_positions_in_the_vocabulary(name, other):
    encoding = encoding_of(name)
    vocabulary = matrix_vocabulary(encoding, encoding_of(other))
    positions = Ragged.from_lengths(
        np.arange(len(encoding.symbols)), [2, len(encoding.symbols) - 2]
    )
    found = IdTable(encoding.symbols, vocabulary).ids(positions)
    assert [vocabulary.tokens[i] for i in found.values] == list(encoding.symbols)
    assert found.values.dtype == vocabulary.id_dtype
    assert found.lengths.tolist() == positions.lengths.tolist()


def test_the_vocabulary_is_a_union_in_a_fixed_order():
    p1000 = matrix_vocabulary(encoding_of("P1000"), encoding_of("P1000"))
    assert len(p1000) == 3 + 100 + 2 + 901 + 201
    assert p1000.tokens[3:5] == ("V1", "V2")
    both = matrix_vocabulary(encoding_of("FP15"), encoding_of("P1000"))
    assert len(both) == 3 + 100 + 29_001 + 2 + 901 + 201
    assert num_answer_ids(encoding_of("P1000")) == len(p1000)
    assert both.tokens[: len(p1000)] == p1000.tokens


@pytest.mark.parametrize("names", LAYOUTS)
def test_published_vocabulary_layout(names):
    first, _, second = names.partition(" ")
    tokens = legacy_matrix_vocabulary(first, second or first)
    assert len(tokens) == LAYOUTS[names]["size"]
    digest = hashlib.sha256("\n".join(tokens).encode()).hexdigest()
    assert digest == LAYOUTS[names]["sha256_of_lines"]


@pytest.mark.parametrize(
    ("first", "second", "size"),
    [
        ("P10", "P1000", 1_328),
        ("B1999", "P1000", 3_329),
        ("FP15", "B1999", 31_330),
        ("P10", "FP15", 29_339),
    ],
)
def test_sizes_of_mixed_published_vocabularies(first, second, size):
    assert len(legacy_matrix_vocabulary(first, second)) == size
    assert len(legacy_matrix_vocabulary(second, first)) == size


def test_batches_of_mixed_shapes_transpose_regroup_and_filter():
    batch = random_batch(2)
    matrices = matrices_of(batch)
    for found, matrix in zip(matrices_of(batch.transposed()), matrices, strict=True):
        assert np.array_equal(found, matrix.T)
    again = Matrices.collected(batch.rows, batch.columns, batch.groups())
    assert np.array_equal(again.values, batch.values)
    keep = np.arange(len(batch)) % 3 == 0
    for found, matrix in zip(matrices_of(batch.take(keep)), matrices[::3], strict=True):
        assert np.array_equal(found, matrix)
    assert batch.to_arrow().to_pylist() == [m.tolist() for m in matrices]


@pytest.mark.parametrize("name", FLOAT_ENCODINGS)
@given(
    tokens=st.lists(
        st.sampled_from(
            [
                "V1",
                "V2",
                "+",
                "-",
                "0",
                "314",
                "7",
                "E-2",
                "E",
                "N0",
                "N314",
                "N314e7",
                "NaN",
                "<unk>",
                "",
                "x",
            ]
        ),
        max_size=20,
    )
)
def test_any_tokens_are_read_or_refused(name, tokens):
    try:
        matrix = encoding_of(name).read(tokens)
    except MalformedMatrix:
        return
    assert tokens[:2] == [f"V{len(matrix)}", f"V{len(matrix[0])}"]
    assert np.isfinite(matrix).all()
