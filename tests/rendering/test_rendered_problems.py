"""Problems and answers of every task as HTML and TeX."""

import re
from functools import cache

import pytest
from markup import parsed, tags, text_of
from sizes import is_slow

import hf_mathseq
from hf_mathseq.networks.network import Network
from hf_mathseq.rendering import answer_tex, problem_tex, render_answer, render_problem
from hf_mathseq.rendering.network_svg import MAX_EDGES, network_drawing
from hf_mathseq.rendering.phase_portraits import phase_portrait
from hf_mathseq.rendering.views import VIEWS
from hf_mathseq.splits import SPLITS
from hf_mathseq.systems.layout import system_trees
from hf_mathseq.tasks import TASKS

DRAWS = 48
NAMES = [name for name in TASKS if not is_slow(hf_mathseq.get_task(name))]
ATTACK = '"><script>alert(1)</script>&'


@cache
def example(name):
    """A row that needs no whole block, which is slow to draw for some tasks."""
    task = hf_mathseq.get_task(name)
    drawn = task.generate_block(task.rng("test", 3, 0), DRAWS)
    tables = [task.table_of(drawn, split) for split in SPLITS]
    return task, next(table for table in tables if len(table)).to_pylist()[0]


@pytest.mark.parametrize("name", NAMES)
def test_every_task_is_shown(name):
    task, row = example(name)
    tokens = row["target"].split()
    for html in (render_problem(task, row), render_answer(task, row, tokens)):
        assert text_of(html).strip()
        assert not tags(html) & {"script", "img", "link", "iframe"}
        assert not re.search(r"(src|href|url)\s*[=(]", html)
    assert {"math", "svg"} & tags(render_problem(task, row))


@pytest.mark.parametrize("name", TASKS)
def test_what_a_user_types_is_shown(name):
    task = hf_mathseq.get_task(name)
    row = task.problem_from(task.description.example)
    parsed(render_problem(task, row))


@pytest.mark.parametrize("name", NAMES)
def test_malformed_answers_are_shown_as_tokens(name):
    task, row = example(name)
    html = render_answer(task, row, [ATTACK, "add"])
    assert text_of(html).startswith(ATTACK)
    assert "script" not in tags(html)
    assert answer_tex(task, [ATTACK]) == ""
    assert len(render_answer(task, row, ["add"] * 100_000)) < 10_000


def test_tex_of_an_integral_and_its_answer():
    task = hf_mathseq.get_task("integration/bwd")
    assert problem_tex(task, {"integrand": "x + 1"}) == (r"\int \left(1+x\right) dx")
    words = ["mul", "x", "cos", "x"]
    assert answer_tex(task, words) == r"F\left(x\right)=x \cos\left(x\right)"


def test_initial_conditions_are_shown():
    task = hf_mathseq.get_task("ode/ode1")
    html = render_problem(task, task.problem_from("y' = y/x + x, y(1) = 2"))
    assert "y(1) = 2" in html


def test_matrices_of_an_operation_are_shown_apart():
    task, row = example("linear_algebra/matvec")
    assert render_problem(task, row).count("<mtable") == 2
    assert text_of(render_problem(task, row)).startswith("A=[")
    task, row = example("linear_algebra/singular_vectors")
    assert render_answer(task, row, row["target"].split()).count("<mtable") == 3


def test_gains_are_matrices_and_frequencies_boxes():
    task, row = example("differential_systems/feedback_gain")
    assert "<mtable" in render_answer(task, row, row["target"].split())
    task, row = example("differential_systems/pde")
    assert "∞" in render_answer(task, row, row["target"].split())


def test_networks_show_names_of_users_escaped():
    task = hf_mathseq.get_task("metabolic_networks/levels")
    row = {"n": 1, "edges": [[0, 1, 1], [1, 2, 1]], "names": [ATTACK]}
    html = render_problem(task, row)
    assert "script" not in tags(html)
    answer = render_answer(task, row, task.encode({**row, "levels": [1.0]})[1])
    assert ": level 1" in text_of(answer)


def test_names_of_states_are_escaped():
    task = hf_mathseq.get_task("differential_systems/stability")
    row = {"system": ["x0"], "degree": 1, "controls": 0, "point": 0.01, "names": [ATTACK]}
    assert "script" not in tags(render_problem(task, row))
    assert "<" not in problem_tex(task, row)


def test_two_states_have_a_phase_portrait():
    task = hf_mathseq.get_task("differential_systems/stability")
    assert "svg" in tags(render_problem(task, task.problem_from("x' = y; y' = -sin(x) - y")))
    assert "svg" not in tags(render_problem(task, task.problem_from("x' = y; y' = z; z' = -x")))


def test_other_tasks_are_text(monkeypatch):
    task, row = example("integration/bwd")
    monkeypatch.delitem(VIEWS, "integration")
    assert tags(render_problem(task, row)) == {"div", "p"}
    assert tags(render_answer(task, row, row["target"].split())) == {"div", "p"}
    assert problem_tex(task, row) == answer_tex(task, row["target"].split()) == ""


# ------------------------------------------------------------------ drawings


def curves(svg):
    """The points of the lines of a phase portrait."""
    found = [e.get("d") for e in parsed(svg).iter() if (e.get("d") or "").count("L") > 2]
    return [[tuple(map(float, p.split())) for p in d[1:].split("L")] for d in found]


def test_trajectories_of_a_centre_stay_on_circles():
    svg = phase_portrait(system_trees(["0 - x1", "x0"]), [0.0, 0.0])
    middle = 34 + 150
    for points in curves(svg):
        radii = [((x - middle) ** 2 + (y - middle) ** 2) ** 0.5 for x, y in points]
        assert max(radii) - min(radii) < 0.3  # coordinates have one decimal


def test_arrows_follow_the_flow():
    svg = phase_portrait(system_trees(["1", "0*x0"]), [0.0, 0.0])
    assert curves(svg)
    for points in curves(svg):
        assert points[0][0] < points[-1][0]
        assert len({y for _, y in points}) == 1


def test_undefined_places_are_left_out():
    everywhere = curves(phase_portrait(system_trees(["1", "x1"]), [0.0, 0.5]))
    half = curves(phase_portrait(system_trees(["sqrt(x0)", "x1"]), [0.0, 0.5]))
    assert 0 < len(half) < len(everywhere)
    assert curves(phase_portrait(system_trees(["ln(-1)", "x1"]), [0.0, 0.5])) == []


def test_a_network_has_its_vertices_edges_and_faults():
    network = Network(3, ((0, 1, 1), (1, 2, 1), (2, 1, 1), (1, 3, 1), (2, 4, 1)))
    elements = list(parsed(network_drawing(network, [1.0, 0.5, -0.1])).iter())
    assert sum(e.tag.endswith("title") for e in elements) == 5
    assert sum(e.get("fill") == "none" for e in elements) == 5
    text = text_of(network_drawing(network))
    assert "3; no path to the excretion" in text


def test_huge_networks_are_not_drawn():
    n = MAX_EDGES
    edges = [(0, 1, 1), *((i, i + 1, 1) for i in range(1, n + 1))]
    assert network_drawing(Network(n, tuple(edges))) == ""
    task = hf_mathseq.get_task("metabolic_networks/levels")
    assert "vertices" in render_problem(task, {"n": n, "edges": edges})
