"""The `hf-mathseq` command: one module for each subcommand, heavy imports inside `run`."""

from __future__ import annotations

import argparse
import difflib
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from hf_mathseq import __version__, termination
from hf_mathseq.cli.threads import wait_briefly
from hf_mathseq.suggestions import UserError, unknown_name

COMMANDS = {
    "list": "hf_mathseq.cli.list_tasks",
    "inspect": "hf_mathseq.cli.inspect_task",
    "generate": "hf_mathseq.cli.generate",
    "prepare": "hf_mathseq.cli.prepare",
    "train": "hf_mathseq.cli.train",
    "experiment": "hf_mathseq.cli.experiment",
    "evaluate": "hf_mathseq.cli.evaluate",
    "report": "hf_mathseq.cli.report",
    "solve": "hf_mathseq.cli.solve",
    "check": "hf_mathseq.cli.check",
    "analyse": "hf_mathseq.cli.analyse",
    "network": "hf_mathseq.cli.network",
    "convert": "hf_mathseq.cli.convert",
    "publish": "hf_mathseq.cli.publish",
    "demo": "hf_mathseq.cli.demo",
    "env": "hf_mathseq.cli.env",
}
WITH_FORMULAS = ("solve", "check")
"""Commands whose arguments may begin with a minus sign; they have no options of one letter."""
BAD_INPUT, INTERRUPTED, TERMINATED = 2, 130, 143


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line and exit code 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"{self.prog}: error: {message} (see '{self.prog} --help')\n")


def build_parser(commands: Sequence[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """Return the parser of `hf-mathseq` with the given subcommands."""
    parser = _Parser(prog="hf-mathseq", description="Sequence models on generated mathematics.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in commands:
        module = importlib.import_module(COMMANDS[name])
        summary = (module.__doc__ or "").strip().splitlines()[0]
        subparser = subparsers.add_parser(name, help=summary, description=module.__doc__)
        module.add_arguments(subparser)
        flags = [flag for action in subparser._actions for flag in action.option_strings]
        subparser.set_defaults(run=module.run, flags=flags)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    It is 0, 2 for bad input, 130 for Ctrl-C, or 143 for SIGTERM.
    """
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    if arguments and not arguments[0].startswith("-") and arguments[0] not in COMMANDS:
        return _bad_input(unknown_name("command", arguments[0], COMMANDS))
    if arguments and arguments[0] in WITH_FORMULAS:
        arguments = [f" {each}" if _begins_with_a_minus(each) else each for each in arguments]
    parsed, unread = build_parser().parse_known_args(arguments)
    if unread:
        return _bad_input(_unread(parsed.command, parsed.flags, unread[0]))
    wait_briefly()
    try:
        with termination.raised():
            return int(parsed.run(parsed) or 0)
    except termination.Terminated:
        print("hf-mathseq: terminated; what is finished is kept", file=sys.stderr)
        return TERMINATED
    except KeyboardInterrupt:
        print("hf-mathseq: interrupted; what is finished is kept", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (UserError, OSError) as error:
        return _bad_input(str(error))


def _begins_with_a_minus(argument: str) -> bool:
    """Return whether an argument is a formula such as -x; a space in front says so to argparse."""
    return argument.startswith("-") and not argument.startswith("--") and argument != "-h"


def _unread(command: str, flags: Sequence[str], argument: str) -> str:
    """Return the message for an argument that a command does not know."""
    flag, _, value = argument.partition("=")
    name = flag.lstrip("-")
    close = difflib.get_close_matches(flag.replace("_", "-"), flags, n=1, cutoff=0.8)
    if close:
        hint = f"did you mean {close[0]!r}?"
    elif flag.startswith("--") and "--set" in flags:
        hint = (
            f"options of tasks and fields of recipes are given as --set {name}={value or 'VALUE'}"
        )
    else:
        hint = f"see 'hf-mathseq {command} --help'"
    kind = "option" if flag.startswith("-") else "argument"
    return f"{command}: unknown {kind} {flag[:60]!r}; {hint}"


def _bad_input(message: str) -> int:
    first_line = (message.strip() or "bad input").splitlines()[0]
    print(f"hf-mathseq: error: {first_line[:500]}", file=sys.stderr)
    return BAD_INPUT
