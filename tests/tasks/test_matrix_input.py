"""Matrices as people type them."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hf_mathseq.tasks.matrix_input import matrix_from
from hf_mathseq.verdict import ProblemError

SAME = [[1.0, 2.0], [3.0, -0.5]]


@pytest.mark.parametrize(
    "given_matrix",
    [
        "[[1, 2], [3, -0.5]]",
        " [[1,2],[3,-5e-1]]\n",
        "1 2; 3 -.5",
        "1, 2; 3, -0.5;",
        "1 2\n3 -0.5\n",
        "1.\t+2;3 -5E-1",
        "[1 2; 3 -0.5]",
        "[1, 2; 3, -.5;]",
        "[1 2\r\n3 -.5]",
        "[[1., 2.],\n [3, -.5]]",
        str(np.array(SAME)),
        repr(np.array(SAME).tolist()),
        [[1, 2], [3, -0.5]],
        ((1, 2), (3, -0.5)),
        np.array(SAME),
        np.array(SAME, dtype=np.float32),
        np.array(SAME).tolist(),
        [[np.int64(1), np.float32(2)], [3, -0.5]],
    ],
)
def test_the_ways_to_give_a_matrix(given_matrix):
    assert matrix_from(given_matrix).tolist() == SAME
    assert matrix_from(given_matrix).dtype == np.float64


@pytest.mark.parametrize(
    ("given_matrix", "message"),
    [
        ("", "empty"),
        (" ; \n", "empty"),
        ("[]", "empty"),
        ("[[]]", "empty"),
        ([], "empty"),
        (np.zeros((0, 3)), "empty"),
        ([[1, 2], [3]], "different lengths, from 1 to 2"),
        ("1 2; 3", "different lengths"),
        ([[1, float("nan")]], "NaN"),
        ("[[1, NaN]]", "NaN"),
        ("[[1, -Infinity]]", "infinite"),
        ("1 nan", "not a number: 'nan'"),
        ("1 inf", "not a number"),
        ("1e999 1", "infinite"),
        ([[10**400]], "too large"),
        ([[1, "2"]], "not a number: '2'"),
        ([[1, None]], "not a number: None"),
        ([[True, 1]], "not a number"),
        ([[1j, 1]], "not a number"),
        (np.array([[1j, 1]]), "not a number"),
        (np.array([["a", "b"]]), "not a number"),
        ([1, 2, 3], "list of rows"),
        ("[1, 2]", "list of rows"),
        (np.arange(3), "two dimensions, not 1"),
        (np.zeros((2, 2, 2)), "two dimensions, not 3"),
        ({"a": 1}, "not a dict"),
        (7, "not 7"),
        ("[[1, 2], [3", "not a matrix such as"),
        ("[" * 100_000, "not a matrix such as"),
        ("[[" + "9" * 10_000 + "]]", "too large"),
        ("[1 2; 3 4", "not a matrix such as"),
        ("[1 2; 3 x]", "not a matrix such as"),
        ("[[1. 2.] 7 [3. 4.]]", "not a matrix such as"),
        ("[[1. 2.] [3. 4.]] 5]", "not a matrix such as"),
        ("[[[1. 2.]]]", "not a matrix such as"),
        ("[" * 400_000 + "]" * 400_000, "not a matrix such as"),
        ("[[1 2] [3]]", "different lengths"),
        ("__import__('os').system('true')", "not a number"),
        ("9**9**9**9", "not a number"),
        ("1_000 2", "not a number"),
        ("1 " * 101, "more than 100"),
        (np.zeros((101, 1)), "more than 100"),
        (np.zeros((10_000, 10_000), dtype=bool), "more than 100"),
        ([[0.0] * 2] * 101, "more than 100"),
        ("1 2;" * 400_000, "longer than 1,000,000 characters"),
    ],
    ids=lambda x: repr(x)[:30],
)
def test_what_is_no_matrix_is_one_clear_line_at_once(given_matrix, message):
    start = time.process_time()
    with pytest.raises(ProblemError, match=message) as caught:
        matrix_from(given_matrix)
    assert time.process_time() - start < 10
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 150


@given(arrays(np.float64, (3, 2), elements=st.floats(allow_nan=False, allow_infinity=False)))
def test_text_lists_and_arrays_say_the_same(matrix):
    rows = matrix.tolist()
    assert np.array_equal(matrix_from(matrix), matrix)
    assert np.array_equal(matrix_from(rows), matrix)
    assert np.array_equal(matrix_from(str(rows)), matrix)
    assert np.array_equal(matrix_from("; ".join(" ".join(map(str, r)) for r in rows)), matrix)


@given(st.text(max_size=60) | st.text("0123456789.eE+-;, []\n", max_size=60))
def test_any_text_is_a_matrix_or_one_clear_line(text):
    try:
        matrix = matrix_from(text)
    except ProblemError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017
    else:
        assert matrix.ndim == 2
        assert np.isfinite(matrix).all()
