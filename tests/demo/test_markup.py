from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from hf_mathseq.demo.markup import error_markup, page_markup
from hf_mathseq.demo.page import Hypothesis, Page, Picture

HOSTILE = "<script>alert(1)</script>\" onload='x' & <img src=x onerror=alert(1)>"


class Tags(HTMLParser):
    """The tags and attributes of a text, and whether its tags are balanced."""

    def __init__(self, text):
        super().__init__()
        self.open, self.found, self.text = [], [], ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, *sorted(name for name, _ in attributes)))
        if tag != "img":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def page(text, status="CORRECT", score=-0.5):
    hypothesis = Hypothesis(1, text, "<p>safe</p>", score, status, text, text)
    return Page(text, text, text, "<p>safe</p>", (hypothesis,), (Picture(text, text, text),), 1.5)


@given(st.text())
def test_texts_make_no_tags(text):
    plain = Tags(page_markup(page("plain"))).found
    assert Tags(page_markup(page(text))).found == plain
    assert Tags(error_markup(text)).found == [("p", "class", "role")]


def test_hostile_texts_are_shown_as_they_are():
    shown = Tags(page_markup(page(HOSTILE)))
    assert HOSTILE in shown.text
    assert not {"script"} & {tag for tag, *_ in shown.found}
    assert Tags(error_markup(HOSTILE)).text == HOSTILE


def test_every_verdict_has_a_word_and_a_sign():
    for status, sign in {
        "CORRECT": "✓",
        "INCORRECT": "✗",
        "INVALID": "∅",
        "UNDECIDED": "?",
    }.items():
        assert f'<span class="badge {status.lower()}">{sign} {status}</span>' in page_markup(
            page("x", status)
        )


def test_the_headline_claims_only_what_is_verified():
    assert "verified answer at rank 1" in page_markup(page("x"))
    assert "No verified answer" in page_markup(page("x", "UNDECIDED"))


def test_an_answer_that_no_model_gave_has_no_score():
    assert ">-0.500<" in page_markup(page("x"))
    assert 'per token"></span>' in page_markup(page("x", score=None))
