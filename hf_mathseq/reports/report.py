"""`write_report`: tables and pictures of all that a folder says of models."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hf_mathseq.evaluation.card import CARD, write_card
from hf_mathseq.evaluation.card_pictures import picture_section
from hf_mathseq.evaluation.report_index import FOLDER, write_index
from hf_mathseq.figures import empty_figure, save_figure
from hf_mathseq.reports.accuracies import accuracy_tables
from hf_mathseq.reports.charts import Charts, charts
from hf_mathseq.reports.folders import Contents, read_folder
from hf_mathseq.reports.output import claim
from hf_mathseq.reports.parity import UNIQUE, parity_table
from hf_mathseq.reports.runs import run_tables
from hf_mathseq.reports.tables import Table
from hf_mathseq.reports.training import training_table
from hf_mathseq.suggestions import UserError

PAGE, SECTION = "report.md", "the pictures as a section of a card"


@dataclass(frozen=True)
class Report:
    """A written report.

    Attributes:
        folder: Where it is.
        files: Name -> what the file shows, in order.
        notes: What is not there, and why; one line each.
    """

    folder: Path
    files: dict[str, str]
    notes: list[str]


def write_report(folder: str | Path, output: str | Path | None = None) -> Report:
    """Write the tables and pictures of a folder's results.

    The files are a function of the results alone. Pictures need the extra `pictures`; without it
    there are tables, and a note says so. The card of a model shows the pictures of the report in
    its own folder.

    Args:
        folder: Of a model, of one evaluation or of an experiment.
        output: Where the report goes; None is `report` in the folder. An earlier report is
            replaced.

    Raises:
        UserError: No results there, or the output holds what is not a report.
    """
    contents = read_folder(folder)
    tables = tables_of(contents)
    drawn = charts(tables)
    target = Path(output) if output else Path(folder) / FOLDER
    about = {"of": contents.name, "kind": contents.kind}
    files = {table.file: table.about for table in tables}
    pictures = {name: shown for name, (shown, _) in drawn.items()}
    claim(target)
    write_index(target, about, {**files, **pictures, PAGE: SECTION})  # an interrupted report is one
    for table in tables:
        (target / table.file).write_text(table.csv(), encoding="utf-8", newline="")
    notes = [*_missing(contents, tables), *_draw(target, drawn)]
    files |= {name: shown for name, shown in pictures.items() if (target / name).exists()}
    section = picture_section(files)
    if section:
        files[PAGE] = SECTION
        (target / PAGE).write_text(section + "\n", encoding="utf-8")
    write_index(target, about, files)
    _show_on_card(Path(folder), contents, target)
    return Report(target, files, notes)


def _show_on_card(model: Path, contents: Contents, target: Path) -> None:
    """Write the card of a trained model anew, where the report is its own."""
    trained = contents.kind == "model" and contents.trainings
    if trained and (model / CARD).is_file() and target == model / FOLDER:
        write_card(model)


def tables_of(contents: Contents) -> list[Table]:
    """Return the tables that have a row."""
    made = [
        *accuracy_tables(contents.evaluations),
        *run_tables(contents.runs),
        training_table(contents.trainings),
        parity_table(contents.evaluations),
    ]
    return [table for table in made if table.records]


def _draw(target: Path, drawn: Charts) -> list[str]:
    """Write the pictures; without matplotlib, return a note instead."""
    try:
        empty_figure(1, 1)
    except UserError as error:
        return [str(error)]
    from matplotlib import rc_context

    with rc_context({"text.parse_math": False}):  # names are shown as they are, a $ too
        for name, (_, draw) in drawn.items():
            save_figure(draw, target / name)
    return []


def _missing(contents: Contents, tables: list[Table]) -> list[str]:
    numeric = [e.name for e in contents.evaluations if e.found["task"] in UNIQUE]
    listed = {r["evaluation"] for t in tables if t.file == "numbers.csv" for r in t.records}
    return [
        f"no numbers to compare in {name}: no stored hypotheses of a right shape"
        for name in numeric
        if name not in listed
    ]
