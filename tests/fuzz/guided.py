"""Fuzz one reader by the code that its inputs reach: `python tests/fuzz/guided.py infix`.

Needs `pip install atheris`. libFuzzer keeps what reaches new lines of the package; half of its
changes are its own, on bytes, half are those of the other runs, on words and values. Ends at the
first finding, which it prints and leaves in a file for `regressions/`, and else after `--seconds`.
"""

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path

from fuzz_targets import all_targets
from fuzz_watch import armed, outcome_of, unwatched

OWN_CHANGES = 0.5
LONGEST = 20_000
"""Bytes of an input."""


def encoded(given):
    """Return an input as bytes: text in UTF-8, words with spaces between, values as JSON."""
    if isinstance(given, bytes):
        return given
    if isinstance(given, str):
        return given.encode(errors="surrogatepass")
    if _is_words(given):
        return " ".join(map(str, given)).encode(errors="surrogatepass")
    return json.dumps(given).encode()


def decoded(content, like):
    """Return what bytes stand for, where the reader takes inputs like a given one."""
    if isinstance(like, bytes):
        return content
    text = content.decode(errors="replace")
    if isinstance(like, str):
        return text
    if _is_words(like):
        return text.split(" ")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_words(given):
    return isinstance(given, list) and all(isinstance(word, str) for word in given)


class Guided:
    """One run: what libFuzzer calls.

    Args:
        target: What reads.
        found: The file that a finding is left in.
        mutate: libFuzzer's own changes: (bytes, longest) -> bytes.
    """

    def __init__(self, target, found, mutate):
        self.target = target
        self.found = found
        self._mutate = mutate

    def change(self, content, longest, seed):
        """Return changed bytes."""
        rng = random.Random(seed)
        given = decoded(content, self.target.corpus[0])
        if given is None or rng.random() >= OWN_CHANGES:
            return self._mutate(content, longest)
        target = self.target
        changed = target.mutate(rng, given, rng.choice(target.corpus), target.words)
        return encoded(changed)[:longest]

    def read(self, content):
        """Read one input; raises at a finding."""
        given = decoded(content, self.target.corpus[0])
        with armed():
            outcome = outcome_of(self.target, given)
        if outcome.is_finding:
            case = [{"was": outcome.shape, "input": given}]
            with unwatched():
                self.found.write_text(json.dumps(case, default=repr) + "\n")
            raise AssertionError(f"{outcome.kind}: {outcome.shape}\n{outcome.detail}")


def _parsed():
    parser = argparse.ArgumentParser("tests/fuzz/guided.py", description=__doc__)
    parser.add_argument("target", help="one of `python tests/fuzz --list`")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--found", type=Path, help="file of a finding; default TARGET.found.json")
    arguments = parser.parse_args()
    if arguments.target not in all_targets():
        parser.error(f"unknown target {arguments.target!r}; see `python tests/fuzz --list`")
    return arguments


def main():
    """Run the command line; libFuzzer ends the process, with an error where it found something."""
    try:
        import atheris
    except ImportError:
        sys.exit("guided fuzzing needs atheris: pip install atheris")
    with atheris.instrument_imports(include=["hf_mathseq"]):
        arguments = _parsed()
        target = all_targets()[arguments.target]
        target.warm_up()
    path = arguments.found or Path(f"{target.name.replace('/', '-')}.found.json")
    run = Guided(target, path.resolve(), lambda *given: atheris.Mutate(*given))  # set by Fuzz()
    seeds = Path(tempfile.mkdtemp(prefix="hf_mathseq-guided-"))
    for number, given in enumerate(target.corpus):
        (seeds / str(number)).write_bytes(encoded(given))
    flags = [f"-max_total_time={arguments.seconds}", f"-seed={arguments.seed}", "-timeout=20"]
    flags += [f"-max_len={LONGEST}", "-rss_limit_mb=2048", "-print_final_stats=1"]
    flags += [f"-artifact_prefix={seeds}/"]
    atheris.Setup([sys.argv[0], *flags, str(seeds)], run.read, custom_mutator=run.change)
    atheris.Fuzz()  # does not come back


if __name__ == "__main__":
    main()
