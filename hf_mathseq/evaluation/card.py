"""The model card, generated from what is stored in the model's folder and never typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hf_mathseq.data.card_config import option_table
from hf_mathseq.data.citations import bibtex
from hf_mathseq.evaluation.card_examples import example_section
from hf_mathseq.evaluation.card_limits import limits_section
from hf_mathseq.evaluation.card_pictures import report_section
from hf_mathseq.evaluation.card_published import published_section
from hf_mathseq.evaluation.card_results import difficulty_section, result_section
from hf_mathseq.evaluation.card_sources import (
    source_rows,
    start_rows,
    title_of,
    trained_tasks,
    weight_rows,
)
from hf_mathseq.evaluation.card_suites import suite_sections
from hf_mathseq.evaluation.card_tolerances import tolerance_section
from hf_mathseq.evaluation.diagnostics import diagnostic_section
from hf_mathseq.evaluation.eval_results import write_eval_results
from hf_mathseq.evaluation.markdown import table
from hf_mathseq.evaluation.samples import keep_samples
from hf_mathseq.evaluation.trivial import baseline_section, trivial_section
from hf_mathseq.tasks import get_task, task_class

CARD = "README.md"
PLACE = '"path-of-this-folder"'
"""How a card calls the model until it is published, which puts the repository's name there."""
CITATION = """## Licence and citation

The model is published under Apache-2.0. Please cite the paper that introduced the task next to
hf_mathseq.

```bibtex
{bibtex}
```"""
SOFTWARE = ("hf-mathseq", "torch", "transformers")
_TRAINING = Path("results") / "training.json"


def has_card(folder: Path) -> bool:
    """Return whether a model's folder has a card of its training; converted models have none."""
    return (folder / CARD).exists() and (folder / _TRAINING).exists()


def write_card(folder: Path) -> None:
    """Write README.md from `config.json` and `results/` of a model folder, and what goes with it.

    That is `.eval_results/*.yaml`, and the examples that the card shows; see `samples`.
    """
    keep_samples(folder)
    write_eval_results(folder, _evaluations_in(folder))
    (folder / CARD).write_text(card_of(folder), encoding="utf-8")


def card_of(folder: Path) -> str:
    """Return the model card of a folder."""
    config = json.loads((folder / "config.json").read_text())
    identity, kind = config["mathseq"], config["model_type"]
    training = json.loads((folder / _TRAINING).read_text())
    evaluations = _evaluations_in(folder)
    suites = [found for found in evaluations if "suite" in found]
    splits = [found for found in evaluations if "suite" not in found]
    own = [found for found in splits if found["task"] == identity["task"]]
    described = task_class(identity["task"]).description
    parts = [
        _front_matter(identity["task"], described.paper),
        f"# {title_of(identity['task'], training)}",
        f"{_noun(kind)} for {_tasks(trained_tasks(identity['task'], training))} "
        f"([arXiv:{described.paper}](https://arxiv.org/abs/{described.paper})): "
        f"from `{described.problem}` to `{described.answer}`. Answers are checked mathematically, "
        "never by comparing strings.",
        _use(training["example"], kind),
        example_section(folder),
        result_section(identity["task"], splits),
        published_section(folder, own),
        tolerance_section(splits),
        trivial_section(splits),
        baseline_section(evaluations),
        diagnostic_section(own),
        *suite_sections(suites),
        difficulty_section(own),
        report_section(folder),
        limits_section(config, suites),
        _training(folder, training),
        f"## Options\n\n{option_table(get_task(identity['task'], **identity['options']))}",
        CITATION.format(bibtex=bibtex([described.paper])),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _evaluations_in(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted(folder.glob("results/*/results.json"))]


def _tasks(names: list[str]) -> str:
    quoted = ", ".join(f"`{name}`" for name in names)
    return f"the {'tasks' if len(names) > 1 else 'task'} {quoted}"


def _front_matter(task: str, paper: str) -> str:
    dataset = task.partition("/")[0].replace("_", "-")
    lines = [
        "---",
        "license: apache-2.0",
        "library_name: transformers",
        "datasets:",
        f"- hf-mathseq/{dataset}",
        "tags:",
        "- mathematics",
        "- synthetic",
        f"- arxiv:{paper}",
        "---",
    ]
    return "\n".join(lines)


def _noun(kind: str) -> str:
    if kind == "mathseq_recurrent":
        return "A recurrent encoder-decoder"
    return "An encoder-decoder Transformer"


def _use(example: Any, kind: str) -> str:
    """Return how the model is used; architectures of our own need `hf_mathseq` to load."""
    loads = "load the folder too, without `hf_mathseq` and without remote code."
    if kind.startswith("mathseq_"):
        loads = "load the folder too once `hf_mathseq` is imported, without remote code."
    return (
        "## Use\n\n```python\nimport hf_mathseq\n\n"
        f"solver = hf_mathseq.load_solver({PLACE})\n"
        f"answers = solver({json.dumps(example)}, num_beams=10)\n"
        'print(answers.best, *answers, sep="\\n")  # the first correct answer, then all\n```\n\n'
        f"Plain `AutoModelForSeq2SeqLM.from_pretrained` and `AutoTokenizer.from_pretrained` {loads}"
    )


def _training(folder: Path, training: dict[str, Any]) -> str:
    environment = training["environment"]
    rows = [
        ("parameters", f"{training['parameters']:,}"),
        ("updates", f"{training['steps']:,}"),
        ("examples seen", f"{training['examples_seen']:,}"),
        *start_rows(folder),
        *weight_rows(training),
        *source_rows(training),
        ("wall time", f"{training['wall_seconds'] / 60:.1f} minutes"),
        ("CPU time of the first process", f"{training['cpu_seconds'] / 60:.1f} minutes"),
        ("hardware", f"{environment['device']}, {environment['cores']} cores"),
        ("software", ", ".join(f"{name} {environment.get(name, '?')}" for name in SOFTWARE)),
    ]
    recipe = "The recipe, with every hyper-parameter, is in `recipe.yaml`."
    return f"## Training\n\n{table(('', ''), rows)}\n\n{recipe}"
