import numpy as np
import pytest

from hf_mathseq.networks import Network, NetworkError, examples, levels
from hf_mathseq.networks.drawing import draw, save_drawing
from hf_mathseq.suggestions import UserError

pytest.importorskip("matplotlib")
GLYCOLYSIS = examples()["glycolysis"]


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_a_file_of_each_format(tmp_path, ending):
    path = tmp_path / f"network.{ending}"
    save_drawing(GLYCOLYSIS, path)
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    assert path.read_bytes().startswith(starts[ending])


def test_a_drawing_is_the_same_every_time(tmp_path):
    for name in ("first.png", "second.png"):
        save_drawing(GLYCOLYSIS, tmp_path / name)
    assert (tmp_path / "first.png").read_bytes() == (tmp_path / "second.png").read_bytes()


def texts(axes):
    return [text.get_text() for text in axes.texts if text.get_text()]


def test_levels_stand_under_the_names():
    axes = draw(GLYCOLYSIS).axes[0]
    assert axes.get_title() == "one equilibrium"
    assert "glucose\n1" in texts(axes)
    assert {"intake", "excretion"} <= set(texts(axes))


def test_a_prediction_stands_beside_the_exact_levels():
    exact, predicted, scale = draw(GLYCOLYSIS, predicted=1.1 * levels(GLYCOLYSIS)).axes
    assert exact.get_title() == "exact"
    assert predicted.get_title() == "predicted, off by 10.00% of the sum of levels"
    assert scale.get_ylabel() == "level"
    assert "glucose\n1.1" in texts(predicted)


def widths(axes):
    return [text.arrow_patch.get_linewidth() for text in axes.texts if text.arrow_patch]


def test_fluxes_are_widths():
    network = Network(2, [(0, 1, 4), (1, 2, 3), (1, 3, 1), (2, 3, 1)])
    thickest, *_, thinnest = sorted(widths(draw(network).axes[0]), reverse=True)
    assert (thickest, thinnest) == (5.0, pytest.approx(0.5 + 4.5 / 4))


def test_traps_are_red():
    axes = draw(examples()["glycolysis_no_export"]).axes[0]
    assert axes.get_title().startswith("no equilibrium")
    red = [text for text in axes.texts if text.arrow_patch and _is_red(text)]
    assert len(red) == 1  # everything is trapped, so the path ends where it starts
    rims = [line.get_markeredgecolor() for line in axes.lines]
    assert rims.count("tab:red") == 12


def _is_red(text):
    red, green, blue, _ = text.arrow_patch.get_edgecolor()
    return red > green + 0.2 and red > blue + 0.2


@pytest.mark.parametrize(
    ("network", "predicted"),
    [
        (Network(1, []), [0.0]),
        (Network(1, [(0, 1), (1, 2)]), [-1.0]),
        (Network(2, [(0, 1), (1, 3)]), [1.0, 1e9]),
        (Network(3, [(0, 1), (1, 2), (2, 4), (0, 4)]), [1e-9, 1.0, 0.0]),
        (Network(1, [(0, 1)]), [2.0]),
    ],
)
def test_odd_networks_are_drawn(network, predicted):
    draw(network).canvas.draw()
    draw(network, predicted=predicted).canvas.draw()


def test_bad_requests_give_one_line(tmp_path):
    for wrong in ([1.0], np.full(GLYCOLYSIS.n, np.nan), np.ones((GLYCOLYSIS.n, 1))):
        with pytest.raises(NetworkError, match="needs 12 finite levels"):
            draw(GLYCOLYSIS, predicted=wrong)
    with pytest.raises(UserError, match="a file ending in png, svg, pdf"):
        save_drawing(GLYCOLYSIS, tmp_path / "network.gif")
