"""Monitors: known names, installed programs, and where their files stand."""

import pytest

from hf_mathseq.options import OptionError
from hf_mathseq.training import monitors
from hf_mathseq.training.recipe import load_recipe
from hf_mathseq.training.run import train
from hf_mathseq.training.sections import MONITORS


@pytest.mark.parametrize("value", ["tensorboard,trackio", ["tensorboard", "trackio"]])
def test_names_come_as_text_or_as_a_list(tiny, value):
    recipe = load_recipe(tiny, {"training.report_to": value})
    assert recipe.training.report_to == ("tensorboard", "trackio")
    assert "- trackio" in recipe.to_yaml()


def test_an_unknown_monitor_offers_the_nearest(tiny):
    with pytest.raises(OptionError, match="did you mean 'tensorboard'"):
        load_recipe(tiny, {"training.report_to": "tensorbord"})
    with pytest.raises(OptionError, match="takes a list of names"):
        load_recipe(tiny, {"training.report_to": [3]})


def test_a_monitor_that_is_missing_is_one_line(tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(monitors, "find_spec", lambda name: None)
    with pytest.raises(OptionError, match="pip install trackio") as caught:
        train(tiny, {"training.report_to": "trackio"}, tmp_path / "model")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "model.checkpoints").exists()


def test_tensorboard_gets_the_log_beside_the_model(tiny, tmp_path):
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    options = {"training.report_to": "tensorboard"}
    train(tiny, options, tmp_path / "model", progress=False)
    events = EventAccumulator(str(tmp_path / "model.logs"))
    events.Reload()
    assert {"train/loss", "train/data_wait_share", "eval/verified_accuracy"} <= set(
        events.Tags()["scalars"]
    )


def test_trackio_gets_the_log(tiny, tmp_path, monkeypatch):
    pytest.importorskip("trackio")
    monkeypatch.setenv("TRACKIO_DIR", str(tmp_path / "trackio"))
    train(tiny, {"training.report_to": "trackio"}, tmp_path / "model", progress=False)
    assert list((tmp_path / "trackio").glob("*.db"))


def test_every_name_has_its_callback():
    assert set(monitors._CALLBACKS) == set(MONITORS)
