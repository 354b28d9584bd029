"""Options of the tasks that draw random expressions (arXiv 1912.01412), defaults as published."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from hf_mathseq.encodings.prefix import ARITY
from hf_mathseq.options import OptionError, option
from hf_mathseq.suggestions import unknown_name
from hf_mathseq.symbolic.trees import TreeSettings

PUBLISHED_OPERATORS = (
    "add:10,sub:3,mul:10,div:5,sqrt:4,pow2:4,pow3:2,pow4:1,pow5:1,ln:4,exp:4,sin:4,cos:4,tan:4,"
    "asin:1,acos:1,atan:1,sinh:1,cosh:1,tanh:1,asinh:1,acosh:1,atanh:1"
)
_README = "settings of the published data (README of the paper's program)"


@dataclass(frozen=True)
class ExpressionConfig:
    """Options of every task that draws random expressions."""

    max_ops: int = option(
        15,
        "Largest number of operators of a drawn expression.",
        source=_README,
        minimum=1,
        maximum=40,
    )
    min_ops: int = option(
        4, "Smallest number of operators.", source="published program", minimum=0, maximum=40
    )
    operators: str = option(
        PUBLISHED_OPERATORS, "Operators and their weights, `name:weight,...`.", source=_README
    )
    max_int: int = option(
        5, "Integers are drawn from 1 to this.", source=_README, minimum=1, maximum=10**5
    )
    positive: bool = option(True, "Draw positive integers only.", source=_README)
    integer_probability: float = option(
        0.25,
        "Probability that a leaf is an integer.",
        source=_README + ": leaf probabilities 0.75,0,0.25,0",
        minimum=0.0,
        maximum=1.0,
    )
    constant_probability: float = option(
        0.0, "Probability that a leaf is pi or e.", source=_README, minimum=0.0, maximum=1.0
    )
    max_len: int = option(
        512, "Largest length of a sequence, two end marks included.", source=_README, minimum=8
    )

    def __post_init__(self) -> None:
        if self.min_ops > self.max_ops:
            raise OptionError(f"min_ops is {self.min_ops}, more than max_ops, {self.max_ops}")
        if self.integer_probability + self.constant_probability >= 1:
            raise OptionError("leaf probabilities leave nothing for the variable x")
        operator_weights(self.operators)

    @cached_property
    def trees(self) -> TreeSettings:
        """What drawn expressions are made of."""
        x = 1 - self.integer_probability - self.constant_probability
        return TreeSettings(
            operators=operator_weights(self.operators),
            leaf_weights=(x, 0.0, self.integer_probability, self.constant_probability),
            max_int=self.max_int,
            positive=self.positive,
        )


def operator_weights(text: str) -> dict[str, float]:
    """Read `add:10,sub:3,...`.

    Raises:
        OptionError: An unknown operator, a weight that is no positive number, or no operator of
            one of the two arities.
    """
    weights: dict[str, float] = {}
    allowed = [name for name in ARITY if name not in ("derivative", "f", "g", "h")]
    for item in text.split(","):
        name, _, weight = item.strip().partition(":")
        if name not in allowed:
            raise OptionError(unknown_name("operator", name, allowed))
        try:
            weights[name] = float(weight)
        except ValueError:
            raise OptionError(f"operator {name!r} needs a weight, as in '{name}:1'") from None
        if not 0 < weights[name] < float("inf"):
            raise OptionError(f"the weight of operator {name!r} must be positive")
    if {ARITY[name] for name in weights} != {1, 2}:
        raise OptionError("the operators need at least one unary and one binary operator")
    return weights
