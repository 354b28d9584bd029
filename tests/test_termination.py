"""SIGTERM closes and removes what is open; programs with handlers of their own keep them."""

import multiprocessing
import os
import signal
import tempfile
import threading
import time

import pytest

from hf_mathseq.cli import main
from hf_mathseq.hub import publication
from hf_mathseq.termination import Terminated, raised

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals")


def test_sigterm_is_raised_and_given_back():
    with pytest.raises(Terminated), raised():
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_handler_of_the_program_is_kept():
    received = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: received.append(number))
    try:
        with raised():
            signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert received == [signal.SIGTERM]


def test_other_threads_leave_it_alone():
    found = []

    def look():
        with raised():
            found.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == [signal.SIG_DFL]


def run_for_long(running):
    running.set()
    time.sleep(60)


def test_a_forked_process_ends_without_its_parents_cleaning():
    context = multiprocessing.get_context("fork")
    running = context.Event()
    with raised():
        child = context.Process(target=run_for_long, args=(running,))
        child.start()
        assert running.wait(60)
        child.terminate()
        child.join()
    assert child.exitcode == -signal.SIGTERM


def test_a_terminated_publication_leaves_no_staging_folder(tmp_path, monkeypatch, capsys):
    def terminate(folder, name, staging):
        (staging / "README.md").write_text("a card")
        signal.raise_signal(signal.SIGTERM)

    model, temporary = tmp_path / "model", tmp_path / "temporary"
    model.mkdir()
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setattr(publication, "stage_model", terminate)
    assert main(["publish", str(model), "--to", "someone/something", "--kind", "model"]) == 143
    assert "terminated" in capsys.readouterr().err
    assert not list(temporary.iterdir())
