"""Evaluate a model: decode problems of a split or a suite and check every hypothesis.

The same command goes on where it was interrupted, to the same results; problems are stored 512 at a
time.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

from hf_mathseq.cli.common import (
    add_json_argument,
    add_set_argument,
    parse_settings,
    positive,
    print_json,
    print_table,
)
from hf_mathseq.cli.search import add_search_arguments, search_settings
from hf_mathseq.evaluation.card_suites import group_rows, header
from hf_mathseq.evaluation.card_tolerances import group_tolerance_tables, tolerance_rows
from hf_mathseq.evaluation.diagnostics import lines
from hf_mathseq.evaluation.markdown import percent, span


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq evaluate`."""
    parser.add_argument("model", metavar="MODEL", help="model folder or Hub id")
    parser.add_argument("task", metavar="TASK", nargs="?", help="default: the model's own task")
    parser.add_argument("--suite", help="problems of a suite (see 'hf-mathseq list --suites')")
    parser.add_argument(
        "--num-examples",
        type=positive,
        help="problems of a split (default 1000), or of each group of a suite (default: all)",
    )
    parser.add_argument("--split", default="test", help="train, validation or test")
    add_search_arguments(parser, default_beams=1)
    parser.add_argument(
        "--batch-size",
        type=int,
        default=0,
        help="problems decoded together at most; 0: by memory (default)",
    )
    parser.add_argument("--precision", default="fp32", help="fp32 or bf16")
    parser.add_argument("--criterion", default="strict", help="of the headline: strict or paper")
    parser.add_argument(
        "--num-proc",
        type=int,
        help="processes that check answers meanwhile; 0: none (default: by the machine)",
    )
    parser.add_argument(
        "--output", help="folder of these results alone (default: MODEL/results/NAME)"
    )
    add_set_argument(parser, "an option of the task, instead of the model's own")
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Evaluate and print the scores."""
    from hf_mathseq.evaluation.evaluate import evaluate

    results = evaluate(
        arguments.model,
        arguments.task,
        suite=arguments.suite,
        options=parse_settings(arguments.settings),
        num_examples=arguments.num_examples,
        split=arguments.split,
        **search_settings(arguments, "beams"),
        batch_size=arguments.batch_size,
        precision=arguments.precision,
        criterion=arguments.criterion,
        num_proc=arguments.num_proc,
        output_dir=arguments.output,
    )
    if arguments.json:
        print_json(results)
    else:
        _print(results)


def _print(results: dict[str, Any]) -> None:
    about = f"suite {results['suite']}" if "suite" in results else f"{results['split']}"
    print(f"{results['task']}, {results['num_examples']} {about} problems,", end=" ")
    if "sampling" in results:
        print(f"{results['num_return_sequences']} sampled answer(s) each")
    else:
        print(f"{results['beams']} beam(s)")
    print(f"exact match {percent(results['exact_match'])}")
    if results["too_long"]:
        print(f"{results['too_long']} problems are too long for the model: not solved")
    for criterion, scores in results["criteria"].items():
        print(f"\n{criterion}: {span(scores['accuracy'])} verified", end="; ")
        print(f"95 % confidence {span(scores['confidence_95'])}")
        print_table([["  first hypothesis", *(f"{n} {s}" for s, n in scores["first"].items())]])
        if "by_group" in scores:
            print_table([header(results), *group_rows(results, scores["by_group"])])
        else:
            _print_difficulty(scores["by_difficulty"])
    _print_tolerances(results.get("by_tolerance", {}))
    _print_tables(group_tolerance_tables(results))
    _print_beside("answers that look at no problem", results.get("trivial_answers", {}))
    _print_beside("rules of thumb", results.get("baselines", {}))
    _print_tables(lines(*content) for content in results.get("diagnostics", {}).items())


def _print_tolerances(scores: dict[str, Any]) -> None:
    if scores:
        print("\nby tolerance, of what an exact solver reaches who sees the rounded problems")
        criteria = [*next(iter(scores.values()))]
        print_table([["  tolerance", *criteria], *tolerance_rows(scores)])


def _print_beside(title: str, answers: dict[str, Any]) -> None:
    if answers:
        print(f"\n{title}")
        criteria = [*next(iter(answers.values()))]
        rows = [[f"  {name}", *map(span, found.values())] for name, found in answers.items()]
        print_table([["  answer", *criteria], *rows])


def _print_tables(tables: Iterable[tuple[list[str], list[list[str]]]]) -> None:
    for first, rows in tables:
        print()
        print_table([first, *([f"  {name}", *figures] for name, *figures in rows)])


def _print_difficulty(measures: dict[str, Any]) -> None:
    for measure, groups in measures.items():
        rows = [[f"  {value}", g["examples"], span(g["accuracy"])] for value, g in groups.items()]
        print_table([[f"  {measure}", "problems", "verified"], *rows])
