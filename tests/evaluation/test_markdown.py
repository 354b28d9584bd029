import pytest

from hf_mathseq.evaluation.markdown import interval, percent, span


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (0.0, "0.0 %"),
        (1.0, "100.0 %"),
        (0.5896, "59.0 %"),
        (0.9996, "99.96 %"),
        (0.99996, "99.996 %"),
        (0.0002, "0.02 %"),
        (1e-9, "0.0 %"),
    ],
)
def test_a_share_that_is_not_all_is_not_written_as_all(share, written):
    assert percent(share) == written


def test_ends():
    assert span((0.5, 0.5001)) == "50.0 %"
    assert span((0.9996, 1.0)) == "99.96 to 100.0 %"
    assert interval((0.0004, 1.0)) == "0.04 to 100.0 %"
