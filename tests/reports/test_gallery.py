"""The gallery: one page that needs nothing else, with examples of every task."""

import importlib.metadata
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from hf_mathseq import tasks
from hf_mathseq.cli import main
from hf_mathseq.reports import gallery, write_gallery
from hf_mathseq.reports.gallery_examples import exhibits
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import Status

NAMES = ["integration/bwd", "linear_algebra/eigenvalues", "metabolic_networks/levels"]


class Page(HTMLParser):
    """What a page consists of."""

    def __init__(self, path):
        super().__init__()
        self.tags, self.ids, self.links, self.badges = [], [], [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.append(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []
        if "badge" in given.get("class", ""):
            self.badges.append(given["class"].split()[1])


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return write_gallery(tmp_path_factory.mktemp("gallery"), NAMES)


def test_the_page_needs_nothing_else(written):
    page, text = Page(written), written.read_text(encoding="utf-8")
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert not re.search(r"(src=|url\(|@import|srcset)", text)
    outside = [link for link in page.links if not link.startswith("#")]
    assert all(link.startswith("https://arxiv.org/abs/") for link in outside)


def test_every_task_can_be_reached(written):
    page = Page(written)
    anchors = {link[1:] for link in page.links if link.startswith("#")}
    assert anchors == set(page.ids)
    assert len(page.ids) == len(set(page.ids)) == len(NAMES) + 1
    assert page.tags.count("section") == len(NAMES)


def test_every_example_has_a_right_and_a_wrong_answer(written):
    assert Page(written).badges == ["CORRECT", "INCORRECT"] * gallery.EXAMPLES * len(NAMES)


def test_the_page_depends_on_the_tasks_alone(written, tmp_path):
    again = write_gallery(tmp_path / "deep" / "er", NAMES)
    assert again.read_bytes() == written.read_bytes()


@pytest.mark.parametrize(
    "name", ["ode/ode1", "differential_systems/stability", "metabolic_networks/existence"]
)
def test_verdicts_are_those_of_the_task(name):
    task = get_task(name)
    for exhibit in exhibits(task, 2, seed=5):
        right, wrong = exhibit.answers
        assert right.verdict.status is Status.CORRECT
        assert wrong.verdict.status is Status.INCORRECT
        assert task.verify(exhibit.row, wrong.tokens) == wrong.verdict


def test_tasks_of_outsiders_are_shown_as_text(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path, str(Path(__file__).parents[1] / "data_layer")])
    point = importlib.metadata.EntryPoint(
        "toy_sums/digits", "toy_task:DigitSums", tasks.ENTRY_POINT_GROUP
    )
    monkeypatch.setattr(tasks, "entry_points", lambda group: [point])
    tasks._table.cache_clear()
    try:
        page = Page(write_gallery(tmp_path, ["toy_sums/digits"]))
    finally:
        monkeypatch.undo()
        tasks._table.cache_clear()
    assert "toy_sums-digits" in page.ids
    assert "math" not in page.tags
    assert page.badges.count("CORRECT") == gallery.EXAMPLES


def test_the_command(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(gallery, "data_sets", lambda: {"linear_algebra": ["add", "transpose"]})
    assert main(["report", "gallery", "--output", str(tmp_path)]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "gallery.html")
    assert Page(tmp_path / "gallery.html").tags.count("section") == 2


def test_unknown_tasks_are_one_line(tmp_path):
    with pytest.raises(tasks.UnknownTaskError, match="integration/bwd"):
        write_gallery(tmp_path, ["integration/bwdd"])
