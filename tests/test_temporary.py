"""Folders of killed processes are removed by the next one; those in use and others' stay."""

import multiprocessing
import os
import signal
import tempfile

import pytest

from hf_mathseq.temporary import held_folder

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals")
FORK = multiprocessing.get_context("fork" if os.name != "nt" else None)


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def hold(told):
    with held_folder() as folder:
        (folder / "deep").mkdir()
        (folder / "deep" / "file").write_text("left behind")
        told.send(folder)
        signal.pause()


def holder():
    """Start a process that holds a folder for ever; return it and the folder."""
    receiver, sender = FORK.Pipe(duplex=False)
    process = FORK.Process(target=hold, args=(sender,), daemon=True)
    process.start()
    return process, receiver.recv()


def killed(process):
    process.kill()
    process.join()


def test_an_empty_folder_of_ones_own_that_is_removed(place):
    with held_folder() as first, held_folder() as second:
        assert first != second
        assert not [*first.iterdir(), *second.iterdir()]
        assert first.stat().st_mode & 0o777 == 0o700
    assert not list(place.iterdir())


def test_what_a_killed_process_left_is_removed_and_what_is_in_use_is_not(place):
    (dead, left), (living, used) = holder(), holder()
    killed(dead)
    assert (left / "deep" / "file").exists()
    with held_folder() as own:
        assert own.is_dir()
        assert not left.exists()
        assert (used / "deep" / "file").exists()
    killed(living)
    with held_folder() as own:
        assert {path.name.removesuffix(".lock") for path in place.iterdir()} == {own.name}
    assert not list(place.iterdir())


def test_other_files_there_stay(place, tmp_path_factory):
    process, left = holder()
    killed(process)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "file").touch()
    left.rename(place / "moved")
    left.symlink_to(elsewhere)
    (place / "hf_mathseq-other").mkdir()
    with held_folder():
        pass
    assert (elsewhere / "file").exists()
    assert {path.name for path in place.iterdir()} == {"moved", "hf_mathseq-other", left.name}
