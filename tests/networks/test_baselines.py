import numpy as np
import pytest
from worked_networks import WORKED

from hf_mathseq.networks.baselines import DENSITY, EXITS, PAIRS, rules_of_thumb

ROWS = [{"n": case["n"], "edges": case["edges"]} for case in WORKED]


def test_every_vertex_has_an_outgoing_edge():
    expected = [{u for u, _, _ in case["edges"]} == set(range(case["n"] + 1)) for case in WORKED]
    assert rules_of_thumb(ROWS)[EXITS] == expected
    assert expected != [bool(case["label"]) for case in WORKED]


def chain(n, closed, extra):
    """Return a chain that is open at its end or not, with further edges."""
    end = [[n, n - 1, 1]] if closed else [[n, n + 1, 1]]
    shortcuts = [[0, v, 1] for v in range(2, 2 + extra)]
    return {"n": n, "edges": [[v, v + 1, 1] for v in range(n)] + end + shortcuts}


def test_the_threshold_has_the_better_direction():
    denser = [
        chain(6, closed=closed, extra=k + 2 * (not closed)) for closed in (0, 1) for k in (0, 1)
    ]
    assert rules_of_thumb(denser)[DENSITY] == [True, True, False, False]
    sparser = [chain(6, closed=closed, extra=k + 2 * closed) for closed in (0, 1) for k in (0, 1)]
    assert rules_of_thumb(sparser)[DENSITY] == [True, True, False, False]


def test_the_threshold_is_the_best_one():
    rows = [row for row in ROWS if row["n"] < 8]
    labels = np.array([case["label"] for case in WORKED if case["n"] < 8])
    density = np.array([len(row["edges"]) / row["n"] for row in rows])
    shares = [((density >= c) == labels).mean() for c in [*density, 99]]
    best = max(*shares, *(1 - share for share in shares))
    assert (np.array(rules_of_thumb(rows)[DENSITY]) == labels).mean() == best


def test_the_threshold_follows_the_label_rule():
    open_ = chain(3, closed=False, extra=0)
    lonely = {"n": 4, "edges": [[0, 1, 1], [0, 5, 1], [1, 5, 1], [2, 3, 1], [3, 2, 1]]}
    assert rules_of_thumb([open_, lonely])[DENSITY] == [True, False]
    assert rules_of_thumb([open_, lonely], "reachable")[DENSITY] == [True, True]


def test_no_rows():
    assert rules_of_thumb([]) == {EXITS: [], PAIRS: [], DENSITY: []}


@pytest.mark.parametrize(
    ("edges", "says"),
    [
        ([(0, 1), (1, 2), (2, 1), (3, 4)], False),
        ([(0, 1), (1, 2), (2, 1), (2, 3), (3, 4)], True),
        ([(0, 1), (1, 2), (2, 3), (3, 1)], True),  # a circle of three is not seen
        ([(0, 1), (1, 2), (2, 1)], False),  # vertex 3 has no outgoing edge
    ],
)
def test_two_vertices_that_have_only_each_other(edges, says):
    row = {"n": 3, "edges": [[u, v, 1] for u, v in edges]}
    assert rules_of_thumb([row])[PAIRS] == [says]
