"""Comparing verdicts with opinions."""

import random
from dataclasses import dataclass

from auditor.opinion import Opinion, Word
from auditor.registry import CLOSER, JUDGES
from made_answers import made_answers

from hf_mathseq.verdict import Status, Verdict

FALSE_ACCEPT, FALSE_REJECT, UNDECIDED, UNJUDGED = (
    "false accepts",
    "false rejects",
    "UNDECIDED",
    "accepted without second opinion",
)
OTHER_WORD = "INVALID against INCORRECT"


@dataclass(frozen=True)
class Audited:
    """One verdict beside an opinion.

    Attributes:
        task: Name of the task.
        kind: How the answer was made.
        problem: Tokens of the problem, as text.
        answer: Tokens of the answer, as text.
        verdict: What the product says.
        opinion: What the second judge says.
    """

    task: str
    kind: str
    problem: str
    answer: str
    verdict: Verdict
    opinion: Opinion

    @property
    def finding(self):
        """The name of a disagreement or of an open case, None where both agree or it is a tie."""
        status, word = self.verdict.status, self.opinion.word
        if self.opinion.tie:
            return None
        if status is Status.UNDECIDED:
            return UNDECIDED
        if status is Status.CORRECT:
            if word is Word.UNCLEAR:
                return UNJUDGED
            return None if word is Word.RIGHT else FALSE_ACCEPT
        if word is Word.RIGHT:
            return FALSE_REJECT
        if word is Word.UNCLEAR or (status is Status.INVALID) == (word is Word.MALFORMED):
            return None
        return OTHER_WORD


def opinion_on(task, problem, answer, verdict):
    """Return the second opinion; where it disagrees, that of a closer look if there is one."""
    opinion = JUDGES[task.name](problem, answer, task.config)
    doubted = verdict.correct and opinion.word is not Word.RIGHT
    if doubted and task.name in CLOSER:
        return CLOSER[task.name](problem, answer)
    return opinion


def audit(task, rows, seed=0):
    """Return made answers to rows of a task with verdicts and opinions.

    Args:
        task: The task, with default options.
        rows: Data-set rows, two or more.
        seed: Of the choice of answers.
    """
    chooser = random.Random(f"{task.name} {seed}")
    answers = [
        (row, kind, made)
        for i, row in enumerate(rows)
        for kind, made in made_answers(task, row, rows[i - 1], chooser)
    ]
    return audit_answers(task, answers)


def audit_answers(task, answers):
    """Return triples of row, kind and tokens with verdicts and opinions."""
    verdicts = task.verify_many([a[0] for a in answers], [a[2] for a in answers])
    return [
        Audited(
            task.name,
            kind,
            row["input"],
            " ".join(made),
            verdict,
            opinion_on(task, row["input"].split(), made, verdict),
        )
        for (row, kind, made), verdict in zip(answers, verdicts, strict=True)
    ]
