import base64
import json

import pytest

from hf_mathseq.demo.answering import answer
from hf_mathseq.demo.limits import MAX_BEAMS
from hf_mathseq.demo.page import page_from
from hf_mathseq.evaluation import decoding
from hf_mathseq.evaluation.decoding import Hypothesis
from hf_mathseq.suggestions import UserError
from hf_mathseq.verdict import ProblemError

WORDS = {
    "integrals": ("2*x*cos(x^2)", "sin pow x INT+ 2"),
    "equations": ("x*y' - y = 0", "mul a8 x"),
    "networks": ("intake -> A; A -> B; B -> excretion", "N1"),
    "systems": ("x' = -x + y*y; y' = sin(x) - 2*y at (0, 0)", "INT+ 0"),
}
PNG = b"\x89PNG"


@pytest.fixture
def beam(monkeypatch):
    """Let every model answer so."""

    def give(*texts):
        found = [Hypothesis(text.split(), -0.1 * i) for i, text in enumerate(texts, start=1)]
        monkeypatch.setattr(decoding, "decode", lambda *_: [found])

    return give


@pytest.mark.parametrize("name", WORDS)
def test_a_verified_answer_with_its_picture(solvers, beam, name):
    problem, words = WORDS[name]
    beam("add add", words)
    page = answer(name, solvers[name], problem, 2)
    assert [h.status for h in page.hypotheses] == ["INVALID", "CORRECT"]
    assert page.best is page.hypotheses[1]
    assert page.best.detail
    assert page.model == name
    assert page.task == solvers[name].task.name
    assert len(page.pictures) == 1
    assert base64.b64decode(page.pictures[0].png).startswith(PNG)
    assert page.pictures[0].description


def test_matrices_are_compared_with_exact_numbers(solvers, beam):
    exact = solvers["matrices"].task.exact_answers([{"matrix": [[2.0, 1.0], [1.0, 2.0]]}])[0]
    beam(" ".join(exact))
    page = answer("matrices", solvers["matrices"], "[[2, 1], [1, 2]]", 1)
    assert page.best is not None
    assert "verified answer 1" in page.pictures[0].title


def test_what_fails_says_so_and_is_drawn_all_the_same(solvers, beam):
    beam("x", "sin x")
    page = answer("integrals", solvers["integrals"], "x*cos(x)", 2)
    assert page.best is None
    assert {h.status for h in page.hypotheses} == {"INCORRECT"}
    assert "hypothesis 1" in page.pictures[0].title


def test_nothing_well_formed_has_no_picture(solvers, beam):
    beam("add", "mul mul")
    assert answer("integrals", solvers["integrals"], "x*cos(x)", 2).pictures == ()


def test_pages_travel_as_json(solvers, beam):
    beam("sin x", "cos")
    page = answer("integrals", solvers["integrals"], "cos(x)", 2)
    assert page_from(json.loads(json.dumps(page.as_dict()))) == page


@pytest.mark.parametrize("beams", [0, -1, MAX_BEAMS + 1])
def test_the_number_of_hypotheses_is_bounded(solvers, beams):
    with pytest.raises(UserError, match=f"between 1 and {MAX_BEAMS}"):
        answer("integrals", solvers["integrals"], "x", beams)


def test_bad_problems_are_those_of_the_command_line(solvers):
    with pytest.raises(ProblemError, match="sinn"):
        answer("integrals", solvers["integrals"], "sinn(x)", 2)


@pytest.mark.parametrize("text", ["tan(x)", "exp(exp(x^9))", "7"])
def test_wild_functions_are_drawn(solvers, beam, text):
    beam("x")
    page = answer("integrals", solvers["integrals"], text, 1)
    assert len(page.pictures) == 1


@pytest.mark.parametrize("equation", ["y'^2 = y", "y' = ln(x*y)"])
def test_wild_equations_are_drawn(solvers, beam, equation):
    beam("div a8 x")
    page = answer("equations", solvers["equations"], equation, 1)
    assert len(page.pictures) == 1


@pytest.mark.parametrize("name", ["$\\frac$", "<script>"])
def test_names_of_vertices_are_no_formulas(solvers, beam, name):
    beam("N1")
    problem = f"intake -> {name}; {name} -> B; B -> excretion"
    page = answer("networks", solvers["networks"], problem, 1)
    assert len(page.pictures) == 1
