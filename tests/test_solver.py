import json

import pytest

import hf_mathseq
from hf_mathseq.answers import Answer, Answers
from hf_mathseq.evaluation import decoding
from hf_mathseq.evaluation.decoding import Hypothesis
from hf_mathseq.suggestions import UserError
from hf_mathseq.verdict import ProblemError, Status, invalid

MATRIX = [[1, 2.5], [-3, 0.5]]


@pytest.fixture(scope="module")
def solver(untrained_folder):
    task = hf_mathseq.get_task("linear_algebra/transpose", dimension=2)
    return hf_mathseq.load_solver(untrained_folder(task))


@pytest.fixture
def beam(monkeypatch, solver):
    """The hypotheses: not well-formed, wrong, right, right again."""
    tokens = solver.task.encode(solver.task.problem_from(MATRIX))[0]
    right = solver.task.encode({"matrix": [[1, -3], [2.5, 0.5]]})[0]
    answers = [["V2", "+"], tokens, right, right]
    hypotheses = [Hypothesis(t, -0.1 * i) for i, t in enumerate(answers, start=1)]
    monkeypatch.setattr(decoding, "decode", lambda *_: [hypotheses])
    return hypotheses


def test_the_best_answer_is_the_first_correct_one(solver, beam):
    answers = solver(MATRIX, num_beams=4)
    assert [a.rank for a in answers] == [1, 2, 3, 4]
    assert [a.verdict.status for a in answers] == [
        Status.INVALID,
        Status.INCORRECT,
        Status.CORRECT,
        Status.CORRECT,
    ]
    assert answers.best is answers[2]
    assert answers.best.answer == [[1, -3], [2.5, 0.5]]
    assert answers[0].answer is None
    assert answers[0].text == "V2 +"


def test_answers_print(solver, beam):
    answers = solver("[[1, 2.5], [-3, 0.5]]", num_beams=4)
    text = str(answers)
    assert "CORRECT" in text
    assert "INVALID" in text
    assert answers.best.text in text.splitlines()[1]
    assert "4 hypotheses" in repr(answers)
    plain = json.loads(json.dumps(answers.as_dict()))
    assert plain["best"] == answers.best.text
    assert plain["answers"][2]["status"] == "CORRECT"


def test_no_verified_answer_is_none(solver):
    answers = solver(MATRIX, num_beams=3)
    assert len(answers) == 3
    assert answers.best is None
    assert "no verified answer" in str(answers)
    assert answers.as_dict()["best"] is None


def test_tokens_are_a_problem_too(solver):
    tokens = solver.task.encode(solver.task.problem_from(MATRIX))[0]
    by_tokens, by_matrix = solver(tokens=tokens, num_beams=2), solver(MATRIX, num_beams=2)
    assert [a.tokens for a in by_tokens] == [a.tokens for a in by_matrix]


def test_greedy(solver):
    assert len(solver(MATRIX, num_beams=1)) == 1
    assert len(solver(MATRIX, num_beams=4, num_return_sequences=2)) == 2


@pytest.mark.parametrize("problem", ["", "[[1, 2]", "__import__('os')", [[float("nan")]], None])
def test_bad_problems_are_one_line(solver, problem):
    with pytest.raises(ProblemError) as caught:
        solver(problem)
    assert "\n" not in str(caught.value)


def test_a_problem_longer_than_the_model_reads(solver, monkeypatch):
    monkeypatch.setattr(solver._trained.model.config.encoder, "max_position_embeddings", 5)
    with pytest.raises(ProblemError, match="the model reads 5"):
        solver(MATRIX)


def test_verified_answers_are_finished(solver, beam, monkeypatch):
    monkeypatch.setattr(
        solver.task, "finish", lambda row, answer: f"trace {answer[0][0] + answer[1][1]}"
    )
    answers = solver(MATRIX, num_beams=4)
    assert [a.finished for a in answers] == [None, None, "trace 1.5", "trace 1.5"]
    assert str(answers).splitlines()[2] == "  trace 1.5"
    assert str(answers).count("(trace 1.5; relative error 0") == 2
    assert answers.as_dict()["answers"][2]["finished"] == "trace 1.5"


def test_nothing_is_finished_where_nothing_is_asked(solver, beam):
    answers = solver(MATRIX, num_beams=4)
    assert {a.finished for a in answers} == {None}


def test_what_else_the_task_takes_is_passed_on(solver, beam, monkeypatch):
    taken = {}
    problem_from = solver.task.problem_from

    def taking(problem, *, tokens=None, **more):
        taken.update(more)
        return problem_from(problem, tokens=tokens)

    monkeypatch.setattr(solver.task, "problem_from", taking)
    solver(MATRIX, num_beams=4, point=(0, 0))
    assert taken == {"point": (0, 0)}


