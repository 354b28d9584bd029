"""`write_gallery`: one page with examples of every task."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from hf_mathseq.reports.gallery_examples import exhibits
from hf_mathseq.reports.gallery_page import Entry, gallery_page
from hf_mathseq.tasks import data_sets, get_task

PAGE = "gallery.html"
EXAMPLES = 2
"""Examples of a task beside the one that its description has."""


def write_gallery(
    output: str | Path = ".",
    tasks: Sequence[str] | None = None,
    examples: int = EXAMPLES,
    progress: Callable[[str], None] = lambda name: None,
) -> Path:
    """Write a page with examples of tasks, their answers and verdicts.

    The page is one file without scripts that needs no network. It is a function of the tasks and
    their versions alone. Tasks that outsiders register are shown too, as text where the package
    does not know how to draw them.

    Args:
        output: The folder; `gallery.html` in it is replaced.
        tasks: Names; None is every registered task.
        examples: Number of drawn examples of each task.
        progress: Called with each task's name before it is shown.

    Returns:
        The file.

    Raises:
        UserError: There is no such task.
    """
    known = [f"{dataset}/{config}" for dataset, found in data_sets().items() for config in found]
    entries = []
    for name in known if tasks is None else tasks:
        progress(name)
        task = get_task(name)
        typed = task.problem_from(task.description.example)
        entries.append(Entry(task, typed, exhibits(task, examples)))
    folder = Path(output)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PAGE).write_text(gallery_page(entries), encoding="utf-8")
    return folder / PAGE
