"""The worker's side of the demo: loads models once, answers one problem a job.

A job is `{"load": [source, ...]}`, answered by `{"models": [{"name", "task", "title", "example"},
...]}`, or `{"model", "problem", "beams"}`, answered by `{"page"}`. What cannot be answered comes
back as `{"error"}`, one line for people. The parent ends a worker that takes too long, and the
operating system refuses it more memory than `limits.MAX_MEMORY`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hf_mathseq.demo.answering import answer
from hf_mathseq.demo.choosing import model_for
from hf_mathseq.demo.limits import MAX_MEMORY
from hf_mathseq.processes.serving import serve
from hf_mathseq.solver import Solver, load_solver
from hf_mathseq.suggestions import UserError
from hf_mathseq.task import ProblemError, Task

FAILED = "this problem could not be answered; please try another one"


class Desk:
    """The models of a worker.

    Attributes:
        solvers: Name -> model, in the order of the command line.
    """

    def __init__(self) -> None:
        self.solvers: dict[str, Solver] = {}

    def load(self, sources: list[str]) -> dict[str, Any]:
        """Load the models and return what they are for.

        Raises:
            UserError: There is no model, or two have one name.
        """
        solvers: dict[str, Solver] = {}
        for source in sources:
            name = Path(source).name
            if name in solvers:
                raise UserError(f"two models are called {name!r}; rename one of the folders")
            solvers[name] = load_solver(source)
        self.solvers = solvers
        return {"models": [_described(name, solver) for name, solver in solvers.items()]}

    def job(self, job: dict[str, Any]) -> dict[str, Any]:
        """Answer one job; whatever happens, the answer is a page or one line."""
        try:
            if "load" in job:
                return self.load(job["load"])
            tasks = {name: solver.task for name, solver in self.solvers.items()}
            name = model_for(tasks, job["model"], job["problem"])
            page = answer(name, self.solvers[name], job["problem"], job["beams"])
            return {"page": page.as_dict()}
        except UserError as error:
            return {"error": first_line(error)}
        except Exception:  # a stranger's problem must neither end the worker nor show its inside
            return {"error": FAILED}


def first_line(error: UserError) -> str:
    """Return an error as the command line shows it: its first line, 500 characters at most."""
    return (str(error).strip() or "bad input").splitlines()[0][:500]


def _described(name: str, solver: Solver) -> dict[str, str]:
    task = solver.task
    return {
        "name": name,
        "task": task.name,
        "title": task.description.title,
        "example": _example(task),
    }


def _example(task: Task) -> str:
    """Return a problem that the task reads with its options; "" where none is at hand."""
    try:
        task.problem_from(task.description.example)
        return task.description.example
    except ProblemError:  # the description's matrix is 5x5; the model may be for another size
        drawn = task.generate(1, split="test").to_pylist()[0][task.description.problem]
    try:
        task.problem_from(text := json.dumps(drawn))
        return text
    except ProblemError:
        return ""


if __name__ == "__main__":
    serve(Desk().job, memory=MAX_MEMORY)
