"""FriCAS as an integrator: one process, asked over its standard input.

FriCAS (BSD licence, Debian package `fricas`) decides the integrals of elementary functions more
completely than SymPy, and faster. It numbers what it meets, so that an answer may depend on what
was integrated before in the same process: a fresh engine for every block keeps blocks independent.
It counts no steps: processor time ends an integration that takes long, so that an answer near the
limit may be missing on a slower machine. The limit is set where hardly any answer is near it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache

from hf_mathseq.engines.confinement import confined
from hf_mathseq.engines.dialogue import Dialogue
from hf_mathseq.engines.fricas_forms import read_form, write_fricas
from hf_mathseq.suggestions import UserError
from hf_mathseq.symbolic.expression import Expr, ExpressionError, read_prefix

CPU_SECONDS = 0.1
"""Processor time of one integration; of 262 random functions the 96 answered took up to 0.05."""

_SETTINGS = """\
)set messages autoload off
)set messages type off
)set messages time off
)set output algebra off
)lisp (setq *print-pretty* nil)
"""
# The first integral makes FriCAS load its integration library, so that no later one pays for it.
_WARM_UP = "x*cos(x)"
_MARK = 'PRINT("end {}.")$Lisp\n'
_PROMPT = re.compile(r"^(\(\d+\) -> *)+")


class FricasEngine:
    """Integrates with FriCAS.

    Args:
        cpu_seconds: Processor time of one integration.

    Raises:
        UserError: FriCAS is not installed.
    """

    def __init__(self, cpu_seconds: float = CPU_SECONDS) -> None:
        self._cpu_seconds = cpu_seconds
        command = confined(fricas_path(), "-nosman")
        self._dialogue = Dialogue(command, _SETTINGS + _command(_WARM_UP), _MARK)

    @property
    def pid(self) -> int | None:
        """FriCAS's process id, or None when it does not run."""
        return self._dialogue.pid

    @property
    def used_seconds(self) -> float:
        """Processor time that all answers have taken."""
        return self._dialogue.used_seconds

    def integrate(self, integrand: Expr, cpu_seconds: float | None = None) -> Expr | None:
        """Return FriCAS's antiderivative by x, None where it gives none in published words.

        Args:
            integrand: An expression in x.
            cpu_seconds: Processor time of this integration, if not that of the engine.
        """
        printed = self._dialogue.ask(
            _command(write_fricas(integrand)), cpu_seconds or self._cpu_seconds
        )
        if printed is None:
            return None
        try:
            return read_prefix(read_form("".join(_PROMPT.sub("", line) for line in printed)))
        except ExpressionError:
            return None

    def close(self) -> None:
        """End FriCAS; the next integral starts it again."""
        self._dialogue.close()


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