def test_own_systems_at_own_points(untrained_folder, monkeypatch):
    solver = hf_mathseq.load_solver(
        untrained_folder(hf_mathseq.get_task("differential_systems/stability"))
    )
    hypotheses = [Hypothesis(["INT+", "0"], -0.1), Hypothesis(["INT+", "1"], -0.2)]
    monkeypatch.setattr(decoding, "decode", lambda *_: [hypotheses])
    answers = solver("θ'' = -sin(θ) - θ'/2", point=("pi", 0), num_beams=2)
    assert [a.verdict.status for a in answers] == [Status.INCORRECT, Status.CORRECT]
    assert answers.best.text == "unstable"
    assert answers.problem["system"] == ["x1", "-1*sin(x0 + (acos(-1) - 1/100)) - x1/2"]
    assert str(answers).startswith("θ'' = -sin(θ) - θ'/2; at θ = 3.14159, θ' = 0\n")
    assert "eigenvalues 0.780776, -1.28078; speed -0.780776" in str(answers)
    assert solver("θ'' = -sin(θ) - θ'/2 at (0, 0)", num_beams=2).best.text == "not unstable"


@pytest.fixture(scope="module")
def integrals(untrained_folder):
    return untrained_folder(hf_mathseq.get_task("integration/bwd"))


def beam_of(monkeypatch, solver, *answers):
    """Let the model say these antiderivatives, whatever it is asked."""
    task = solver.task
    words = [task.encode({"integrand": "x", "antiderivative": each})[1] for each in answers]
    hypotheses = [Hypothesis(each, -0.1 * i) for i, each in enumerate(words, start=1)]
    monkeypatch.setattr(decoding, "decode", lambda *_: [hypotheses])


def test_proposers_answer_what_the_model_cannot(integrals, monkeypatch):
    solver = hf_mathseq.load_solver(integrals, proposers=("model", "repair", "rules"))
    beam_of(monkeypatch, solver, "x", "2*sin(3*x)")
    answers = solver("cos(3*x)", num_beams=2)
    assert [a.source for a in answers] == ["model", "model", "repair"]
    assert [a.rank for a in answers] == [1, 2, 3]
    assert (answers.best.text, answers.best.score) == ("sin(3*x)/3", None)
    assert answers.as_dict()["source"] == "repair"
    assert solver("exp(x^2)", num_beams=2).best is None
    solver.close()


def test_proposers_are_not_asked_where_the_model_is_right(integrals, monkeypatch):
    solver = hf_mathseq.load_solver(integrals, proposers="all")
    beam_of(monkeypatch, solver, "sin(x)")
    assert [a.source for a in solver("cos(x)", num_beams=1)] == ["model"]


def test_the_plain_model_is_the_default(integrals, monkeypatch):
    solver = hf_mathseq.load_solver(integrals)
    beam_of(monkeypatch, solver, "2*sin(3*x)")
    answers = solver("cos(3*x)", num_beams=1)
    assert answers.best is None
    assert "source" not in str(answers)


def test_the_model_answers_parts_of_a_sum(integrals, monkeypatch):
    solver = hf_mathseq.load_solver(integrals, proposers="model,parts")
    beam_of(monkeypatch, solver, "sin(x)", "x^2/2")
    answers = solver("cos(x) + 3*x", num_beams=2)
    assert (answers.best.source, answers.best.text) == ("parts", "3*x**2/2 + sin(x)")


def test_proposers_without_the_model(integrals):
    answers = hf_mathseq.load_solver(integrals, proposers="rules")("cos(x)")
    assert [a.source for a in answers] == ["rules"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [({"proposers": "modell"}, "'model'"), ({"seconds": -1}, "seconds must be")],
)
def test_bad_solvers_are_one_line(integrals, arguments, message):
    with pytest.raises(UserError, match=message):
        hf_mathseq.load_solver(integrals, **arguments)


def test_others_answer_what_the_model_cannot_read(integrals, monkeypatch):
    solver = hf_mathseq.load_solver(integrals, proposers="model,rules")
    monkeypatch.setattr(solver._trained.model.config.encoder, "max_position_embeddings", 3)
    assert [a.source for a in solver("cos(x) + x")] == ["rules"]


def test_long_malformed_answers_are_cut_where_they_are_printed():
    tokens = ["276"] * 500
    answer = Answer(1, tokens, None, " ".join(tokens), -1.0, invalid("no matrix"))
    shown = str(Answers({}, "a problem", [answer]))
    assert "276 ...  (no matrix)" in shown
    assert len(shown) < 400
