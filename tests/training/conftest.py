import pytest
import yaml

TINY = {
    "task": "linear_algebra/transpose",
    "description": "tiny",
    "options": {"dimension": 2, "input_encoding": "P10", "output_encoding": "P10"},
    "model": {
        "encoder_layers": 1,
        "decoder_layers": 1,
        "encoder_width": 16,
        "decoder_width": 16,
        "encoder_heads": 2,
        "decoder_heads": 2,
    },
    "training": {
        "max_steps": 6,
        "batch_size": 16,
        "learning_rate": 1e-3,
        "log_every": 1,
        "save_every": 2,
    },
    "evaluation": {"every": 3, "examples": 8},
}


@pytest.fixture
def tiny(tmp_path):
    """Return the path of a recipe that trains in seconds."""
    path = tmp_path / "tiny.yaml"
    path.write_text(yaml.safe_dump(TINY))
    return path


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    """The model folder of a finished run; its recipe stands beside it in `tiny.yaml`."""
    from hf_mathseq.training.run import train

    folder = tmp_path_factory.mktemp("whole")
    (folder / "tiny.yaml").write_text(yaml.safe_dump(TINY))
    return train(folder / "tiny.yaml", output_dir=folder / "model", progress=False)


@pytest.fixture(scope="session")
def measured(tmp_path_factory):
    """The model folder of a finished run of a recipe with a suite."""
    from hf_mathseq.training.run import train

    folder = tmp_path_factory.mktemp("measured")
    (folder / "tiny.yaml").write_text(yaml.safe_dump(TINY))
    suites = {"suites": "linear_algebra/dimensions", "evaluation.suite_examples": 3}
    return train(folder / "tiny.yaml", suites, folder / "model", progress=False)
