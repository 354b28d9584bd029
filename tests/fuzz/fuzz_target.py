"""What is fuzzed: a reader, valid inputs to start from, and the ways to spoil them."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fuzz_mutations import mutated_text
from fuzz_watch import SECONDS

from hf_mathseq.suggestions import UserError

LONG_TEST = 20_000
_MANY = 300


@dataclass(frozen=True)
class Target:
    """A reader of what others wrote.

    Attributes:
        name: What the command line and the tally call it.
        reader: Returns the function that reads one input; it may return a word for what it read,
            which tells inputs apart that are worth changing further.
        valid: Returns inputs that are read.
        mutate: One of `fuzz_mutations`.
        words: The words of the language, to put into inputs.
        refusals: What the reader may raise: the documented errors, one line each.
        in_ci: Inputs in the standard test run.
        seconds: Processor time that one input may take.
        workers: Whether it may start worker processes of the package; not others.
    """

    name: str
    reader: Callable[[], Callable[[Any], Any]]
    valid: Callable[[], Sequence[Any]]
    mutate: Callable[..., Any] = mutated_text
    words: Sequence[Any] = ()
    refusals: tuple[type[Exception], ...] = (UserError,)
    in_ci: int = _MANY
    seconds: float = SECONDS
    workers: bool = False

    @property
    def in_long_test(self):
        """Inputs in the slow test: 20,000, and fewer of readers that take long."""
        return LONG_TEST if self.in_ci >= _MANY else LONG_TEST * self.in_ci // _MANY

    @cached_property
    def read(self):
        return self.reader()

    @cached_property
    def corpus(self):
        return list(self.valid())

    def warm_up(self):
        """Read what is valid, unwatched, so that everything is imported that is imported lazily."""
        for given in self.corpus:
            with contextlib.suppress(*self.refusals):
                self.read(given)
