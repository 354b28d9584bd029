"""Every registered task: problems as text, values and words, answers of models and people."""

import dataclasses
import json
import sys
from functools import cache
from pathlib import Path

from fuzz_mutations import mutated_text, mutated_value, mutated_words
from fuzz_target import Target

sys.path.append(str(Path(__file__).parents[1]))

from sizes import affordable, in_small_blocks

PROBLEMS = 6
SIGNS = (
    "x", "y", "y'", "x0", "u", "t", "sin", "exp", "ln", "sqrt", "(", ")", "[", "]", "{", "}", ",",
    ";", ":", "=", "+", "-", "*", "/", "^", "->", "<->", "intake", "excretion", "at ", "\n", '"',
    "1/3", "0.5", "u_xx", "[[", "]]", "A =", "B =", "dx/dt", "y(0) = ", "e", "pi", "I",
)  # fmt: skip


@cache
def _rows(name):
    from hf_mathseq.tasks import get_task

    task = in_small_blocks(get_task(name))
    return task.generate(affordable(task, PROBLEMS), seed=1).to_pylist()


def _task(name):
    from hf_mathseq.tasks import get_task

    return get_task(name)


def _text_reader(name):
    task = _task(name)

    def read(text):
        row = task.problem_from(text)
        task.encode(row)
        task.show_problem(row)
        task.difficulty(row)
        return " ".join(sorted(row))

    return read


def _natural(name):
    description = _task(name).description
    found = [row[description.problem] for row in _rows(name)]
    return json.loads(json.dumps(found))


def _texts(name):
    description = _task(name).description
    natural = [value if isinstance(value, str) else json.dumps(value) for value in _natural(name)]
    task, read = _task(name), []
    for text in (description.example, *natural):
        try:
            task.problem_from(text)
        except ValueError:  # a row's problem need not be text
            continue
        read.append(text)
    return read


def _words_reader(name):
    task = _task(name)

    def read(words):
        row = task.problem_from(tokens=words)
        task.show_problem(row)
        return " ".join(sorted(row))

    return read


def _problem_words(name):
    return [row["input"].split() for row in _rows(name)]


def _verifier(name):
    task = _task(name)
    problems = [task.problem_from(tokens=row["input"].split()) for row in _rows(name)]
    places = {row["target"]: place for place, row in enumerate(_rows(name))}

    def read(words):
        from hf_mathseq.suggestions import UserError

        row = problems[places.get(" ".join(words), len(words) % len(problems))]
        verdicts = [task.verify(row, words, criterion=c) for c in ("strict", "paper")]
        shown = {line for verdict in verdicts for line in (verdict.detail, verdict.method)}
        assert all(line.isprintable() and len(line) < 1000 for line in shown), shown
        if verdicts[0].status == "INVALID":
            raise UserError(verdicts[0].detail)
        task.show(task.decode(words))
        return f"{verdicts[0].status} {verdicts[0].method} {verdicts[1].status}"

    return read


def _answers(name):
    return [row["target"].split() for row in _rows(name)]


def _given(name):
    """Return what reads the answers that people give, as text and as values."""
    task = _task(name)
    row = _rows(name)[0]

    def read(given):
        answer = task.answer_from(row, given)
        _, words = task.encode({**row, task.description.answer: answer})
        return str(len(words))

    return read


def _given_answers(name):
    task = _task(name)
    natural = json.loads(json.dumps([row[task.description.answer] for row in _rows(name)]))
    return [*natural, *map(task.show, natural)]


def _options(name):
    def read(options):
        if not isinstance(options, dict) or not all(isinstance(key, str) for key in options):
            options = {"options": options}
        task = _task_with(name, options)
        return str(len(task.vocabulary))

    return read


def _task_with(name, options):
    from hf_mathseq.tasks import get_task

    return get_task(name, **options)


def _of_task(name):
    task = _task(name)
    words = task.vocabulary.tokens
    fields = [field.name for field in dataclasses.fields(task.Config)]
    yield Target(
        f"{name}:text", lambda: _text_reader(name), lambda: _texts(name), mutated_text, SIGNS,
        in_ci=60, workers=True,
    )  # fmt: skip
    yield Target(
        f"{name}:natural", lambda: _text_reader(name), lambda: _natural(name), mutated_value,
        in_ci=40, workers=True,
    )  # fmt: skip
    yield Target(
        f"{name}:words", lambda: _words_reader(name), lambda: _problem_words(name), mutated_words,
        words, in_ci=60, workers=True,
    )  # fmt: skip
    yield Target(
        f"{name}:answers", lambda: _verifier(name), lambda: _answers(name), mutated_words,
        words[: task.num_target_tokens], in_ci=40, workers=True,
    )  # fmt: skip
    yield Target(
        f"{name}:given", lambda: _given(name), lambda: _given_answers(name), mutated_value,
        in_ci=40, workers=True,
    )  # fmt: skip
    yield Target(
        f"{name}:options", lambda: _options(name), lambda: [task.options, {}], mutated_value,
        fields, in_ci=40,
    )  # fmt: skip


def targets():
    from hf_mathseq.tasks import list_tasks

    return [target for name in list_tasks() for target in _of_task(name)]
