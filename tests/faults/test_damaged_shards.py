"""Damage to any file of a folder: the same command mends it, or says in one line what is wrong."""

import shutil
from pathlib import Path

import pytest
from damages import damages, files_of, put
from fault_points import contents
from toy_task import DigitSums

import hf_mathseq
from hf_mathseq.conversion.data import DataOptions, convert_data
from hf_mathseq.data import parts
from hf_mathseq.data.manifest import ShardError, read_shards
from hf_mathseq.data.shards import generate_to

LINES = Path(__file__).parents[1] / "data/symbolic/prim_bwd.counts"


def generate(folder):
    generate_to(DigitSums(), folder, 700, shard_rows=300, progress=False)


def convert(folder):
    options = DataOptions(shard_lines=40, natural=False)
    convert_data(LINES, hf_mathseq.get_task("integration/bwd"), folder, options, progress=False)


def rows_read(folder):
    """Return the number of rows of a folder that reads as whole, or None."""
    try:
        return sum(map(len, read_shards(folder)))
    except ShardError as error:
        assert "\n" not in str(error)  # noqa: PT017 - not every damage is seen by readers
        return None


@pytest.mark.parametrize(("make", "flips"), [(generate, 8), (convert, 2)])
def test_the_same_command_mends_every_file(tmp_path, make, flips):
    whole, folder = tmp_path / "whole", tmp_path / "damaged"
    make(whole)
    shutil.copytree(whole, folder)
    expected, rows = contents(whole), rows_read(whole)
    mended = refused = 0
    for name in files_of(whole):
        original = (whole / name).read_bytes()
        for damage in damages(original, name, flips):
            put(folder / name, damage)
            assert rows_read(folder) in (rows, None)
            try:
                make(folder)
            except ShardError as error:
                assert "choose another folder" in str(error)  # noqa: PT017
                assert name == ".mathseq/train.json"
                put(folder / name, original)
                refused += 1
            else:
                assert contents(folder) == expected, (name, damage)
                mended += 1
    assert mended > 10 * refused


def test_shards_whose_claim_is_lost_are_nobody_elses(tmp_path):
    """Without the note of what a folder holds, records tell whose shards they are."""
    generate(tmp_path / "found")
    (tmp_path / "found/.mathseq/train.json").write_text("{")
    for folder in ("found", "new"):
        generate_to(DigitSums(), tmp_path / folder, 700, seed=1, shard_rows=300, progress=False)
    assert contents(tmp_path / "found") == contents(tmp_path / "new")


@pytest.mark.slow
def test_damaged_parts_are_drawn_again(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "PART_DRAWS", 1000)
    task, store = DigitSums(), "parts"
    for index in range(2):
        parts.draw_part(task, "train", 0, index, tmp_path / store)
    names = files_of(tmp_path / store)
    assert len(names) >= 6
    generate(tmp_path / "whole")
    expected = contents(tmp_path / "whole")
    for name in names:
        original = (tmp_path / store / name).read_bytes()
        for damage in damages(original, name, flips=4):
            folder = tmp_path / "folder"
            shutil.copytree(tmp_path / store, folder)
            put(folder / name, damage)
            generate_to(task, folder, 700, shard_rows=300, progress=False, keys_in_memory=400)
            assert contents(folder) == expected
            shutil.rmtree(folder)
