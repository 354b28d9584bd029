"""What every task on metabolic networks shares: blocks, words, reading (arXiv 2112.03588)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from hf_mathseq.encodings.decimals import EncodingError
from hf_mathseq.encodings.networks import MalformedNetwork, NetworkEncoding, network_vocabulary
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.encodings.vocabulary import Vocabulary
from hf_mathseq.networks.labelled import Labelled
from hf_mathseq.networks.network import Network
from hf_mathseq.networks.reading import read_network
from hf_mathseq.task import Block, Row, Task
from hf_mathseq.tasks.metabolic_drawn import Drawn
from hf_mathseq.tasks.metabolic_options import EXACT, NetworkConfig
from hf_mathseq.verdict import ProblemError

PAPER = "2112.03588"
EXAMPLE = "intake -> A; A -> B; B -> A; B -> C; C -> excretion; B -> D; D -> C"
# A block holds at most 1,024 networks and about this many entries of their matrices, which bounds
# its memory; the size of a block is part of what a task's version fixes.
MAX_BLOCK, BLOCK_ENTRIES = 1024, 1 << 23


@dataclass(frozen=True)
class Answers:
    """What is said of drawn networks: the answer columns and the ids of each answer."""

    natural: Mapping[str, pa.Array]
    targets: Ragged


class NetworkTask(Task):
    """A task whose problem is a network."""

    dataset = "metabolic_networks"
    config: NetworkConfig

    def __init__(self, /, **options: Any) -> None:
        super().__init__(**options)
        entries = (self.config.law.nodes[1] + 1) ** 2
        self.block_size = min(MAX_BLOCK, max(64, BLOCK_ENTRIES // entries))

    # ------------------------------------------------------------------ words

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The tokens of inputs and targets, those of targets first."""
        return network_vocabulary(self.config.form)

    @property
    def num_target_tokens(self) -> int:
        """The number of ids that targets are made of; `N1` is the last of them."""
        return self.vocabulary.ids["N1"] + 1

    @cached_property
    def input_encoding(self) -> NetworkEncoding:
        """How networks are written."""
        return NetworkEncoding(self.vocabulary, self.config.form)

    @property
    @abstractmethod
    def longest_target(self) -> int:
        """The largest number of tokens that an answer can have, ends not counted."""

    @property
    def max_lengths(self) -> tuple[int, int]:
        """The largest number of input and of target tokens, `</s>` included."""
        n = self.config.law.nodes[1]
        # Every ordered pair of internal vertices, and every vertex at the intake and the excretion.
        longest = self.input_encoding.length(n * (n - 1) + 2 * n + 1)
        limit = self.config.limit - 1
        return min(longest, limit) + 1, min(self.longest_target, limit) + 1

    # ------------------------------------------------------------------ drawing

    def draw_labelled(self, rng: np.random.Generator, size: int) -> Labelled:
        """Draw `size` networks and return those that the task keeps, with their labels."""
        law = self.config.label_law
        if self.config.balance == EXACT:
            return law.balanced(rng, size, share=0.5)
        return law.released(rng, size, self.config.redeem_probability)

    @abstractmethod
    def answers(self, drawn: Drawn) -> Answers:
        """Return the answers to drawn networks."""

    def generate_block(self, rng: np.random.Generator, size: int) -> Block:
        """Draw `size` networks, drop those that the task does not keep and write the others."""
        labelled = self.draw_labelled(rng, size)
        drawn = Drawn.with_coefficients(rng, labelled, self.config.weighted)
        answers = self.answers(drawn)
        inputs = self.input_encoding.ids(drawn.graphs.sizes, drawn.counts, drawn.edges)
        keep = np.maximum(inputs.lengths, answers.targets.lengths) < self.config.limit
        keys = drawn.keys()
        return Block(
            natural=drawn.columns(self.config.family) | dict(answers.natural),
            inputs=inputs,
            targets=answers.targets,
            problem_keys=keys,
            row_keys=keys,  # the answer follows from the problem
            attempts=size,
        ).short_ones(keep)

    # ------------------------------------------------------------------ writing and reading

    @abstractmethod
    def answer_words(self, row: Row) -> list[str]:
        """Return the words of a row's answer, none if it has no answer."""

    def encode(self, row: Row) -> tuple[list[str], list[str]]:
        """Return the words of a row's network and of its answer; see `Task.encode`."""
        try:
            return self.input_encoding.tokens(row["n"], row["edges"]), self.answer_words(row)
        except EncodingError as error:
            raise ProblemError(str(error)) from None

    def problem_from(
        self, user_input: Any = None, *, tokens: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """Return `{"n": ..., "edges": ...}`, with `names` where the vertices have names.

        Args:
            user_input: A network as a data-set row has it (triples u, v, coefficient, the largest
                vertex being the excretion), or in any form that `networks.read_network` takes.
            tokens: The published words instead.

        Raises:
            ProblemError: The network cannot be read or has no words here.
        """
        if (user_input is None) == (tokens is None):
            raise ProblemError("give either a network or its tokens")
        if tokens is not None:
            network = self._from_tokens(tokens)
        elif _is_natural(user_input):
            network = Network(max(v for _, v, _ in user_input) - 1, tuple(user_input))
        else:
            network = _own_network(user_input)
        row = {"n": network.n, "edges": [list(edge) for edge in network.edges]}
        self.encode(row)
        return row | ({"names": list(network.names)} if network.names else {})

    def _from_tokens(self, tokens: Sequence[str]) -> Network:
        try:
            n, edges = self.input_encoding.read(tokens)
        except MalformedNetwork as error:
            raise ProblemError(str(error)) from None
        return Network(n, tuple(edges))

    def show_problem(self, row: Row) -> str:
        """Return a row's network as a line of edges."""
        edges = (f"{u} -> {v}" + (f" ({f})" if f != 1 else "") for u, v, f in row["edges"])
        return f"{row['n']} vertices: " + ", ".join(edges)

    def difficulty(self, row: Row) -> dict[str, int]:
        """Return the number of vertices, in four steps from each power of two to the next.

        And that of edges per vertex, rounded down.
        """
        n = row["n"]
        step = 1 << max(0, n.bit_length() - 3)
        return {"vertices": n // step * step, "edges per vertex": len(row["edges"]) // n}


def _is_natural(given: Any) -> bool:
    """Whether a network is given as in a data-set row: a list of triples of integers."""
    edges = given if isinstance(given, (list, tuple)) else ()
    return bool(edges) and all(
        isinstance(edge, (list, tuple)) and len(edge) == 3 and all(type(v) is int for v in edge)
        for edge in edges
    )


def _own_network(given: Any) -> Network:
    """Return a network that a user gives; text is never taken for the name of a file."""
    try:
        return read_network(given, files=False)
    except OSError as error:
        raise ProblemError(f"the file cannot be read: {error.strerror}") from None
