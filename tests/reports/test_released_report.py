"""The report of a released model, its card, and the page on reports."""

import csv
import shutil
from pathlib import Path

import pytest
from pages import blocks_of, run_block

from hf_mathseq.cli import main
from hf_mathseq.evaluation.card import card_of

CARDS = Path(__file__).parents[2] / "model_cards"
PAGE = "reports.md"
BLOCKS = blocks_of(PAGE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the released models in it."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "model_cards").symlink_to(CARDS)
    return folder


@pytest.fixture
def released(tmp_path):
    """A released model without weights, hypotheses and its report."""
    left_out = shutil.ignore_patterns("*.safetensors", "examples", "report")
    name = "linear_algebra-eigenvalues-laptop"
    return Path(shutil.copytree(CARDS / name, tmp_path / name, ignore=left_out))


def test_the_card_shows_the_pictures_of_the_models_own_report(released, tmp_path, capsys):
    pytest.importorskip("matplotlib")
    plain = card_of(released)
    assert main(["report", str(released), "--output", str(tmp_path / "elsewhere")]) == 0
    assert card_of(released) == plain
    assert main(["report", str(released)]) == 0
    assert "no stored hypotheses" in capsys.readouterr().err
    card = (released / "README.md").read_text()
    assert "![training curves](report/training_curve.png)" in card
    before, _, rest = card.partition("## Pictures")
    assert before + rest[rest.index("## Limits") :] == plain
    shutil.rmtree(released / "report")
    (released / "report").mkdir()
    (released / "report" / "report.json").write_text("[]")
    assert card_of(released) == plain


def test_the_tables_say_what_the_card_says(released):
    assert main(["report", str(released)]) == 0
    with (released / "report" / "accuracy.csv").open(newline="") as file:
        strict = next(csv.DictReader(file))
    assert f"{100 * float(strict['accuracy']):.1f} %" in (released / "README.md").read_text()


@pytest.mark.parametrize("index", range(len(BLOCKS)))
def test_block_of_the_page(index, folder, monkeypatch):
    run_block(*BLOCKS[index], folder, monkeypatch)
    assert (folder / "runs" / "ode1" / "report.json").exists()
