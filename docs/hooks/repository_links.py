"""Links that lead out of docs/ in the repository, and to a page of the site here."""

from __future__ import annotations

import posixpath
import re

SHOWN_BY = {
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "benchmarks/results": "results.md",
    "hf_mathseq": "reference/api/index.md",
    "hf_mathseq/cli": "reference/commands/index.md",
    "hf_mathseq/evaluation/suites": "reference/suites/index.md",
    "hf_mathseq/task.py": "reference/api/tasks.md",
    "hf_mathseq/tasks": "reference/tasks/index.md",
    "hf_mathseq/training/recipes": "reference/recipes/index.md",
}
"""File or folder of the repository -> the page that shows it."""
_LINK = re.compile(r"\]\(([^)\s#:]+)((?:#[^)\s]*)?)\)")


def site_links(text: str, page: str) -> str:
    """Return a page with its links to what `SHOWN_BY` names leading to pages of the site.

    Args:
        text: Markdown whose links are right in the repository.
        page: Path of the page below docs/.
    """
    folder = posixpath.dirname(page)

    def moved(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join("docs", folder, link[1]))
        if target not in SHOWN_BY:
            return link[0]
        return f"]({posixpath.relpath(SHOWN_BY[target], folder or '.')}{link[2]})"

    return _LINK.sub(moved, text)
