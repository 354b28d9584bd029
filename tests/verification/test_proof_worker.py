"""The killable worker: it proves, gives up in time, and comes back."""

import multiprocessing
import os
import signal
import threading
import time

import pytest

from hf_mathseq.processes.worker import START_SECONDS
from hf_mathseq.verification.proof import simplifies_to_zero
from hf_mathseq.verification.worker import CPU_SECONDS, WALL_FACTOR, ProofWorker

SQUARE, DOUBLE = ["pow", "x", "INT+", "2"], ["mul", "INT+", "2", "x"]
ENDLESS = ["pow", "INT+", "9", "pow", "INT+", "9", "pow", "INT+", "9", "INT+", "9"]


@pytest.fixture
def worker():
    found = ProofWorker()
    yield found
    found.close()


def test_what_simplifies_to_zero():
    assert simplifies_to_zero(SQUARE, DOUBLE)
    assert simplifies_to_zero(["ln", "x"], ["inv", "x"])
    assert simplifies_to_zero(["pow", "sin", "x", "INT+", "2"], ["sin", "mul", "INT+", "2", "x"])
    assert not simplifies_to_zero(SQUARE, ["x"])


def test_proves_with_one_process(worker):
    assert worker.pid is None
    assert worker.proves(SQUARE, DOUBLE)
    first = worker.pid
    assert not worker.proves(SQUARE, ["x"])
    assert worker.pid == first


def test_gives_up_and_is_replaced(worker):
    assert worker.proves(SQUARE, DOUBLE)
    first = worker.pid
    started = time.perf_counter()
    assert not worker.proves(ENDLESS, ["x"])
    assert time.perf_counter() - started < WALL_FACTOR * CPU_SECONDS + 60
    assert worker.proves(SQUARE, DOUBLE)
    assert worker.pid != first


def test_the_clock_is_the_second_limit():
    slow = ProofWorker(cpu_seconds=60, wall_seconds=0.3)
    slow.proves(["x"], ["x"])
    started = time.perf_counter()
    assert not slow.proves(ENDLESS, ["x"])
    assert time.perf_counter() - started < START_SECONDS + 60
    slow.close()


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs POSIX signals")
def test_a_proof_that_a_loaded_machine_holds_up_is_a_proof(worker):
    assert worker.proves(SQUARE, DOUBLE)
    first = worker.pid
    os.kill(first, signal.SIGSTOP)
    going_on = threading.Timer(1.5, os.kill, (first, signal.SIGCONT))
    going_on.start()
    assert worker.proves(SQUARE, DOUBLE)
    going_on.join()
    assert worker.pid == first


@pytest.mark.parametrize("words", [["add", "x"], ["nonsense"], [], ["add"] * 4000 + ["x"] * 4001])
def test_words_that_are_no_expression_prove_nothing(worker, words):
    assert not worker.proves(words, ["x"])
    assert worker.proves(SQUARE, DOUBLE)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
def test_a_killed_worker_is_replaced(worker):
    assert worker.proves(SQUARE, DOUBLE)
    os.kill(worker.pid, signal.SIGKILL)
    assert worker.proves(SQUARE, DOUBLE) or worker.proves(SQUARE, DOUBLE)


def test_closing_ends_the_process(worker):
    worker.proves(SQUARE, DOUBLE)
    worker.close()
    assert worker.pid is None
    assert worker.proves(SQUARE, DOUBLE)


def _proves_in_child(worker, queue):
    queue.put((worker.proves(SQUARE, DOUBLE), worker.pid))
    worker.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_starts_its_own(worker):
    worker.proves(SQUARE, DOUBLE)
    mine = worker.pid
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_proves_in_child, args=(worker, queue))
    child.start()
    proven, theirs = queue.get(timeout=600)
    child.join()
    assert proven
    assert theirs != mine
    assert worker.proves(SQUARE, DOUBLE)
    assert worker.pid == mine
