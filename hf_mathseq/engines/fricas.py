"""FriCAS as an integrator: one process, asked over its standard input.

FriCAS (BSD licence, Debian package `fricas`) decides the integrals of elementary functions more
completely than SymPy, and faster. It numbers what it meets, so that an answer may depend on what
was integrated before in the same process: a fresh engine for every block keeps blocks independent.
It counts no steps; `WALL_SECONDS` ends an integration that does not come to an end.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from functools import cache

from hf_mathseq.engines.fricas_forms import read_form, write_fricas
from hf_mathseq.processes.lines import LineProcess
from hf_mathseq.suggestions import UserError
from hf_mathseq.symbolic.expression import Expr, ExpressionError, read_prefix

WALL_SECONDS = 0.2
"""Time of one integration by the clock, some twenty times the median."""
START_SECONDS = 30.0
"""Time that FriCAS may take to start; it takes a quarter of a second."""
MAX_CHARACTERS = 100_000
"""Longer answers are far beyond the longest sequences."""

_SETTINGS = """\
)set messages autoload off
)set messages type off
)set messages time off
)set output algebra off
)lisp (setq *print-pretty* nil)
"""
# These make FriCAS load most of its integration library, so that no later integral pays for it.
_WARM_UP = ("x*cos(x)", "tanh(x)^2", "asin(x)", "log(x + exp(x))/x", "sqrt(x^2 + 1)", "1/(x^3 + 2)")
_PROMPT = re.compile(r"^(\(\d+\) -> *)+")


class FricasEngine:
    """Integrates with FriCAS.

    Args:
        wall_seconds: Time of one integration by the clock.

    Raises:
        UserError: FriCAS is not installed.
    """

    def __init__(self, wall_seconds: float = WALL_SECONDS) -> None:
        self._wall_seconds = wall_seconds
        self._process = LineProcess([fricas_path(), "-nosman"])
        self._jobs = 0

    @property
    def pid(self) -> int | None:
        """FriCAS's process id, or None when it does not run."""
        return self._process.pid

    def integrate(self, integrand: Expr) -> Expr | None:
        """Return FriCAS's antiderivative by x, None where it gives none in published words."""
        form = self._form(write_fricas(integrand))
        if form is None:
            return None
        try:
            return read_prefix(read_form(form))
        except ExpressionError:
            return None

    def close(self) -> None:
        """End FriCAS; the next integral starts it again."""
        self._process.stop()

    def _form(self, integrand: str) -> str | None:
        """Return what FriCAS prints, None where it has to be ended."""
        try:
            if self._process.pid is None:
                self._start()
            return self._printed(_command(integrand), self._wall_seconds)
        except OSError:  # it has died
            self.close()
            return None

    def _start(self) -> None:
        self._process.start()
        self._process.write(_SETTINGS)
        self._printed("".join(map(_command, _WARM_UP)), START_SECONDS)

    def _printed(self, commands: str, seconds: float) -> str | None:
        """Return what commands print; where they do not end in time, FriCAS is ended."""
        self._jobs += 1
        mark = f'"end {self._jobs}"'
        self._process.write(f"{commands}PRINT({mark})$Lisp\n")
        deadline = time.monotonic() + seconds
        lines: list[str] = []
        size = 0
        while (line := self._process.read(deadline - time.monotonic())) is not None:
            shown = _PROMPT.sub("", line)
            if mark in shown:
                return "".join(lines)
            size += len(shown)
            if size > MAX_CHARACTERS:
                break
            lines.append(shown)
        self.close()
        return None


def _command(integrand: str) -> str:
    return f"PRINT(integrate({integrand}, x)::InputForm)$Lisp\n"


@cache
def fricas_version() -> str:
    """Return what `fricas --version` says, e.g. "FriCAS 1.3.8".

    Raises:
        UserError: FriCAS is not installed.
    """
    command = [fricas_path(), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return next((line for line in done.stdout.splitlines() if line.startswith("FriCAS")), "FriCAS")


def fricas_path() -> str:
    """Return where the program is.

    Raises:
        UserError: It is not installed.
    """
    found = shutil.which("fricas")
    if found is None:
        raise UserError(
            "FriCAS is not installed: install the package 'fricas', or choose another integrator"
        )
    return found
