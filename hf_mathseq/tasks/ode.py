"""Ordinary differential equations (arXiv 1912.01412): find y with E(x, y, y', y'') = 0."""

from __future__ import annotations

from hf_mathseq.task import TaskDescription
from hf_mathseq.tasks.ode_base import OdeTask
from hf_mathseq.tasks.ode_options import Ode2Config


class Ode1(OdeTask):
    """Draw a function of x and c, eliminate c (section 3.2 of the paper)."""

    config_name = "ode1"
    order = 1
    block_size = 512
    description = TaskDescription(
        title="Differential equations of first order: random solutions, their constant eliminated",
        paper="1912.01412",
        problem="equation",
        answer="solution",
        columns={
            "equation": "The equation in x, y and y', as text.",
            "solution": "The general solution y in x and the constant a8, checked.",
        },
        example="x*y' - y + x = 0",
    )


class Ode2(OdeTask):
    """Draw a function of x and two constants, eliminate both (section 3.2 of the paper)."""

    config_name = "ode2"
    order = 2
    block_size = 1024
    Config = Ode2Config
    config: Ode2Config
    description = TaskDescription(
        title="Differential equations of second order: random solutions, both constants eliminated",
        paper="1912.01412",
        problem="equation",
        answer="solution",
        columns={
            "equation": "The equation in x, y, y' and y'', as text.",
            "solution": "The general solution y in x and the constants a8 and a9, checked.",
        },
        example="y'' - y = 0",
    )
