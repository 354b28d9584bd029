"""Fuzz readers for long: `python tests/fuzz TARGET ... --inputs 1000000 --seed 0`.

Stores a tally for each target, and the machine, in a JSON file after each block of 5,000 inputs
and goes on where it was. The fast readers take 5,000 to 30,000 inputs a second, the slow ones a
few hundred.
"""

import argparse
import json
import sys
from pathlib import Path

from fuzz_campaign import BLOCK, run_campaign
from fuzz_targets import all_targets

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))

from measuring import machine

RESULTS = Path(__file__).parents[2] / "benchmarks/results/fuzzing.json"


def main():
    """Run the command line and return its exit code: 1 if something was found."""
    parser = argparse.ArgumentParser("tests/fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="all of them by default")
    parser.add_argument("--list", action="store_true", help="print the targets and stop")
    parser.add_argument("--inputs", type=int, default=1_000_000, help="for each target")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--block", type=int, default=BLOCK, help="inputs of one process")
    parser.add_argument("--output", type=Path, default=RESULTS, help="a JSON file; goes on with it")
    arguments = parser.parse_args()
    targets = all_targets()
    if arguments.list:
        print("\n".join(targets))
        return 0
    unknown = [name for name in arguments.targets if name not in targets]
    if unknown:
        parser.error(f"unknown target {unknown[0]!r}; allowed: {', '.join(targets)}")
    output = arguments.output
    tallies = json.loads(output.read_text())["targets"] if output.exists() else {}

    def store(name):
        found = {"machine": machine(), "targets": tallies}
        output.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
        tally = tallies[name]
        rate, findings = tally["inputs_per_second"], len(tally["findings"])
        print(f"{name}: {tally['inputs']:,} inputs, {rate:,} a second, {findings} findings")

    chosen = [targets[name] for name in arguments.targets or targets]
    run_campaign(chosen, arguments.seed, arguments.inputs, tallies, store, arguments.block)
    return int(any(tallies[target.name]["findings"] for target in chosen))


if __name__ == "__main__":
    sys.exit(main())
