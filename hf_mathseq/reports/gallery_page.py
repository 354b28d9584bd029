"""The gallery as one page of HTML that needs nothing else: no script, no font, no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from hf_mathseq.rendering import render_answer, render_problem
from hf_mathseq.reports.gallery_examples import Exhibit, Shown
from hf_mathseq.reports.gallery_style import STYLE
from hf_mathseq.task import Row, Task

MARKS = {"CORRECT": "✓", "INCORRECT": "✗", "INVALID": "✗", "UNDECIDED": "?"}
"""Signs before a verdict, for those who see no colours."""


@dataclass(frozen=True)
class Entry:
    """A task in the gallery.

    Attributes:
        task: With its options.
        typed: What `problem_from` makes of the example in its description.
        exhibits: Drawn examples.
    """

    task: Task
    typed: Row
    exhibits: Sequence[Exhibit]


def gallery_page(entries: Sequence[Entry]) -> str:
    """Return the page.

    Args:
        entries: The tasks, in the order in which they are shown.
    """
    links = "".join(
        f'<li><a href="#{_anchor(entry.task)}">{escape(entry.task.name)}</a></li>'
        for entry in entries
    )
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>Gallery of hf_mathseq</title><style>{STYLE}</style></head><body>",
            '<a class="skip" href="#content">Skip to the examples</a>',
            "<header><h1>Gallery</h1><p>Examples of every task: problems, answers, their tokens "
            "and what the checks say. Answers are checked mathematically, never by comparing "
            "strings.</p></header>",
            f'<nav aria-label="Tasks"><ul>{links}</ul></nav>',
            '<main id="content">',
            *map(_section, entries),
            "</main></body></html>",
            "",
        ]
    )


def _section(entry: Entry) -> str:
    task, described = entry.task, entry.task.description
    paper = f"https://arxiv.org/abs/{described.paper}"
    typed = escape(described.example)
    parts = [
        f'<section id="{_anchor(task)}"><h2>{escape(task.name)}</h2>',
        f'<p>{escape(described.title)} (<a href="{escape(paper)}">arXiv:'
        f"{escape(described.paper)}</a>): from {escape(described.problem)} to "
        f"{escape(described.answer)}.</p>",
        f"<article><h3>As people type it</h3><p><code>{typed}</code></p>"
        f"{_scrolled(render_problem(task, entry.typed), 'problem')}</article>",
        *(_article(task, exhibit) for exhibit in entry.exhibits),
        "</section>",
    ]
    return "\n".join(parts)


def _article(task: Task, exhibit: Exhibit) -> str:
    row = exhibit.row
    answers = "".join(_answer(task, row, shown) for shown in exhibit.answers)
    problem = _scrolled(render_problem(task, row), "problem")
    tokens = _tokens("Tokens of the problem", row["input"].split())
    return f"<article><h3>Problem</h3>{problem}{tokens}{answers}</article>"


def _answer(task: Task, row: Row, shown: Shown) -> str:
    status = shown.verdict.status
    told = f"{shown.verdict.method}: {shown.verdict.detail}".removesuffix(": ")
    badge = f'<span class="badge {status}">{MARKS[status]} {status}</span>'
    content = _scrolled(render_answer(task, row, shown.tokens), shown.origin)
    return (
        f"<h3>{escape(shown.origin.capitalize())} {badge}</h3>{content}"
        f"<p>{escape(told)}</p>{_tokens('Tokens of the answer', shown.tokens)}"
    )


def _tokens(title: str, tokens: Sequence[str]) -> str:
    return (
        f"<details><summary>{escape(title)} ({len(tokens)})</summary>"
        f"<p><code>{escape(' '.join(tokens))}</code></p></details>"
    )


def _scrolled(content: str, label: str) -> str:
    """Return content that scrolls by itself, with the keyboard too, where it is too wide."""
    attributes = f'class="scroll" tabindex="0" role="group" aria-label="{escape(label)}"'
    return f"<div {attributes}>{content}</div>"


def _anchor(task: Task) -> str:
    return escape(task.name.replace("/", "-"))
