"""Programs that answer lines: reading never blocks, and an end is seen as an end."""

import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hf_mathseq.processes.lines import LineProcess

ECHO = [
    sys.executable,
    "-c",
    "import sys\nfor line in sys.stdin: print(line.upper(), end='', flush=True)",
]


@pytest.fixture
def echo():
    process = LineProcess(ECHO)
    process.start()
    yield process
    process.stop()


def test_lines_go_in_and_come_out(echo):
    echo.write("one\ntwo\n")
    assert [echo.read(10), echo.read(10)] == ["ONE\n", "TWO\n"]


def test_reading_gives_up_in_time(echo):
    started = time.perf_counter()
    assert echo.read(0.05) is None
    assert time.perf_counter() - started < 60


def test_a_stopped_program_has_no_pid_and_takes_nothing(echo):
    assert echo.pid
    echo.stop()
    assert echo.pid is None
    with pytest.raises(OSError, match="does not run"):
        echo.write("one\n")


def test_it_can_be_started_again(echo):
    echo.stop()
    echo.start()
    echo.write("again\n")
    assert echo.read(10) == "AGAIN\n"


def test_an_ended_program_is_read_as_none():
    process = LineProcess([sys.executable, "-c", "print('last')"])
    process.start()
    assert process.read(10) == "last\n"
    assert process.read(10) is None
    process.stop()


def test_the_environment_is_added():
    code = "import os; print(os.environ['SPOKEN'], 'PATH' in os.environ)"
    process = LineProcess([sys.executable, "-c", code], {"SPOKEN": "yes"})
    process.start()
    assert process.read(10) == "yes True\n"
    process.stop()


def test_the_time_that_a_program_uses_is_known():
    code = "import time\nwhile time.process_time() < 0.3: pass\nprint('done', flush=True)\ninput()"
    process = LineProcess([sys.executable, "-c", code])
    process.start()
    before = process.cpu_seconds
    assert process.read(30) == "done\n"
    assert process.cpu_seconds - before > 0.2
    process.stop()


WORKING_DIRECTORY = [sys.executable, "-c", "import os; print(os.getcwd(), flush=True); input()"]


def started_in_its_folder():
    process = LineProcess(WORKING_DIRECTORY, own_folder=True)
    process.start()
    return process, Path(process.read(30).strip())


def test_a_folder_of_its_own_goes_with_the_program():
    process, folder = started_in_its_folder()
    assert folder != Path.cwd()
    assert folder.is_dir()
    process.stop()
    assert not folder.exists()


def test_a_program_that_has_ended_leaves_no_folder():
    process, folder = started_in_its_folder()
    process.write("end\n")
    assert process.read(30) is None
    process.start()
    assert not folder.exists()
    process.stop()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_leaves_the_folder_to_its_parent():
    process, folder = started_in_its_folder()
    child = multiprocessing.get_context("fork").Process(target=process.stop)
    child.start()
    child.join()
    assert folder.is_dir()
    process.stop()
    assert not folder.exists()


def test_the_end_of_the_asking_process_removes_the_folder():
    code = (
        "import sys\nfrom hf_mathseq.processes.lines import LineProcess\n"
        f"process = LineProcess({[*WORKING_DIRECTORY]!r}, own_folder=True)\n"
        "process.start()\nprint(process.read(30))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip()
    assert not Path(said.stdout.strip()).exists()
