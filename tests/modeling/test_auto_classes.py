"""Our architectures load through the library's auto classes, whatever is imported first."""

import json
import subprocess
import sys

import pytest
import torch
from depth import first_of
from transformers import AutoModelForSeq2SeqLM

from hf_mathseq.modeling.build import build_model
from hf_mathseq.modeling.configuration import ARCHITECTURES, LIBRARY_ARCHITECTURES, ModelOptions
from hf_mathseq.tasks import get_task

OURS = sorted(set(ARCHITECTURES) - set(LIBRARY_ARCHITECTURES))
FIRST = [
    "from transformers import AutoModelForSeq2SeqLM; import hf_mathseq",
    "import hf_mathseq",
    "import transformers, hf_mathseq",
    "from transformers import AutoConfig; import hf_mathseq",
    "import hf_mathseq.modeling.base",
    "import hf_mathseq.modeling.base_configuration",
    "import hf_mathseq.modeling.transformer.configuration",
    "import hf_mathseq.modeling.transformer.layers",
    "import hf_mathseq.modeling.recurrent.model",
]
PROGRAM = """
import sys
from transformers import AutoConfig, AutoModelForSeq2SeqLM
for folder in sys.argv[1:]:
    name = type(AutoConfig.from_pretrained(folder)).__name__
    model = AutoModelForSeq2SeqLM.from_pretrained(folder)
    assert type(model.config).__name__ == name and name.startswith("MathSeq")
    assert type(model).__name__ == name.replace("Config", "ForConditionalGeneration")
"""


def small(architecture):
    options = {"encoder_layers": 1, "decoder_layers": 1, "encoder_width": 16, "decoder_width": 16}
    recurrent = architecture in ("lstm", "gru")
    more = {"hidden_size": 16} if recurrent else {"encoder_heads": 2, "decoder_heads": 2}
    return ModelOptions(architecture, **options, **more)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    task = get_task("linear_algebra/transpose", dimension=2)
    made = {}
    for architecture in OURS:
        made[architecture] = tmp_path_factory.mktemp("models") / architecture
        build_model(task, small(architecture)).save_pretrained(made[architecture])
    return made


@pytest.mark.parametrize("first", first_of(FIRST))
def test_any_import_will_do(first, folders):
    done = subprocess.run(
        [sys.executable, "-c", first + PROGRAM, *map(str, folders.values())],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("architecture", OURS)
def test_folders_hold_no_code(architecture, folders):
    names = {path.suffix for path in folders[architecture].iterdir()}
    assert names == {".json", ".safetensors"}
    config = json.loads((folders[architecture] / "config.json").read_text())
    assert "auto_map" not in config
    assert config["model_type"].startswith("mathseq_")
    assert config["mathseq"]["task"] == "linear_algebra/transpose"


@pytest.mark.parametrize("architecture", OURS)
def test_saved_and_loaded_weights_are_equal(architecture, folders):
    task = get_task("linear_algebra/transpose", dimension=2)
    model = build_model(task, small(architecture))
    loaded = AutoModelForSeq2SeqLM.from_pretrained(folders[architecture])
    assert loaded.output.weight is loaded.decoder.tokens.weight
    wanted, found = model.state_dict(), loaded.state_dict()
    assert wanted.keys() == found.keys()
    assert all(torch.equal(wanted[name], found[name]) for name in wanted)
