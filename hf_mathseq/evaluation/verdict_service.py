"""The process that checks answers: one problem with its answers a line in, the verdicts out.

`python -m hf_mathseq.evaluation.verdict_service` is started by `verifying.Verifiers`.
"""

from __future__ import annotations

import json
import time
from functools import lru_cache
from typing import Any

from hf_mathseq.processes.serving import limit_cpu, serve
from hf_mathseq.suggestions import UserError
from hf_mathseq.task import Task
from hf_mathseq.tasks import get_task


def answer(job: dict[str, Any]) -> dict[str, Any]:
    """Return the verdicts by criterion as lists of fields, and the seconds that they took.

    A task that is not known here is an error, which has nothing to do with the answers.

    Args:
        job: Name and options (as JSON text) of the task, the row of the problem, the tokens of the
            answers, and how much CPU time may be spent before the process ends.
    """
    try:
        task = _task(job["task"], job["options"])
    except UserError as error:
        return {"error": str(error)}
    start = time.monotonic()
    limit_cpu(job["cpu_seconds"])
    answers = job["answers"]
    found = task.verify_by_criterion([job["row"]] * len(answers), answers)
    limit_cpu(0)
    fields = {
        criterion: [[str(v.status), v.method, v.residual, v.detail, v.needed] for v in verdicts]
        for criterion, verdicts in found.items()
    }
    return {"verdicts": fields, "seconds": time.monotonic() - start}


@lru_cache(maxsize=4)
def _task(name: str, options: str) -> Task:
    return get_task(name, **json.loads(options))


if __name__ == "__main__":
    serve(answer)
