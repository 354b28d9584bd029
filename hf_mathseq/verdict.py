"""What checking an answer can say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hf_mathseq.suggestions import UserError


class Status(StrEnum):
    """The four outcomes of a check.

    `CORRECT` needs positive evidence and no counter-evidence; `INCORRECT` one clear
    counter-example; `INVALID` is not a well-formed answer; `UNDECIDED` means that a budget was
    spent or that the evidence is not enough.
    """

    CORRECT = "CORRECT"
    INCORRECT = "INCORRECT"
    INVALID = "INVALID"
    UNDECIDED = "UNDECIDED"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of checking one hypothesis.

    Attributes:
        status: See `Status`.
        method: What decided: "reader", "structural", "identity", "numeric", "symbolic",
            "criterion", ...
        residual: The error that was measured, in the method's own scale, or None.
        detail: One line for people.
        needed: The smallest relative tolerance at which the answer passes, infinite where none
            is enough; None where the check has no tolerance, or where nothing could be read.
    """

    status: Status
    method: str
    residual: float | None = None
    detail: str = ""
    needed: float | None = None

    @property
    def correct(self) -> bool:
        """Whether the answer is verified."""
        return self.status is Status.CORRECT


class ProblemError(UserError):
    """A problem that cannot be read or is outside the task; the message is one clear line."""


def invalid(detail: str) -> Verdict:
    """Return the verdict on a hypothesis that is not a well-formed answer."""
    return Verdict(Status.INVALID, "reader", None, detail)
