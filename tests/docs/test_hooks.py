"""What the generated pages of the documentation are made of."""

import json
import sys
from pathlib import Path

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parents[2] / "docs" / "hooks"))

import result_pages
from cells import code, plain, sentence
from command_pages import command_pages
from repository_links import SHOWN_BY, site_links
from result_pages import filled
from suite_pages import suite_pages

from hf_mathseq.cli import COMMANDS, build_parser
from hf_mathseq.evaluation.suites.classic import classic_problems

ROOT = Path(__file__).parents[2]


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


def test_figures_are_summed_and_counted(tmp_path, monkeypatch):
    stored = {"a": {"inputs": 1200, "findings": []}, "b": {"inputs": 34, "findings": ["x", "y"]}}
    (tmp_path / "sums.json").write_text(json.dumps(stored))
    monkeypatch.setattr(result_pages, "RESULTS", tmp_path)
    assert filled("{* / findings} in {* / inputs|,}", "sums") == "2 in 1,234"


def test_rows_of_results_that_are_not_stored_are_left_out(tmp_path, monkeypatch):
    (tmp_path / "here.json").write_text('{"n": 3}')
    tables = {"Both": [["a", "here", "{n}", ""], ["b", "gone", "{n}", ""]], "None": []}
    (tmp_path / "tables.yaml").write_text(json.dumps(tables))
    monkeypatch.setattr(result_pages, "RESULTS", tmp_path)
    monkeypatch.setattr(result_pages, "TABLES", tmp_path / "tables.yaml")
    page = result_pages.result_pages()["results.md"]
    assert "| a | 3 |  | `here.py` |" in page
    assert "gone.py" not in page
    assert "## None" not in page


def test_every_result_has_its_program():
    tables = yaml.safe_load(result_pages.TABLES.read_text())
    scripts = {script for rows in tables.values() for _, script, *_ in rows}
    stored_elsewhere = {s for s in scripts if not (ROOT / "benchmarks" / f"{s}.py").exists()}
    assert stored_elsewhere <= set(result_pages.PROGRAMS)


def test_large_runs_are_listed_by_name(tmp_path, monkeypatch):
    run = {"rows_per_second": 1234.5, "bytes_per_row": 99.6, "duplicates": 5, "in_split": 1000}
    name = "integration/bwd 995 rows 2 processes"
    (tmp_path / "large_runs.json").write_text(json.dumps({name: run | {"memory_mb": [80, 1200]}}))
    monkeypatch.setattr(result_pages, "RESULTS", tmp_path)
    page = result_pages.result_pages()["results.md"]
    assert "| `integration/bwd` 995 rows 2 processes | 1,234 | 100 | 0.50 % | 1,200 |" in page


def test_links_out_of_the_pages_lead_to_generated_pages():
    text = "[one](../../CONTRIBUTING.md#adding-a-task), [other](own_data.md)"
    shown = "[one](../contributing.md#adding-a-task), [other](own_data.md)"
    assert site_links(text, "howto/own_task.md") == shown
    assert site_links("[figures](../benchmarks/results)", "index.md") == "[figures](results.md)"
    assert all((ROOT / path).exists() for path in SHOWN_BY)


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
