"""Pictures are written, of the plane only where there is one."""

import sys

import numpy as np
import pytest

from hf_mathseq.analysis.fields import values_at
from hf_mathseq.analysis.systems import analyse
from hf_mathseq.suggestions import UserError

PLANE = "x' = sin(x) - x*y + u; y' = sqrt(x + 1) - y at (0, 1)"


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_a_file_of_each_format(tmp_path, ending):
    pytest.importorskip("matplotlib")
    from hf_mathseq.analysis.pictures import save_picture

    path = tmp_path / f"picture.{ending}"
    save_picture(analyse(PLANE), path)
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    assert path.read_bytes().startswith(starts[ending])


@pytest.mark.parametrize(
    ("system", "panels"),
    [(PLANE, 2), ("x''' = u", 1), ("x' = -x", 1), ("x' = y; y' = sqrt(x) at (-1, 0)", 2)],
)
def test_two_states_have_a_plane(system, panels):
    pytest.importorskip("matplotlib")
    from hf_mathseq.analysis.pictures import picture

    figure = picture(analyse(system))
    figure.canvas.draw()
    assert len(figure.axes) == panels


def test_the_ends_of_the_locus_are_the_eigenvalues():
    from hf_mathseq.analysis.pictures import root_locus

    found = analyse("x''' = u")
    path = root_locus(found.jacobian.real, found.inputs.real, found.feedback.gain)
    assert np.abs(path[0]).max() < 1e-9
    last = sorted(path[-1], key=lambda value: (-value.real, -value.imag))
    np.testing.assert_allclose(last, found.feedback.spectrum.values, atol=1e-6)


def test_values_on_a_grid():
    x, y = np.meshgrid([-1.0, 0.0, 1.0], [2.0, 3.0])
    values = values_at(("+", "sqrt", "x0", "/", "x1", 2), [x, y])
    np.testing.assert_allclose(values[:, 1:], np.sqrt(x[:, 1:]) + y[:, 1:] / 2)
    assert np.isnan(values[:, 0]).all()


def test_an_unknown_format(tmp_path):
    from hf_mathseq.analysis.pictures import save_picture

    with pytest.raises(UserError, match="a file ending in png, svg, pdf"):
        save_picture(analyse(PLANE), tmp_path / "picture.bmp")


def test_without_matplotlib(tmp_path, monkeypatch):
    from hf_mathseq.analysis.pictures import save_picture

    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(UserError, match=r"pip install 'hf-mathseq\[pictures\]'"):
        save_picture(analyse(PLANE), tmp_path / "picture.png")
