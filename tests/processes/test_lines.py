"""Programs that answer lines: reading never blocks, and an end is seen as an end."""

import sys
import time

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
    assert time.perf_counter() - started < 5


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
