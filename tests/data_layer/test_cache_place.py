"""One whole directory for each config id, and the newest one at that."""

import os

import pytest

from hf_mathseq.data.cache import CachePlace

RECORD = {"identity": "abc"}


@pytest.fixture
def place(tmp_path):
    return CachePlace(tmp_path, "hf_mathseq___toy", "digits", "1.0.0")


def publish(place, content, text="rows", record=RECORD):
    staging = place.empty_staging()
    staging.mkdir()
    (staging / "train.arrow").write_text(text)
    return place.publish(content, record)


def test_publishing_replaces_everything_else(place):
    publish(place, "one")
    unfinished = place.final("two.incomplete")
    unfinished.mkdir()
    older_version = place.root / place.dataset / place.config_id / "0.9.0" / "one"
    older_version.mkdir(parents=True)
    other_config = place.root / place.dataset / "other" / "1.0.0" / "one"
    other_config.mkdir(parents=True)
    final = publish(place, "two")
    left = {path for path in (place.root / place.dataset).glob("*/*/*") if path.is_dir()}
    assert left == {final, other_config}
    assert not place.staging.parent.exists()


def test_the_kept_directory_is_the_newest(place):
    final = publish(place, "one")
    os.utime(final, (1, 1))
    place.keep_only("one")
    assert final.stat().st_mtime > 1e9


def test_staging_is_empty_at_first(place):
    place.staging.mkdir(parents=True)
    (place.staging / "left.arrow").write_text("by another run")
    assert not place.empty_staging().exists()


RECORDS = ["{", "[]", "null", '"files"', '{"files": {}}', '{"identity": "abc", "files": []}']
RECORDS += ['{"identity": ["abc"], "files": {}}', '{"files": ' * 9_999, '{"identity": "abc"}']


@pytest.mark.parametrize("damage", ["cut", "gone", *RECORDS])
def test_damage_is_seen(place, damage, caplog):
    final = publish(place, "one")
    assert place.holds("one")
    assert place.prepared("abc") == "one"
    if damage == "cut":
        (final / "train.arrow").write_text("ro")
    elif damage == "gone":
        (final / "train.arrow").unlink()
    else:
        (final / "hf_mathseq.json").write_text(damage)
    assert not place.holds("one")
    assert place.prepared("abc") is None
    assert "damaged" in caplog.text
    publish(place, "one")
    assert place.holds("one")


def test_what_was_prepared_of_another_identity_does_not_do(place):
    publish(place, "one")
    assert place.prepared("abd") is None
    assert not place.holds("two")
