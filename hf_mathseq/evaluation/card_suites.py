"""The sections of a model card on suites, from their stored results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hf_mathseq.evaluation.card_tolerances import (
    CEILING,
    ceiling_cell,
    group_tolerance_section,
    has_ceiling,
)
from hf_mathseq.evaluation.markdown import interval, percent, span, table


def suite_sections(evaluations: Sequence[dict[str, Any]]) -> list[str]:
    """Return one section for every evaluated suite and beam width."""
    return [_section(found) for found in evaluations]


def _section(found: dict[str, Any]) -> str:
    criterion = found["criterion"]
    groups = found["criteria"][criterion]["by_group"]
    return "\n\n".join(
        [
            f"## {found['title']}",
            f"Suite `{found['suite']}`, {found['num_examples']} problems, beam {found['beams']}, "
            f"criterion {criterion}: {span(found['criteria'][criterion]['accuracy'])} solved.",
            table(header(found), group_rows(found, groups)),
            *_explained(found, groups),
            *group_tolerance_section(found),
        ]
    )


def header(found: dict[str, Any]) -> list[str]:
    """Return the header of the table of groups."""
    names = [found["grouping"], "problems", "accuracy", "95 % interval"]
    names += [CEILING] if has_ceiling(found) else []
    if _has_bases(found):
        names += ["bases solved", "robustness"]
    widths = _published_widths(found)
    return names + [f"paper, beam {width}" for width in widths]


def group_rows(found: dict[str, Any], groups: dict[str, Any]) -> list[list[str]]:
    """Return the rows of the table of groups, as text."""
    return [_row(found, name, scores) for name, scores in groups.items()]


def _row(found: dict[str, Any], name: str, scores: dict[str, Any]) -> list[str]:
    row = [name, str(scores["examples"])]
    row += [span(scores["accuracy"]), interval(scores["confidence_95"])]
    row += ceiling_cell(scores, has_ceiling(found))
    if _has_bases(found):
        share = scores.get("robustness")
        row += [str(scores.get("bases_solved", "")), "" if share is None else percent(share)]
    published = found["published"].get(name, {})
    widths = _published_widths(found)
    return row + [percent(published[width]) if width in published else "" for width in widths]


def _explained(found: dict[str, Any], groups: dict[str, Any]) -> list[str]:
    lines = []
    if found["too_long"]:
        groups_hit = [f"{name} {s['too_long']}" for name, s in groups.items() if "too_long" in s]
        where = f" ({', '.join(groups_hit)})" if groups_hit else ""
        lines.append(f"{found['too_long']} problems are too long for the model{where}: not solved.")
    if _has_bases(found):
        lines.append(
            "Robustness: of the problems whose base problems are all solved, the share solved."
        )
    if any(found["published"].get(name) for name in groups):
        lines.append(f"Published figures: {found['published_source']}.")
    return lines


def _has_bases(found: dict[str, Any]) -> bool:
    groups = found["criteria"][found["criterion"]]["by_group"]
    return any("robustness" in scores for scores in groups.values())


def _published_widths(found: dict[str, Any]) -> list[str]:
    widths = {width: None for group in found["published"].values() for width in group}
    return list(widths)
