"""MkDocs hook: adds the pages that are generated from the package, and their places in the menu."""

from __future__ import annotations

from typing import Any

from api_pages import api_menu, api_pages
from command_pages import command_pages
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from recipe_pages import recipe_menu, recipe_pages
from repository_links import site_links
from repository_pages import repository_pages
from result_pages import result_pages
from suite_pages import suite_pages
from task_pages import task_menu, task_pages

SECTIONS = {
    "Tasks": task_pages,
    "Recipes": recipe_pages,
    "Suites": suite_pages,
    "Commands": command_pages,
    "Python": api_pages,
}
"""Sections of the reference and what makes their pages, the overview of each first."""
MENUS = {"Tasks": task_menu, "Recipes": recipe_menu, "Python": api_menu}
"""Sections whose menu is more than their pages in order."""
REFERENCE = "Reference"

_pages: dict[str, str] = {}


def on_config(config: MkDocsConfig) -> None:
    """Make the pages and put them into the menu below `Reference`."""
    _pages.clear()
    _pages.update(result_pages() | repository_pages())
    for entry in config.nav or []:
        if isinstance(entry, dict) and REFERENCE in entry:
            entry[REFERENCE] += [{name: _section(name)} for name in SECTIONS]


def _section(name: str) -> list[Any]:
    """Make the pages of a section and return its menu."""
    pages = SECTIONS[name]()
    _pages.update(pages)
    return MENUS[name]() if name in MENUS else list(pages)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages to what is built."""
    for path, text in _pages.items():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Return a page with links to the pages that are generated from files of the repository."""
    return site_links(markdown, page.file.src_uri)
