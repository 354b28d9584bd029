"""The comparison of solvers: what it counts, and that it goes on where it was."""

import json

import solvers

from hf_mathseq.proposers.chain import Found
from hf_mathseq.verdict import Status, Verdict

LISTS = "integration/classic,ode/classic"


def found(*statuses):
    return [Found("rules", [], Verdict(status, "numeric")) for status in statuses]


def test_outcomes_of_problems():
    outcomes = [
        solvers.asked(lambda task, row, answers=answers: answers, None, {})
        for answers in (
            found(Status.INCORRECT, Status.CORRECT),
            found(Status.INCORRECT, Status.UNDECIDED),
            found(Status.INCORRECT, Status.INVALID),
            found(),
        )
    ]
    assert [each["outcome"] for each in outcomes] == ["CORRECT", "UNDECIDED", "INCORRECT", "NONE"]
    assert [each["source"] for each in outcomes] == ["rules", None, None, None]
    counted = solvers.summary(outcomes)
    assert (counted["solved"], counted["wrong"], counted["undecided"]) == (1, 1, 1)
    assert counted["share"] == 0.25


def test_problems_are_spread_over_the_list():
    assert solvers.spread(list(range(10)), 4) == [0, 2, 5, 7]
    assert solvers.spread([1, 2], 5) == [1, 2]
    assert solvers.spread([1, 2], None) == [1, 2]


def test_an_interrupted_comparison_goes_on(tmp_path, monkeypatch):
    asked = []

    def answers(task, row):
        asked.append(row)
        return found(Status.CORRECT)

    monkeypatch.setattr(solvers, "answerers", lambda model: {"rules": answers})
    arguments = [
        "solvers.py",
        "--limit",
        "2",
        "--lists",
        LISTS,
        "--work",
        str(tmp_path / "work.jsonl"),
    ]
    monkeypatch.setattr("sys.argv", [*arguments, "--result", str(tmp_path / "result.json")])
    solvers.main()
    first = len(asked)
    solvers.main()
    assert first == len(asked) == 4
    report = json.loads((tmp_path / "result.json").read_text())
    assert report["results"]["ode/classic"]["rules"]["solved"] == 2


def test_what_is_known_is_reported_with_the_number_of_problems(tmp_path, monkeypatch):
    def never(task, row):
        raise AssertionError("asked")

    monkeypatch.setattr(
        solvers, "answerers", lambda model: {"rules": never, "fricas": never, "maxima": never}
    )
    known = {"outcome": "CORRECT", "source": "rules", "seconds": 0.5}
    problems = [row["equation"] for _, row in solvers.problem_lists()["ode/classic"]()][2:5]
    work, result = tmp_path / "work.jsonl", tmp_path / "result.json"
    work.write_text(
        "".join(
            json.dumps({"key": f"ode/classic | rules |  | {problem}", "found": known}) + "\n"
            for problem in problems
        )
    )
    monkeypatch.setattr(
        "sys.argv",
        [
            *("solvers.py", "--known", "--lists", "ode/classic"),
            *("--work", str(work), "--result", str(result)),
        ],
    )
    solvers.main()
    (found,) = json.loads(result.read_text())["results"]["ode/classic"].values()
    assert (found["problems"], found["solved"]) == (3, 3)
