"""What one input may do while it is read: be read, or be refused in one line.

A reader that raises anything else, takes longer than `SECONDS` of processor time, needs more than
`MEMORY` or does what only a program does (`FORBIDDEN`) is a finding.
"""

import contextlib
import os
import re
import resource
import signal
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path

import sympy  # noqa: F401 - SymPy compiles texts of its own, when it is imported at the latest

SECONDS = 2.0
"""Processor time for one input."""
MEMORY = 500 * 2**20
"""Bytes of address space that a process may take beyond what it has before the first input."""
LONGEST_LINE = 1000
"""Characters of a refusal: a line for people, so no input is quoted in full."""
FORBIDDEN = (
    "compile",
    "ctypes.",
    "exec",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.spawn",
    "os.system",
    "pickle.find_class",
    "shutil.",
    "socket.",
    "subprocess.",
    "urllib.",
)
"""Beginnings of the names of audit events that reading may not raise; writing a file is one too."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_WORKER = [sys.executable, "-P", "-m", "hf_mathseq.verification.proof"]
_INSTALLED = (sys.prefix, sys.base_prefix, str(Path(__file__).parents[2] / "hf_mathseq"))
_VARYING = re.compile(r"'(?:[^'\\]|\\.)*'|\"[^\"]*\"|[-\d.]+|\S{30,}")


class Hang(BaseException):
    """An input took too long; not an `Exception`, so that no reader can take it for a refusal."""


class Executed(BaseException):
    """An input had something done that is no reading."""


@dataclass(frozen=True)
class Outcome:
    """What became of one input.

    Attributes:
        kind: "read" or "refused", or a finding: "crash", "hang", "memory", "execution", "message".
        shape: What is alike in inputs that end in the same place: the message without what varies,
            or the place of the crash.
        detail: The traceback of a finding.
    """

    kind: str
    shape: str
    detail: str = ""

    @property
    def is_finding(self):
        return self.kind not in ("read", "refused")


class _Hook:
    """Audit hook that is deaf until it is armed; hooks can not be removed from a process."""

    def __init__(self):
        self.armed = False
        self.installed = False
        self.workers = False

    @contextlib.contextmanager
    def set(self, armed):
        before, self.armed = self.armed, armed
        try:
            yield
        finally:
            self.armed = before

    def __call__(self, event, arguments):
        if not self.armed:
            return
        if event == "open":
            name, _, flags = arguments
            writes = isinstance(flags, int) and flags & _WRITING
            if writes and name != os.devnull and not isinstance(name, int):  # no open pipe
                raise Executed(f"open {arguments[0]!r} for writing")
        elif event == "subprocess.Popen" and self.workers and arguments[1][:4] == _WORKER:
            return
        elif event.startswith(FORBIDDEN) and not _imports(event, arguments):
            raise Executed(f"{event} {str(arguments)[:200]}")


def _imports(event, arguments):
    """Whether code of an installed module is run or compiled, as a late import does."""
    name = {"exec": lambda code: code.co_filename, "compile": lambda _, name: name}.get(event)
    return name is not None and str(name(*arguments)).startswith(_INSTALLED)


_hook = _Hook()


@contextlib.contextmanager
def armed():
    """Forbid what is no reading; a reader's lazy imports must have happened before."""
    if not _hook.installed:
        sys.addaudithook(_hook)
        _hook.installed = True
    with _hook.set(True):
        yield


def unwatched():
    """Allow the fuzzer itself what a reader may not do."""
    return _hook.set(False)


def limit_memory():
    """Bound the memory of this process, for good."""
    with open("/proc/self/statm") as stream:
        pages = int(stream.read().split()[0])
    limit = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _too_long(number, frame):
    raise Hang


def outcome_of(target, given):
    """Read one input of a target and say what became of it.

    The caller keeps the process `armed`, and its memory limited where that is to be watched.
    """
    read, _hook.workers = target.read, target.workers  # made, if need be, before the clock starts
    signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, target.seconds)
    try:
        found = read(given)
    except target.refusals as error:
        signal.setitimer(signal.ITIMER_PROF, 0)
        return _refused(str(error))
    except MemoryError as error:
        return _finding("memory", error)
    except Hang as error:
        return _finding("hang", error)
    except Executed as error:
        return _finding("execution", error)
    except Exception as error:
        return _finding("crash", error)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return Outcome("read", found if isinstance(found, str) else "")


def _refused(line):
    if not line.strip() or not line.isprintable() or len(line) > LONGEST_LINE:
        return Outcome("message", _VARYING.sub("_", line[:80]), line[:2000])
    return Outcome("refused", _VARYING.sub("_", line))


def _finding(kind, error):
    signal.setitimer(signal.ITIMER_PROF, 0)
    with unwatched():  # showing lines of source compiles them
        shown = "".join(traceback.format_exception(error, limit=-8))[-3000:]
        frames = traceback.extract_tb(error.__traceback__, limit=-40)
    own = [f for f in frames if "hf_mathseq" in f.filename] or frames
    place = f"{own[-1].filename.rpartition('hf_mathseq/')[2]}:{own[-1].name}"
    what = _VARYING.sub("_", str(error)) if kind == "execution" else ""
    return Outcome(kind, f"{type(error).__name__} in {place} {what}".strip(), shown)
