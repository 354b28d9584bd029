"""Processes that know a server as the Hub, and the program that loads what was published there."""

import json
import os
import subprocess
import sys

import pyarrow.parquet as pq

MODEL, DATA = "hf-mathseq/nothing", "hf-mathseq/linear-algebra"
LOADING = """
import json, sys

class Absent:
    def find_spec(self, name, *rest):
        if name.partition(".")[0] == "hf_mathseq":
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Absent())
model_id, data_id, out = sys.argv[1:]

from datasets import get_dataset_config_names, load_dataset

found = {"configs": sorted(get_dataset_config_names(data_id))}
found["default"] = load_dataset(data_id, split="test").to_list()
found["add"] = load_dataset(data_id, "add", split="train", revision="v1.0.0").to_list()
stream = load_dataset(data_id, "add", split="train", streaming=True)
found["streamed"] = list(stream)
found["features"] = str(stream.features["input_ids"])

from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained(model_id, revision="v1.0.0")
model = AutoModelForSeq2SeqLM.from_pretrained(model_id, revision="v1.0.0").eval()
row = found["default"][0]
found["ids"] = tokenizer(row["input"])["input_ids"]
inputs = tokenizer([row["input"]], return_tensors="pt")
found["answer"] = model.generate(**inputs, max_new_tokens=5, do_sample=False).tolist()
found["tokenizer"] = type(tokenizer).__name__
assert not [name for name in sys.modules if name.startswith("hf_mathseq")]
json.dump(found, open(out, "w"))
"""


def run(program, *arguments, url, home):
    """Run a program in a process that knows the server as the Hub, and nothing of this checkout."""
    environment = {
        **{k: v for k, v in os.environ.items() if k not in ("HF_HUB_OFFLINE", "HF_TOKEN")},
        "HF_ENDPOINT": url,
        "HF_HOME": str(home),
        "HF_HUB_DISABLE_XET": "1",
        "NO_PROXY": "127.0.0.1",
    }
    done = subprocess.run(
        [sys.executable, "-P", "-c", program, *map(str, arguments)],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def check_loaded(url, home, model_folder, data_folder):
    """Load model and data, in a process that cannot import hf_mathseq, and compare with ours."""
    import torch
    from transformers import AutoModelForSeq2SeqLM

    out = home / "found.json"
    run(LOADING, MODEL, DATA, out, url=url, home=home)
    found = json.loads(out.read_text())
    assert found["configs"] == ["add", "transpose"]
    shards = sorted((data_folder / "add").glob("train-*.parquet"))
    rows = [row for shard in shards for row in pq.read_table(shard).to_pylist()]
    assert found["add"] == found["streamed"] == rows
    test = pq.read_table(data_folder / "transpose" / "test-00000.parquet").to_pylist()
    assert found["default"] == test
    assert found["features"] == "List(Value('uint16'))"
    assert found["ids"] == test[0]["input_ids"]
    assert found["tokenizer"] == "TokenizersBackend"
    model = AutoModelForSeq2SeqLM.from_pretrained(model_folder).eval()
    inputs = torch.tensor([test[0]["input_ids"]])
    answer = model.generate(inputs, max_new_tokens=5, do_sample=False)
    assert found["answer"] == answer.tolist()
