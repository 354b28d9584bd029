"""Long runs: blocks in processes of their own, a tally that is stored after each block.

A process that dies or hangs where no Python code runs is a finding too: it says before each input
which one it reads, and whoever waits for it goes on behind that input.
"""

import json
import multiprocessing
import queue
import resource
import time

from fuzz_blocks import Tally, run_block
from fuzz_watch import limit_memory

BLOCK = 5_000
PATIENCE = 600.0
"""Seconds without a sign of life after which a process is ended."""


def run_campaign(targets, seed, inputs, tallies, store=lambda name: None, block=BLOCK):
    """Fuzz targets until each has had a number of inputs: a block at a time, the least done first.

    Args:
        targets: What is fuzzed.
        seed: Another seed gives other inputs.
        inputs: Number of inputs of each target, those of earlier runs included.
        tallies: Name -> what an earlier run stored; is gone on with where the seed is the same.
        store: Called with a target's name after each of its blocks, when its tally is new.
        block: Inputs of a block; part of what the inputs depend on.
    """
    for target in targets:
        target.warm_up()
        if tallies.get(target.name, {}).get("seed") != seed:
            tallies[target.name] = _empty(seed, block)
    while True:
        target = min(targets, key=lambda target: tallies[target.name]["inputs"])
        summary = tallies[target.name]
        if summary["inputs"] >= inputs:
            return
        _add(summary, _in_a_process(target, seed, summary["blocks"], summary["block"]))
        store(target.name)


def _empty(seed, block):
    return {
        "seed": seed,
        "block": block,
        "blocks": 0,
        "inputs": 0,
        "read": 0,
        "places": 0,
        "processor_seconds": 0.0,
        "slowest_seconds": 0.0,
        "slowest_input": "",
        "peak_growth_mb": 0,
        "findings": [],
    }


def _add(summary, found):
    tally, growth = found
    summary["blocks"] += 1
    summary["inputs"] += tally.inputs
    summary["read"] += tally.read
    summary["places"] = max(summary["places"], len(tally.places))
    summary["processor_seconds"] = round(summary["processor_seconds"] + tally.seconds, 3)
    summary["inputs_per_second"] = round(
        summary["inputs"] / max(0.001, summary["processor_seconds"])
    )
    summary["peak_growth_mb"] = max(summary["peak_growth_mb"], growth)
    if tally.slowest > summary["slowest_seconds"]:
        summary["slowest_seconds"] = round(tally.slowest, 3)
        summary["slowest_input"] = ascii(tally.slowest_input)[:120]
    known = {finding["shape"] for finding in summary["findings"]}
    for shape, finding in tally.findings.items():
        if shape not in known:
            summary["findings"].append({"shape": shape, **_plain(finding)})


def _plain(finding):
    return {"kind": finding["kind"], "input": ascii(finding["input"])[:2000]}


def _in_a_process(target, seed, block, size):
    """Return the tally of a block, and the megabytes by which its process grew."""
    context = multiprocessing.get_context("fork")
    results, at = context.Queue(), context.Value("q", -1)
    process = context.Process(target=_work, args=(target, seed, block, size, at, results))
    process.start()
    last, seen = at.value, time.monotonic()
    while True:
        try:
            found = results.get(timeout=1)
            process.join()
            return found
        except queue.Empty:
            if at.value != last:
                last, seen = at.value, time.monotonic()
        if not process.is_alive() or time.monotonic() - seen > PATIENCE:
            process.kill()
            process.join()
            return _lost(block, at.value, process.exitcode), 0


def _work(target, seed, block, size, at, results):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    limit_memory()

    def note(number, given):
        at.value = number

    tally = run_block(target, seed, block, size, note)
    for finding in tally.findings.values():
        finding["input"] = json.loads(json.dumps(finding["input"], default=repr))
    growth = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    results.put((tally, round(growth / 1024)))


def _lost(block, number, code):
    """Return the tally of a block whose process was lost at an input."""
    tally = Tally(inputs=number + 1, seconds=PATIENCE)
    finding = {"kind": "lost", "input": f"block {block}, input {number}", "detail": ""}
    tally.findings[f"a process ended with {code}"] = finding
    return tally
