"""What a model says of a network, beside what is exact, for `hf-mathseq network --model`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hf_mathseq.networks.levels import levels
from hf_mathseq.networks.network import Network
from hf_mathseq.networks.outcomes import Outcome, outcome
from hf_mathseq.networks.rounding import RoundingLoss, encodable
from hf_mathseq.solver import Answer, Answers, load_solver
from hf_mathseq.suggestions import UserError


@dataclass(frozen=True)
class Prediction:
    """A model's answers about one network.

    Attributes:
        model: The model's folder or Hub id.
        network: The network as the model reads it.
        answers: Its answers with their verdicts.
        loss: What the network lost when its coefficients were written for the model.
    """

    model: str
    network: Network
    answers: Answers
    loss: RoundingLoss

    @property
    def answer(self) -> Answer:
        """The first verified answer, or else the one that the model prefers."""
        found: Answer = self.answers.best or self.answers[0]
        return found

    @property
    def levels(self) -> list[float] | None:
        """The predicted levels; None where the answer is none or not one for each vertex."""
        given = self.answer.answer
        complete = isinstance(given, list) and len(given) == self.answers.problem["n"]
        return given if complete else None

    def as_dict(self) -> dict[str, Any]:
        """Return the prediction as plain JSON values."""
        loss = {"coefficients": self.loss.coefficients, "levels": self.loss.levels}
        return {"model": self.model, "rounding_loss": loss, **self.answers.as_dict()}

    def lines(self) -> Iterator[str]:
        """Yield the verdict, and the levels beside the exact ones of what the model read."""
        verdict = self.answer.verdict
        yield f"\nmodel {self.model}: {verdict.status} ({verdict.detail})"
        if self.loss.coefficients:
            moved = "" if self.loss.levels is None else f", levels by {self.loss.levels:.2%}"
            off = f"off by up to {self.loss.coefficients:.2%}{moved}"
            yield f"  it reads rounded coefficients: {off}"
        if self.levels is None:
            yield f"  {self.answer.text}"
            return
        exact = None if outcome(self.network) is Outcome.NONE else levels(self.network)
        for vertex, level in enumerate(self.levels, start=1):
            beside = "" if exact is None else f"  (exact {exact[vertex - 1]:.6g})"
            yield f"  {self.network.name(vertex)}  {level:g}{beside}"


def predict(model: str, network: Network) -> Prediction:
    """Ask a model about a network, its coefficients rounded to what the model reads.

    Raises:
        UserError: The model has another task, or the network is too large for it.
    """
    solver = load_solver(model)
    if solver.task.dataset != "metabolic_networks":
        raise UserError(f"{model} is a model of {solver.task.name}, not of metabolic networks")
    written, loss = encodable(network, solver.task.config.weighted)
    return Prediction(model, written, solver(written), loss)
