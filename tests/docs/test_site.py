"""The documentation site: it builds without a warning, and no link on it is dead or leaves it."""

import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from hf_mathseq.cli import COMMANDS
from hf_mathseq.evaluation.suites import list_suites
from hf_mathseq.tasks import list_tasks
from hf_mathseq.training.recipe import list_recipes

for needed in ("mkdocs", "material", "mkdocstrings"):
    pytest.importorskip(needed, reason="the extra 'docs' is not installed")

ROOT = Path(__file__).parents[2]
LINK = re.compile(r'<(\w+)\b[^>]*?\s(?:href|src)="([^"]*)"')
ANCHOR = re.compile(r'\s(?:id|name)="([^"]*)"')


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the site, built anew."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return folder


@pytest.fixture(scope="module")
def pages(site):
    """Path -> text of every page of the site."""
    return {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}


def dead_links(pages):
    """Return the links between pages that lead to no file or to no anchor in it."""
    anchors = {path: set(map(unescape, ANCHOR.findall(text))) for path, text in pages.items()}
    dead = []
    for page, text in pages.items():
        for _, link in LINK.findall(text):
            parts = urlsplit(unescape(link))
            if parts.scheme or link in ("", "#", "#__top"):
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            known = not parts.fragment or parts.fragment in anchors.get(target, ())
            if not target.is_file() or not known:
                dead.append(f"{page.name}: {link}")
    return dead


def test_no_link_is_dead(pages):
    # The links of 404.html begin with the address that the site is served at.
    assert not dead_links({path: t for path, t in pages.items() if path.name != "404.html"})


def test_dead_links_are_found(tmp_path):
    page, other = tmp_path / "page.html", tmp_path / "other.html"
    text = '<a href="other.html#here"><a class="x" href="other.html#gone"><img src="none.svg">'
    pages = {page: text, other: '<h1 id="here"><a href="#here">'}
    for path, content in pages.items():
        path.write_text(content)
    assert dead_links(pages) == ["page.html: other.html#gone", "page.html: none.svg"]


def test_nothing_is_loaded_from_elsewhere(site, pages):
    loaded = {
        link
        for text in pages.values()
        for tag, link in LINK.findall(text)
        if tag != "a" and urlsplit(link).scheme not in ("", "data")
    }
    assert not loaded
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert not re.findall(r"(?:@import|url\()\s*['\"]?(?:https?:)?//", styles)


def test_everything_of_the_package_has_its_place(site):
    reference = site / "reference"
    for name in list_tasks():
        assert (reference / "tasks" / f"{name.replace('/', '-')}.html").is_file()
    for name in list_suites():
        assert (reference / "suites" / f"{name.replace('/', '-')}.html").is_file()
    for name in COMMANDS:
        assert (reference / "commands" / f"{name}.html").is_file()
    recipes = "".join(p.read_text(encoding="utf-8") for p in reference.glob("recipes/*.html"))
    assert not [name for name in list_recipes() if f'id="{name.replace("/", "-")}"' not in recipes]


def test_formulas_are_drawn_without_a_script(site):
    page = (site / "reference/tasks/integration-bwd.html").read_text(encoding="utf-8")
    assert "<math" in page
    assert 'class="verdict correct"' in page
    assert 'class="verdict incorrect"' in page
