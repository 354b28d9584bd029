import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hf_mathseq.networks import Network, NetworkError, from_json, to_json

COEFFICIENTS = st.one_of(
    st.integers(1, 10**6),
    st.floats(1e-300, 1e300),
    st.fractions(Fraction(1, 100), 100, max_denominator=100),
)


@st.composite
def networks(draw):
    n = draw(st.integers(1, 6))
    pairs = [(u, v) for u in range(n + 1) for v in range(1, n + 2) if u != v]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=10))
    coefficients = st.just(1) if draw(st.booleans()) else COEFFICIENTS
    names = st.lists(st.text(max_size=5), min_size=n, max_size=n, unique=True)
    return Network(
        n,
        tuple((u, v, draw(coefficients)) for u, v in chosen),
        tuple(draw(names)) if draw(st.booleans()) else (),
    )


@given(networks())
def test_round_trip(network):
    text = to_json(network)
    assert from_json(text) == network
    assert from_json(json.loads(text)) == network


def test_the_written_form():
    network = Network(2, ((0, 1), (0, 3), (1, 2), (2, 3)), names=("A", "B"))
    assert json.loads(to_json(network)) == {
        "n": 2,
        "vertex_names": ["A", "B"],
        "edges": [[0, 1], [0, 3], [1, 2], [2, 3]],
        "intakes": [1],
        "excretions": [2],
    }


def test_boundaries_may_be_listed_instead_of_their_edges():
    found = from_json(
        '{"vertex_names": ["A", "B"], "edges": [[0, 1, 5], [1, 2]], '
        '"intakes": [1, 2], "excretions": [2]}'
    )
    assert found == Network(2, ((0, 1, 5), (0, 2), (1, 2), (2, 3)), names=("A", "B"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "[1]",
        "{}",
        '{"n": 1, "edges": 3}',
        '{"n": 1, "edges": {"0": 1}}',
        '{"n": 1, "edges": [3]}',
        '{"n": 1, "edges": [[0, 1, 1, 1]]}',
        '{"n": 1, "edges": [[0, 1, "1/0"]]}',
        '{"n": 1, "edges": [[0, 1, "2"]]}',
        '{"n": 1, "edges": [[0, 1, NaN]]}',
        '{"n": 1, "edges": [[0, 1, 1e999]]}',
        '{"n": 1, "edges": [[0, 1, null]]}',
        '{"n": 1, "edges": [[0, [1]]]}',
        '{"n": "one", "edges": []}',
        '{"n": 0, "edges": []}',
        '{"n": 1e99, "edges": []}',
        '{"n": true, "edges": []}',
        '{"n": 1, "edges": [], "intakes": [[1]]}',
        '{"n": 1, "edges": [], "intakes": ["A"]}',
        '{"n": 2, "edges": [], "vertex_names": ["A"]}',
        '{"n": 2, "edges": [], "vertex_names": "AB"}',
        "[" * 100_000,
        '{"n": ' + "9" * 10_000 + "}",
    ],
)
def test_bad_text_is_refused_in_one_line(text):
    with pytest.raises(NetworkError) as refused:
        from_json(text)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 200
