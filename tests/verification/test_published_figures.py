"""The published error figures and decisions, task by task."""

import json
from pathlib import Path

import numpy as np
import pytest

from hf_mathseq.encodings.arrays import MalformedMatrix, MatrixEncoding
from hf_mathseq.encodings.floats import float_encoding
from hf_mathseq.verification.matrices import published_figures

DATA = Path(__file__).parents[1] / "data" / "linear_algebra"
RECORDS = [json.loads(line) for line in (DATA / "published_figures.jsonl").read_text().splitlines()]
KINDS = {
    "transpose": "transpose",
    "matrix_sum": "add",
    "matrix_vector": "matvec",
    "matrix_product": "matmul",
    "eigenvalues": "eigenvalues",
    "eigenvectors": "eigenvectors",
    "invert_matrix": "inverse",
    "syminverse": "symmetric_inverse",
    "singularvalues": "singular_values",
    "singularvectors": "singular_vectors",
}
LETTERS = {"A": "add", "I": "inverse", "T": "transpose", "D": "matvec", "M": "matmul",
           "E": "eigenvalues", "F": "eigenvectors"}  # fmt: skip
TOLERANCES = (0.05, 0.02, 0.01, 0.005)


def figures_of(record):
    """Return the figures of one record, or None where the prediction is not scored."""
    source = MatrixEncoding(float_encoding(record["input_encoding"]))
    written = MatrixEncoding(float_encoding(record["output_encoding"]))
    given, target, answer = (record[k].split() for k in ("input", "target", "prediction"))
    kind = KINDS.get(record["task"])
    if kind is None:
        if answer[:1] != target[:1]:
            return None
        kind, given, target, answer = LETTERS[given[0]], given[1:], target[1:], answer[1:]
    try:
        found = np.array([written.read(answer)])
    except MalformedMatrix:
        return None
    expected = np.array([written.read(target)])
    if found.shape != expected.shape:
        return None
    figures = published_figures(kind, np.array([source.read(given)]), expected, found)
    return figures if figures.scored[0] else None


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: f"{r['task']}-{r['note']}-{r['id']}")
def test_figures_and_decisions_equal_the_published_ones(record):
    figures = figures_of(record)
    if record["figures"] is None:
        assert figures is None
        assert not any(record.get("correct", []))
        return
    for name, value in record["figures"].items():
        assert getattr(figures, name)[0] == pytest.approx(value, rel=1e-7, abs=1e-14)
    if "correct" in record:
        assert [bool(figures.accepted(t)[0]) for t in TOLERANCES] == record["correct"]


def test_overflowing_answers_are_wrong_without_a_warning():
    matrices = np.eye(3)[None]
    answers = np.full((1, 4, 3), 1e200)
    figures = published_figures("eigenvectors", matrices, answers, answers)
    assert not figures.accepted(0.05)[0]
