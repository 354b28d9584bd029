"""What an analysis says and does not say: equilibria, and names that became controls."""

import pytest

import hf_mathseq


def lines(text):
    return str(hf_mathseq.analyse(text)).splitlines()


@pytest.mark.parametrize("text", ["x' = u1 - x; u1 = 3", "x' = 1 + x", "x' = 1"])
def test_nothing_is_said_of_stability_where_no_equilibrium_is(text):
    shown = "\n".join(lines(text))
    assert "no statement on stability, for the point is no equilibrium" in shown
    assert "returns" not in shown
    assert "unstable" not in shown


def test_stability_of_an_equilibrium_is_said():
    assert "stable: what starts near returns like exp(-1 t) (eigenvalue -1)" in lines(
        "x' = u1 - x; u1 = 3 at x = 3"
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x' = -k*x", "k is read as a control; 'k = 1; ...' makes k a parameter"),
        (
            "x' = -k*x + a + u1 + v",
            "k, a are read as controls; 'k = 1; ...' makes k a parameter",
        ),
    ],
)
def test_names_that_became_controls_are_said(text, line):
    assert lines(text)[1] == line


@pytest.mark.parametrize("text", ["x' = -x + u", "x' = -x + u_1 + v2", "k = 1; x' = -k*x"])
def test_controls_and_parameters_need_no_such_line(text):
    assert not any("read as" in line for line in lines(text))
