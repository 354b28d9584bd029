from hf_mathseq.experiments.report import tables


def scores(accuracy, ceiling):
    return {"paper": {"accuracy": accuracy, "exact_solver": ceiling}}


def group(accuracy=0.5, ceiling=1.0, published=None, too_long=0):
    return {
        "examples": 4,
        "too_long": too_long,
        "accuracy": [accuracy, accuracy],
        "exact_solver": ceiling,
        "by_tolerance": {"0.02": scores(accuracy, ceiling)},
        "published": published or {},
    }


def made(*runs):
    return {
        "experiment": "toy",
        "description": "a toy",
        "runs": [
            {"label": label, "examples_seen": 1280, "published_source": "a paper", "groups": groups}
            for label, groups in runs
        ],
    }


def test_cells_say_accuracy_ceiling_and_published_figure():
    text = tables(
        made(
            ("first", {"a": group(published={"0.02": 0.34}), "b": group(0.25, 0.75)}),
            ("second", {"b": group(), "c": group(too_long=4), "d": group(too_long=1)}),
        )
    )
    strict, published = text.split("## Published rule, 2 %")
    assert "| run | examples seen | a | b | c | d |" in published
    assert "| first | 1,280 | 50.0 (34.0) | 25.0 of 75.0 |  |  |" in published
    assert "| second | 1,280 |  | 50.0 | too long | 50.0 |" in published
    assert "| first | 1,280 | 50.0 | 25.0 of 75.0 |  |  |" in strict
    assert "Published figures, in parentheses: a paper." in text


def test_undecided_answers_make_an_interval():
    undecided = group() | {"accuracy": [0.25, 0.5]}
    assert "| 25.0 - 50.0 |" in tables(made(("one", {"a": undecided})))


def test_nothing_is_said_of_publications_without_figures():
    assert "parentheses" not in tables(made(("one", {"a": group()})))
