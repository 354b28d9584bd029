"""The tables of the comparison of solvers, and what repair is counted to add."""

import json

import repairs
import solver_tables
import solvers
from measuring import processor_seconds

import hf_mathseq
from hf_mathseq.symbolic.expression import read_prefix
from hf_mathseq.symbolic.infix import read_infix

SOLVER = {
    "problems": 4,
    "solved": 3,
    "share": 0.75,
    "wrong": 1,
    "undecided": 0,
    "seconds: median": 0.004,
    "seconds: 90 %": 1.26,
}
REPORT = {
    "machine": {"sympy": "1.14.0", "fricas": "1.3.8", "giac": "1.9.0", "maxima": "not installed"},
    "seconds of each proposer": 10.0,
    "results": {"integration/classic": {"rules": SOLVER}, "ode/ode1 held out": {"sympy": SOLVER}},
}


def test_every_solver_has_a_row():
    text = solver_tables.section(REPORT)
    assert "| rules | 4 | 3 | 75.0 % | 1 | 0 | 0.00 | 1.26 |" in text
    assert "### `ode/ode1`, held out" in text
    assert "but not in the lists called *held out*" in text
    assert "Giac 1.9.0, Maxima not installed." in text


def test_only_the_last_section_is_replaced(tmp_path, monkeypatch):
    page = tmp_path / "solving.md"
    page.write_text("# Solving\n\ntext\n\n## Comparison\n\nold\n", encoding="utf-8")
    monkeypatch.setattr(solver_tables, "PAGE", page)
    for _ in range(2):
        solver_tables.write_section(REPORT)
    assert page.read_text() == f"# Solving\n\ntext\n\n{solver_tables.section(REPORT)}"


def test_the_page_shows_the_stored_result():
    stored = json.loads(solvers.RESULT.read_text())
    assert solver_tables.PAGE.read_text(encoding="utf-8").endswith(solver_tables.section(stored))


def test_processor_time_counts_other_programs():
    before = processor_seconds()
    task = hf_mathseq.get_task("integration/bwd")
    solvers.chain_of(["sympy"])(task, {"integrand": "x"})
    assert processor_seconds() - before > 0.05


def test_repairs_are_counted_by_kind(tmp_path, monkeypatch):
    task = hf_mathseq.get_task("integration/bwd")
    wrong = {"cos(3*x)": "sin(3*x)", "x*cos(x)": "2*x*sin(x) + cos(x)", "sin(x)": "ln(x)"}
    beams = [
        {
            "row": {"integrand": problem},
            "words": [["add"], task.encode({"integrand": "x", "antiderivative": answer})[1]],
            "solved": False,
        }
        for problem, answer in wrong.items()
    ]
    beams.append({"row": {"integrand": "x"}, "words": [], "solved": True})
    (tmp_path / "integration-bwd-laptop-4.json").write_text(json.dumps(beams))
    monkeypatch.setattr(repairs, "local_task", lambda folder: task)
    found = repairs.measured("integration-bwd-laptop", 4, tmp_path)
    assert (found["solved by the beam"], found["solved with repair"]) == (1, 3)
    kinds = found["kinds"]
    assert (kinds["factor"]["problems"], kinds["coefficients"]["problems"]) == (1, 1)
    assert kinds["coefficients"]["answers"] >= 1
    assert sum(kind["alone"] for kind in kinds.values()) <= 2


def test_an_answer_counts_when_it_is_verified():
    task = hf_mathseq.get_task("integration/bwd")
    right, wrong = (read_prefix(read_infix(text)) for text in ("x^2/2", "x"))
    row = {"integrand": "x"}
    assert repairs.repaired(task, row, [wrong], lambda answer: iter([right]))[:2] == (True, 1)
    assert repairs.repaired(task, row, [wrong], lambda answer: iter([wrong]))[:2] == (False, 1)
