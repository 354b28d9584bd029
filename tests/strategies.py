"""Random prefix words for property-based tests."""

from hypothesis import strategies as st

from hf_mathseq.encodings.prefix import UNARY_FUNCTIONS


def prefix_words(leaves, binary, max_leaves):
    """Return a strategy of prefix words over all unary functions.

    `leaves` are lists of words, `binary` the names of the binary operators.
    """

    def larger(inner):
        unary = st.tuples(st.sampled_from(UNARY_FUNCTIONS), inner)
        pairs = st.tuples(st.sampled_from(binary), inner, inner)
        return st.one_of(
            unary.map(lambda t: [t[0], *t[1]]), pairs.map(lambda t: [t[0], *t[1], *t[2]])
        )

    return st.recursive(st.sampled_from(leaves), larger, max_leaves=max_leaves)
