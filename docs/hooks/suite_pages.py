"""Pages on the suites, from their classes and from the problems of those that are a list."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from cells import code, plain

from hf_mathseq.evaluation.markdown import table
from hf_mathseq.evaluation.suites import get_suite, list_suites
from hf_mathseq.evaluation.suites.classic import ClassicSuite, classic_problems
from hf_mathseq.evaluation.suites.suite import Suite
from hf_mathseq.tasks import data_sets, get_task

FOLDER = "reference/suites"


def suite_pages() -> dict[str, str]:
    """Return path -> text: one page for each suite, the overview first."""
    suites = [get_suite(name) for name in list_suites()]
    rows = [
        (f"[{code(suite.name)}]({_file(suite)})", plain(suite.title), f"by {suite.grouping}")
        for suite in suites
    ]
    overview = "\n\n".join(
        [
            "# Suites",
            "A suite is a named list of problems in groups, for the models of one data set: "
            "`hf-mathseq evaluate MODEL --suite NAME`. [Suites](../../suites.md) says what each "
            "one asks.",
            table(("suite", "problems", "groups"), rows),
        ]
    )
    pages = {f"{FOLDER}/index.md": overview}
    return pages | {f"{FOLDER}/{_file(suite)}": _page(suite) for suite in suites}


def _file(suite: Suite) -> str:
    return f"{suite.name.replace('/', '-')}.md"


def _page(suite: Suite) -> str:
    drawn = "drawn anew for every seed" if suite.drawn else "a fixed list"
    parts = [
        f"# {suite.name}",
        *(plain(part) for part in (inspect.getdoc(type(suite)) or suite.title).split("\n\n")),
        f"Problems: {drawn}. Groups: one for each {suite.grouping}.",
        f"```text\nhf-mathseq evaluate MODEL --suite {suite.name}\n```",
    ]
    if suite.published_source:
        parts.append(f"Published figures beside the model's: {plain(suite.published_source)}.")
    if isinstance(suite, ClassicSuite):
        parts += _problems(suite)
    return "\n\n".join(parts)


def _problems(suite: ClassicSuite) -> Iterator[str]:
    names = data_sets()[suite.dataset] if suite.by_task else [None]
    for name in names:
        task = get_task(f"{suite.dataset}/{name}") if name else None
        problems = classic_problems(suite.problems, task)
        for category in dict.fromkeys(found for found, _, _ in problems):
            rows = [(code(p), code(a)) for found, p, a in problems if found == category]
            yield f"## {category[:1].upper()}{category[1:]} ({len(rows)})"
            yield table(("problem", "an answer"), rows)
