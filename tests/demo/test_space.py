import ast
import re
from pathlib import Path

import pytest
import yaml

import hf_mathseq
from hf_mathseq.demo.space import MODEL_FILES, write_space
from hf_mathseq.evaluation.identity import ModelError
from hf_mathseq.suggestions import UserError

CONSTRAINTS = Path(__file__).parents[2] / "constraints.txt"


def test_a_space_is_complete(tmp_path, model_folders):
    folder = model_folders["matrices"]
    (folder / "training_args.bin").write_bytes(b"pickle")
    write_space(tmp_path / "space", [str(folder), "hf-mathseq/ode-ode1-from-integrals-laptop"])
    place = tmp_path / "space"
    assert sorted(p.name for p in place.iterdir()) == [
        "README.md",
        "app.py",
        "models",
        "requirements.txt",
    ]
    assert sorted(p.name for p in (place / "models/matrices").iterdir()) == sorted(MODEL_FILES)
    assert hf_mathseq.load_solver(place / "models/matrices").task.config.dimension == 2
    front = yaml.safe_load((place / "README.md").read_text().split("---")[1])
    assert front["sdk"] == "gradio"
    assert front["app_file"] == "app.py"
    assert front["models"] == ["hf-mathseq/ode-ode1-from-integrals-laptop"]
    assert f"gradio=={front['sdk_version']}\n" in CONSTRAINTS.read_text()
    assert re.fullmatch(r"hf-mathseq\[demo\]==\S+\n", (place / "requirements.txt").read_text())


def test_the_program_names_its_models(tmp_path, model_folders):
    write_space(tmp_path / "space", [str(model_folders["matrices"]), 'a/b"c'])
    tree = ast.parse((tmp_path / "space/app.py").read_text())
    (models,) = (node.value for node in tree.body if isinstance(node, ast.Assign))
    assert ast.literal_eval(models) == ["models/matrices", 'a/b"c']


def test_refusals_are_one_line_and_write_nothing(tmp_path, model_folders):
    folder = str(model_folders["matrices"])
    (tmp_path / "full").mkdir()
    (tmp_path / "full/note").write_text("mine")
    with pytest.raises(UserError, match="not empty"):
        write_space(tmp_path / "full", [folder])
    with pytest.raises(UserError, match="one name"):
        write_space(tmp_path / "new", [folder, "hf-mathseq/matrices"])
    with pytest.raises(ModelError, match="no model in nowhere"):
        write_space(tmp_path / "new", ["nowhere"])
    (tmp_path / "part").mkdir()
    (tmp_path / "part/config.json").write_text("{}")
    with pytest.raises(ModelError, match=r"not complete: .*model\.safetensors"):
        write_space(tmp_path / "new", [str(tmp_path / "part")])
    assert not (tmp_path / "new").exists()
    assert [p.name for p in (tmp_path / "full").iterdir()] == ["note"]
