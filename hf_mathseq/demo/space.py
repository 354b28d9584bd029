"""The folder of a Space: the demo as the Hub runs it."""

from __future__ import annotations

import importlib.metadata
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import yaml

from hf_mathseq.evaluation.identity import ModelError, checked_source
from hf_mathseq.suggestions import UserError

MODEL_FILES = (
    "config.json",
    "generation_config.json",
    "model.safetensors",
    "tokenizer.json",
    "tokenizer_config.json",
)
"""What a model folder needs to answer; nothing else of it is copied."""
GRADIO = "6.31.0"
"""The version that the page was last tested with, as in constraints.txt."""
HOST, PORT = "0.0.0.0", 7860  # noqa: S104 - a Space is reached from outside, at this port

_APP = '''"""Answers typed problems with verdicts; see hf_mathseq.demo."""

from hf_mathseq.demo.app import serve

MODELS = {models}

if __name__ == "__main__":
    serve(MODELS, host="{host}", port={port})
'''
_TEXT = """
# {title}

Type an integrand, a differential equation, a matrix, a system or a network, and see the ranked
answers of a small Transformer, each with a verdict that mathematics gave and the reason for it.

Written by `hf-mathseq demo --space`.
"""


def write_space(folder: str | Path, models: Sequence[str]) -> None:
    """Write README.md, app.py and requirements.txt, and copies of local models.

    Models of the Hub are named in `app.py` and fetched when the Space starts. Nothing is uploaded.

    Args:
        folder: A folder that does not exist, or is empty.
        models: Model folders or Hub ids.

    Raises:
        UserError: The folder holds something, or there is no such model.
    """
    place = Path(folder)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise UserError(f"{folder} is not empty; a Space is written to a new folder")
    sources = [checked_source(model) for model in models]
    names = [Path(source).name for source in sources]
    if len(set(names)) < len(names):
        raise UserError("two of the models have one name; rename one of the folders")
    _check_files(sources)
    place.mkdir(parents=True, exist_ok=True)
    placed = [_placed(source, place) for source in sources]
    listed = json.dumps(placed, indent=4).replace('"\n]', '",\n]')
    app = _APP.format(models=listed, host=HOST, port=PORT)
    (place / "app.py").write_text(app, encoding="utf-8")
    version = importlib.metadata.version("hf-mathseq")
    (place / "requirements.txt").write_text(f"hf-mathseq[demo]=={version}\n", encoding="utf-8")
    hub_ids = [source for source in sources if not Path(source).is_dir()]
    (place / "README.md").write_text(_readme(hub_ids), encoding="utf-8")


def _check_files(sources: Sequence[str]) -> None:
    for source in sources:
        missing = [name for name in MODEL_FILES if not (Path(source) / name).is_file()]
        if Path(source).is_dir() and missing:
            raise ModelError(f"{source} is not complete: {', '.join(missing)} missing")


def _placed(source: str, folder: Path) -> str:
    """Return what the Space calls a model; a local one is copied."""
    if not Path(source).is_dir():
        return source
    target = folder / "models" / Path(source).name
    target.mkdir(parents=True)
    for name in MODEL_FILES:
        shutil.copyfile(Path(source) / name, target / name)
    return target.relative_to(folder).as_posix()


def _readme(hub_ids: Sequence[str]) -> str:
    title = "Mathematics, answered and checked"
    front = {
        "title": title,
        "sdk": "gradio",
        "sdk_version": GRADIO,
        "app_file": "app.py",
        "license": "apache-2.0",
        "short_description": "Small Transformers whose answers are verified",
        **({"models": list(hub_ids)} if hub_ids else {}),
    }
    return f"---\n{yaml.safe_dump(front, sort_keys=False)}---\n{_TEXT.format(title=title)}"
