"""Faults at the n-th change that a process makes to the files of a folder.

The interpreter's audit events tell of every file that is opened for writing, renamed or removed
and of every directory made, before it happens. A fault is a function of the path concerned.
"""

import contextlib
import errno
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

WRITING = os.O_WRONLY | os.O_RDWR
CHANGES = {  # event -> places of the path and of its directory's descriptor
    "os.remove": (0, 1),
    "os.rmdir": (0, 1),
    "os.mkdir": (0, 2),
}
SECONDS = 600
BAD_INPUT = 2
FORK = multiprocessing.get_context("fork")


def die(event, path):
    """End without warning."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_torn(event, path):
    """End without warning, a file half written."""
    if event == "open":
        Path(path).write_bytes(b'{"torn": ')
    die(event, path)


def disk_full(event, path):
    """Refuse: nothing more can be stored."""
    raise OSError(errno.ENOSPC, "No space left on device", os.fspath(path))


class FaultPoint:
    """An audit hook that counts the changes below a folder and brings the fault at one of them.

    Args:
        folder: Where changes count.
        at: Number of the change, from 1.
        fault: What happens instead; all later ones that need space fail as well if it raises.
    """

    def __init__(self, folder: Path, at: int, fault: Callable[[str, str], None] = die) -> None:
        self.folder, self.at, self.fault = f"{folder}/", at, fault
        self.owner, self.count = os.getpid(), 0

    def __call__(self, event, arguments) -> None:
        paths = [f"{path}/" for path in changed(event, arguments)]
        if os.getpid() != self.owner or not any(p.startswith(self.folder) for p in paths):
            return
        needs_space = event in ("open", "os.mkdir")
        if self.fault is disk_full and not needs_space:
            return
        self.count += 1
        if self.count == self.at or (self.fault is disk_full and self.count > self.at):
            self.fault(event, paths[0][:-1])


def changed(event, arguments):
    """Return the paths that an audit event is about to change."""
    if event == "open":
        path, _, flags = arguments
        return [_path(path)] if isinstance(flags, int) and flags & WRITING else []
    if event == "os.rename":
        return [_path(path) for path in arguments[:2]]
    if event not in CHANGES:
        return []
    place, directory = (arguments[i] for i in CHANGES[event])
    if isinstance(directory, int) and directory >= 0:
        return [str(Path(f"/proc/self/fd/{directory}").readlink() / os.fsdecode(place))]
    return [_path(place)]


def _path(found):
    return str(Path(os.fsdecode(found)).absolute()) if isinstance(found, (str, bytes)) else ""


def outcome(function, *arguments, point=None, errors=None):
    """Run a function in a process of its own and return the exit code.

    As the command line does, it ends with 2 and one line for errors of the user and of the system.

    Args:
        function: Of the module's top level.
        arguments: Its arguments.
        point: A `FaultPoint`'s arguments.
        errors: File for what is said on the error stream.
    """
    process = started(function, *arguments, point=point, errors=errors)
    return ended(process)


def started(function, *arguments, point=None, errors=None):
    """Start a function as `outcome` does and return the process once it runs.

    A signal right after the fork would end nothing: the exception would go on in the caller's code.
    """
    reading, writing = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_run, args=(function, arguments, point, errors, writing))
    process.start()
    writing.close()
    with reading, contextlib.suppress(EOFError):
        reading.recv_bytes()
    return process


def ended(process):
    """Wait for a process and return its exit code."""
    process.join(SECONDS)
    if process.is_alive():
        process.kill()
        raise AssertionError("it hangs")
    return process.exitcode


def killed_after(seconds, function, *arguments):
    """Run a function, kill it after a time, and return whether it was still running."""
    process = started(function, *arguments, errors=os.devnull)
    process.join(seconds)
    process.kill()
    return ended(process) == -signal.SIGKILL


def measured(function, *arguments):
    """Return the seconds that a function takes now, in a process of its own."""
    start = time.monotonic()
    assert outcome(function, *arguments) == 0
    return time.monotonic() - start


def wait_for(condition):
    """Wait until a condition holds."""
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.005)


def children_of(pid):
    """Return the process ids of a process's children."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for path in tasks for child in path.read_text().split()]


def _run(function, arguments, point, errors, running):
    from hf_mathseq.suggestions import UserError

    signal.signal(signal.SIGINT, signal.default_int_handler)
    running.send_bytes(b"running")
    running.close()
    if errors:
        os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), sys.stderr.fileno())
    if point:
        sys.addaudithook(FaultPoint(*point))
    try:
        function(*arguments)
    except (UserError, OSError) as error:
        _leave(f"{error}\n", BAD_INPUT)
    except Exception:
        _leave(traceback.format_exc(), 1)


def _leave(text, code):
    with contextlib.suppress(OSError):
        sys.stderr.write(text)
    raise SystemExit(code)


def contents(folder, pattern="*"):
    """Return the bytes of a folder's files by name, hidden ones and locks left out."""
    return {
        path.name: path.read_bytes()
        for path in sorted(Path(folder).glob(pattern))
        if path.is_file() and not path.name.startswith(".")
    }
