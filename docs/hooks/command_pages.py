"""Pages on the subcommands, from what `--help` prints."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from textwrap import fill

from cells import code, plain

from hf_mathseq.cli import COMMANDS, build_parser
from hf_mathseq.evaluation.markdown import table

FOLDER = "reference/commands"
WIDTH, INDENT = 76, "    "
"""Of the lines that show how a command is called, whatever the terminal's width is."""


def command_pages() -> dict[str, str]:
    """Return path -> text: one page for each subcommand, the overview first."""
    parsers = _subparsers()
    rows = [(f"[`{name}`]({name}.md)", _summary(parser)) for name, parser in parsers.items()]
    overview = "\n\n".join(
        [
            "# Commands",
            "Every command has `--help`. Bad input is one line and exit code 2; Ctrl-C is exit "
            "code 130, SIGTERM 143, and what is finished is kept.",
            table(("`hf-mathseq`", "what it does"), rows),
        ]
    )
    pages = {f"{FOLDER}/index.md": overview}
    return pages | {f"{FOLDER}/{name}.md": _page(name, found) for name, found in parsers.items()}


def _subparsers() -> dict[str, argparse.ArgumentParser]:
    whole = build_parser(tuple(COMMANDS))
    action = next(a for a in whole._actions if isinstance(a, argparse._SubParsersAction))
    return dict(action.choices)


def _summary(parser: argparse.ArgumentParser) -> str:
    return (parser.description or "").strip().splitlines()[0]


def _page(name: str, parser: argparse.ArgumentParser) -> str:
    usage = " ".join(parser.format_usage().removeprefix("usage: ").split())
    parts = [
        f"# {name}",
        plain((parser.description or "").strip()),
        f"```text\n{fill(usage, WIDTH, subsequent_indent=INDENT, break_on_hyphens=False)}\n```",
    ]
    for title, rows in _arguments(parser):
        parts += [f"## {title}", table(("argument", "meaning"), rows)]
    return "\n\n".join(parts)


def _arguments(parser: argparse.ArgumentParser) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    formatter = parser._get_formatter()
    for group in parser._action_groups:
        rows = [
            (code(formatter._format_action_invocation(action)), _help(action))
            for action in group._group_actions
            if action.help is not argparse.SUPPRESS and action.dest != "help"
        ]
        if rows:
            title = (group.title or "arguments").removeprefix("positional ")
            yield plain(title[:1].upper() + title[1:]), rows


def _help(action: argparse.Action) -> str:
    """Return the sentence of an argument, its choices and its default."""
    told = (action.help or "") % (vars(action) | {"prog": "hf-mathseq"})
    parts = [plain(told)] if told else []
    if action.choices and not all(str(choice) in told for choice in action.choices):
        parts.append(f"one of {', '.join(map(code, action.choices))}")
    if action.default not in (None, False, "", [], argparse.SUPPRESS) and "default" not in told:
        parts.append(f"default: {code(str(action.default))}")
    return "; ".join(parts)
