import pytest

from hf_mathseq.networks import NetworkError
from hf_mathseq.suggestions import MAX_LINE, UserError


@pytest.mark.parametrize("kind", [UserError, NetworkError])
@pytest.mark.parametrize(
    ("quoted", "shown"),
    [
        ("a\nb", r"a\nb"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("\u202etxt.exe", r"\u202etxt.exe"),
        ("\ud800", r"\ud800"),
        ("naïve π → 3", "naïve π → 3"),
    ],
)
def test_what_an_error_quotes_stays_on_its_line(kind, quoted, shown):
    line = str(kind(f"unknown name {quoted}; allowed: x"))
    assert line == f"unknown name {shown}; allowed: x"
    assert line.isprintable()


def test_an_error_has_a_bounded_length():
    assert str(UserError("x" * 10**6)) == "x" * (MAX_LINE - 3) + "..."
