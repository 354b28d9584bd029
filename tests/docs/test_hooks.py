"""What the generated pages of the documentation are made of."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "docs" / "hooks"))

from cells import code, plain, sentence
from command_pages import command_pages
from result_pages import filled
from suite_pages import suite_pages

from hf_mathseq.cli import COMMANDS, build_parser
from hf_mathseq.evaluation.suites.classic import classic_problems


def test_prose_is_shown_letter_by_letter():
    assert plain("a*b < c_1 & `x_1*y` | d") == "a\\*b &lt; c\\_1 &amp; `x_1*y` \\| d"
    assert sentence("of laptop size") == sentence("Of laptop size.") == "Of laptop size."


def test_code_stays_in_its_cell():
    assert code("a|b") == "`a\\|b`"
    assert code("a `quoted` name").startswith("``")


def test_figures_are_those_of_the_stored_results():
    found = filled("{published / networks|,} networks", "network_verification")
    assert found == "51 networks"
    assert filled("{verifier / rates / false_accept / rate|.1%}", "verification") == "0.0 %"
    with pytest.raises(KeyError, match="gone"):
        filled("{published / gone}", "network_verification")


@pytest.mark.parametrize("name", COMMANDS)
def test_pages_of_commands_name_every_argument(name):
    page = command_pages()[f"reference/commands/{name}.md"]
    for flag in build_parser([name])._subparsers._group_actions[0].choices[name]._actions:
        assert all(text in page for text in flag.option_strings if flag.dest != "help")
    assert "%(default)" not in page


def test_suites_show_every_problem():
    page = suite_pages()["reference/suites/integration-classic.md"]
    problems = classic_problems("classic.yaml")
    assert all(code(problem) in page and code(answer) in page for _, problem, answer in problems)
