"""A second judge of answers, written from the specification of the tasks alone.

It shares nothing with what it audits: it starts from tokens, reads them with its own readers and
judges with exact fractions, or with mpmath numbers of many digits. It says RIGHT, WRONG, MALFORMED,
or UNCLEAR where it has too little evidence. Nothing here imports `hf_mathseq`.
"""
