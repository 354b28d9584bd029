"""Readers of files: recipes, manifests, published lines, checkpoints, folders of models."""

import argparse
import json
import pickle
from functools import cache
from pathlib import Path

from fuzz_files import FILE_ERRORS, PICKLE_WORDS, YAML_WORDS, own_folder, written
from fuzz_mutations import mutated_bytes, mutated_text, mutated_value
from fuzz_target import Target

RECIPES = ("linear_algebra/transpose-tiny", "integration/mixed-from-bwd-laptop")
SETTINGS = (
    "training.max_steps", "training.learning_rate", "data.train_examples", "model.encoder_layers",
    "options.dimension", "seed", "task", "mixture", "curriculum", "suites", "stop_at.loss",
    "published", "start_from.model", "options", "a.b.c", ".", "",
)  # fmt: skip
LINES = (
    b"1|sub Y' mul x cos x\tadd cos x mul x sin x\n",
    b"12|sub Y' pow x INT+ 2\tmul div INT+ 1 INT+ 3 pow x INT+ 3\n1|sub Y' x\tx\n",
)
LINE_WORDS = (b"|", b"\t", b"\n", b"\r\n", b" ", b"  ", b"\0", b"\xff", b"sub", b"9" * 20)
OPTIONS = {"emb_dim": 8, "n_heads": 2, "tasks": ["prim_bwd"], "clip": 0.5, "share": True, "x": None}


def _recipe():
    from hf_mathseq.training.recipe import load_recipe

    return lambda text: load_recipe(written("recipe.yaml", text)).task


def _recipe_texts():
    from hf_mathseq.training.recipe import list_recipes, load_recipe

    named = [load_recipe(name).to_yaml() for name in list_recipes()[:2]]
    return [f"like: {list_recipes()[0]}\nseed: 3\ntraining: {{max_steps: 5}}\n", *named]


def _overrides():
    from hf_mathseq.training.recipe import list_recipes, load_recipe

    name = list_recipes()[0]

    def read(overrides):
        given = overrides if isinstance(overrides, dict) else {"options": overrides}
        return load_recipe(name, given).task

    return read


def _experiment():
    from hf_mathseq.experiments.experiment import load_experiment

    return lambda text: load_experiment(written("experiment.yaml", text)).suite


def _experiment_texts():
    from hf_mathseq.experiments import experiment

    place = Path(experiment.__file__).parent / "definitions"
    return [path.read_text() for path in sorted(place.rglob("*.yaml"))[:2]]


def _words():
    from hf_mathseq.conversion.word_table import WordTable
    from hf_mathseq.tasks import get_task

    return WordTable(get_task("integration/bwd").vocabulary)


def _lines():
    from hf_mathseq.conversion.published_lines import read_lines

    words = _words()

    def read(block):
        found = read_lines(block + b"\n", words)
        return f"{len(found.counts)} {len(found.malformed)}"

    return read


def _plain_pickle():
    from hf_mathseq.conversion.plain_pickle import read_plain_pickle

    return lambda content: str(len(read_plain_pickle(content)))


def _pickles():
    namespace = argparse.Namespace(**OPTIONS)
    plain = [pickle.dumps(x, protocol) for x in (OPTIONS, namespace) for protocol in (0, 2, 4)]
    return [*plain, b"\x80\x02" + b"N" * 20_000 + b"(t" * 20_000 + b"."]


def _manifest():
    from hf_mathseq.data.manifest import read_shards

    folder = _data_folder("told")

    def read(text):
        written(f"{folder.name}/manifest-train.json", text)
        return str(sum(len(table) for table in read_shards(folder)))

    return read


@cache
def _data_folder(name, rows=20):
    from hf_mathseq.data.shards import generate_to
    from hf_mathseq.tasks import get_task

    folder = own_folder() / name
    task = get_task("linear_algebra/transpose", dimension=2)
    generate_to(task, folder, rows, shard_rows=rows // 2)
    return folder


def _checked_folder():
    return _data_folder("checked", 5_000)  # of two blocks


def _drawn_again():
    from hf_mathseq.data.check import check_shards

    folder = _checked_folder()

    def read(manifest):
        written(f"{folder.name}/manifest-train.json", json.dumps(manifest))
        return str(check_shards(folder, sample=2)["rows"])

    return read


def _manifest_objects():
    return [json.loads((_checked_folder() / "manifest-train.json").read_text())]


def _manifests():
    return [(_data_folder("told") / "manifest-train.json").read_text()]


def _shard():
    import hashlib

    from hf_mathseq.data.manifest import read_shards

    folder = _data_folder("shards")
    manifest = json.loads((folder / "manifest-train.json").read_text())
    name = manifest["shards"][0]["file"]

    def read(content):
        digest = hashlib.sha256(content).hexdigest()
        shards = [{**manifest["shards"][0], "sha256": digest}]
        told = {**manifest, "shards": shards, "rows": shards[0]["rows"]}
        written(f"{folder.name}/{name}", content)
        written(f"{folder.name}/manifest-train.json", json.dumps(told))
        return str(sum(len(table) for table in read_shards(folder)))

    return read


def _shards():
    return [path.read_bytes() for path in sorted(_data_folder("shards").glob("*.parquet"))]


def _model_task():
    from hf_mathseq.evaluation.identity import local_task

    def read(config):
        path = written("model/config.json", json.dumps(config))
        task = local_task(path.parent)
        return "no task" if task is None else task.name

    return read


def _configurations():
    from hf_mathseq.modeling.configuration import identity_of
    from hf_mathseq.tasks import get_task

    tasks = (get_task("integration/bwd"), get_task("linear_algebra/transpose", dimension=3))
    return [{"model_type": "bart", "mathseq": identity_of(task)} for task in tasks]


def targets():
    return (
        Target("recipe", _recipe, _recipe_texts, mutated_text, YAML_WORDS, FILE_ERRORS, 60),
        Target(
            "set-values", _overrides, lambda: [dict.fromkeys(SETTINGS[:5], "1"), {"seed": "7"}],
            mutated_value, SETTINGS, FILE_ERRORS, 60,
        ),
        Target(
            "experiment", _experiment, _experiment_texts, mutated_text, YAML_WORDS, FILE_ERRORS, 20,
        ),
        Target("published-lines", _lines, lambda: LINES, mutated_bytes, LINE_WORDS),
        Target("parameter-file", _plain_pickle, _pickles, mutated_bytes, PICKLE_WORDS),
        Target(
            "manifest", _manifest, _manifests, mutated_text, ("{", "}", '"', "null"), FILE_ERRORS,
            60,
        ),
        Target(
            "manifest-entries", _drawn_again, _manifest_objects, mutated_value,
            ("blocks", "rows", "seed", "columns", "identity"), FILE_ERRORS, 60,
        ),
        Target("shard", _shard, _shards, mutated_bytes, (b"PAR1", b"ARROW1"), FILE_ERRORS, 60),
        Target(
            "model-task", _model_task, _configurations, mutated_value, ("task", "options"),
            FILE_ERRORS, 60,
        ),
    )  # fmt: skip
