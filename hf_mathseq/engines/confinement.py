"""How computer algebra programs are started: they see and may use as little as possible."""

from __future__ import annotations

MAX_MEMORY = 3 << 30
"""Bytes of address space; the programs reserve more than they use.

Without a limit GCL, on which Maxima and FriCAS may run, reserves whatever the machine has.
"""

# Should this process be killed during an endless answer, the program ends within the hour.
# Not every system limits memory (macOS).
_LIMITED = (
    f"ulimit -v {MAX_MEMORY >> 10}; ulimit -t 3600; "
    'exec env -i HOME=/nonexistent PATH="$PATH" LC_ALL=C.UTF-8 "$0" "$@"'
)


def confined(*command: str) -> list[str]:
    """Return the command that starts a program with limited memory and time.

    It gets neither the user's environment nor start-up files.

    Args:
        command: The program and its arguments.
    """
    return ["sh", "-c", _LIMITED, *command]
