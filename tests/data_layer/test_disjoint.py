"""No example stands in two splits, whatever the folder is called; and files are found in any."""

import shutil

import pytest
from toy_task import DigitSums

from hf_mathseq.data.disjoint import check_disjoint
from hf_mathseq.data.folder import Folder
from hf_mathseq.data.manifest import ShardError
from hf_mathseq.data.parts import PartStore
from hf_mathseq.data.shards import generate_to

NAMES = ["plain", "run[1]", "a*b", "what?", "[!x]"]


@pytest.fixture(params=NAMES)
def folder(request, tmp_path):
    place = tmp_path / request.param / "data"
    for split in ("train", "test"):
        generate_to(DigitSums(), place, 40, split=split, shard_rows=20, progress=False)
    return place


def test_what_is_in_two_splits_is_found(folder):
    check_disjoint(Folder(folder), "test")
    shutil.copy(folder / ".mathseq/train-00001.keys", folder / ".mathseq/test-00000.keys")
    for split in ("train", "test"):
        with pytest.raises(ShardError, match="20 examples are in"):
            check_disjoint(Folder(folder), split)


@pytest.mark.parametrize("content", [None, b"", b"\0" * 19 * 8])
def test_splits_are_not_compared_without_their_keys(tmp_path, content):
    for split in ("train", "test"):
        generate_to(DigitSums(), tmp_path, 40, split=split, shard_rows=20, progress=False)
    keys = tmp_path / ".mathseq/train-00001.keys"
    if content is None:
        keys.unlink()
    else:
        keys.write_bytes(content)
    with pytest.raises(ShardError, match="is missing or damaged, so that splits cannot"):
        check_disjoint(Folder(tmp_path), "test")


@pytest.mark.parametrize("name", NAMES)
def test_parts_are_found(tmp_path, name):
    parts = PartStore(DigitSums(), "train", 0, Folder(tmp_path / name))
    parts.draw([0])
    assert parts.held() == {0}


@pytest.mark.parametrize("url", ["{}", "memory://{}"])
def test_names_match_in_this_folder_alone(tmp_path, url):
    folder = Folder(url.format(tmp_path / "a[b]"))
    for name in ("x-1.json", "x-2.txt", "in/x-3.json", "in/deep/x-4.json"):
        folder.write(name, b"{}")
    Folder(url.format(tmp_path / "ab")).write("x-5.json", b"{}")
    assert folder.names("x-*.json") == ["x-1.json"]
    assert folder.names("*/x-*.json") == ["in/x-3.json"]
    assert folder.names("in/*/x-[0-9].json") == ["in/deep/x-4.json"]
    assert folder.names("in/*.json") == ["in/x-3.json"]
    assert folder.names("nowhere/*.json") == folder.names("x-1.json/*") == []
