"""Pages and errors as HTML: everything that is not markup of the package is escaped."""

from __future__ import annotations

from html import escape

from hf_mathseq.demo.page import Hypothesis, Page, Picture
from hf_mathseq.verdict import Status

SIGNS = {
    Status.CORRECT: "✓",
    Status.INCORRECT: "✗",
    Status.INVALID: "∅",
    Status.UNDECIDED: "?",
}
"""Verdicts are told apart by sign and word, not by colour alone."""


def page_markup(page: Page) -> str:
    """Return a page as HTML."""
    listed = "".join(map(_hypothesis, page.hypotheses))
    count = len(page.hypotheses)
    return (
        f'<section class="answers" aria-label="Answer">{_headline(page)}'
        f'<div class="problem">{page.markup}</div>'
        f'<p class="source">{escape(page.model)} ({escape(page.task)}), {count} '
        f"hypothes{'is' if count == 1 else 'es'} found and checked in {page.seconds:.2f} s</p>"
        f'<ol class="hypotheses">{listed}</ol>'
        f"{''.join(map(_picture, page.pictures))}</section>"
    )


def error_markup(message: str) -> str:
    """Return one line that says what is wrong, as an alert that screen readers announce."""
    return f'<p class="error" role="alert">{escape(message)}</p>'


def _headline(page: Page) -> str:
    best = page.best
    if best is None:
        return '<h2>No verified answer <span class="badge none">nothing is claimed</span></h2>'
    return f"<h2>{_badge(best.status)} verified answer at rank {best.rank}</h2>"


def _badge(status: str) -> str:
    sign = SIGNS[Status(status)]
    return f'<span class="badge {escape(status.lower())}">{sign} {escape(status)}</span>'


def _hypothesis(found: Hypothesis) -> str:
    score = "" if found.score is None else f"{found.score:.3f}"
    why = ": ".join(escape(part) for part in (found.method, found.detail) if part)
    return (
        f'<li><div class="line">{_badge(found.status)}'
        f'<span class="answer" title="{escape(found.text)}">{found.markup}</span>'
        f'<span class="score" title="log-probability per token">{score}</span></div>'
        f'<div class="why">{why}</div></li>'
    )


def _picture(picture: Picture) -> str:
    return (
        f"<figure><figcaption>{escape(picture.title)}</figcaption>"
        f'<img src="data:image/png;base64,{escape(picture.png)}" '
        f'alt="{escape(picture.description)}"></figure>'
    )
