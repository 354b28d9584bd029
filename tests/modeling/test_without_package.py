"""A published folder loads with the plain library, where this package cannot be imported."""

import json
import subprocess
import sys

import pytest
import torch

from hf_mathseq.modeling.build import build_model
from hf_mathseq.modeling.configuration import LIBRARY_ARCHITECTURES, ModelOptions
from hf_mathseq.modeling.tokenizer import tokenizer_for
from hf_mathseq.tasks import get_task

PROGRAM = """
import json, sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "hf_mathseq":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent())
try:
    import hf_mathseq
except ImportError:
    pass
else:
    sys.exit("hf_mathseq can be imported")
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer
found = []
for folder in sys.argv[2:]:
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSeq2SeqLM.from_pretrained(folder)
    batch = tokenizer(json.loads(sys.argv[1]), return_tensors="pt", padding=True)
    ids = model.generate(**batch, num_beams=3)
    found.append([batch.input_ids.tolist(), ids.tolist(), tokenizer.batch_decode(ids)])
assert "hf_mathseq" not in sys.modules
print(json.dumps(found))
"""


@pytest.mark.slow
def test_plain_auto_classes(tmp_path):
    task = get_task("linear_algebra/transpose", dimension=2)
    width = {"encoder_width": 16, "decoder_width": 16, "encoder_heads": 2, "decoder_heads": 2}
    tokenizer, rows = tokenizer_for(task), task.generate(3).to_pylist()
    models = {}
    for architecture in LIBRARY_ARCHITECTURES:
        sizes = ModelOptions(architecture, encoder_layers=1, decoder_layers=1, **width)
        models[tmp_path / architecture] = model = build_model(task, sizes).eval()
        model.save_pretrained(tmp_path / architecture)
        tokenizer.save_pretrained(tmp_path / architecture)
    texts = json.dumps([row["input"] for row in rows])
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, texts, *map(str, models)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.strip().splitlines()[-1])
    for model, (input_ids, generated, answers) in zip(models.values(), found, strict=True):
        assert input_ids == [row["input_ids"] for row in rows]
        expected = model.generate(torch.tensor(input_ids), num_beams=3)
        assert generated == expected.tolist()
        assert answers == tokenizer.batch_decode(expected)
