import pytest
import yaml

SIZES = {
    "options.dimension": 2,
    "model.encoder_layers": 1,
    "model.decoder_layers": 1,
    "model.encoder_width": 16,
    "model.decoder_width": 16,
    "model.encoder_heads": 2,
    "model.decoder_heads": 2,
    "training.max_steps": 3,
    "training.save_every": 1,
    "evaluation.every": 3,
    "evaluation.examples": 4,
    "evaluation.suite_examples": 3,
}
TOY = {
    "recipe": "linear_algebra/transpose-laptop",
    "suite": "linear_algebra/dimensions",
    "settings": SIZES,
    "vary": [
        {"label": "Small ones"},
        {
            "label": "Larger, from small",
            "start": "Small ones",
            "settings": {"options.dimension": 3},
        },
    ],
}


@pytest.fixture
def toy(tmp_path):
    """Write an experiment of two runs, with other keys where given, and return its path."""

    def write(**changes):
        path = tmp_path / "toy.yaml"
        path.write_text(yaml.safe_dump({**TOY, **changes}))
        return path

    return write


@pytest.fixture(scope="session")
def toy_settings():
    """The `--set` arguments that make an experiment one of seconds."""
    return [f"--set={key}={value}" for key, value in SIZES.items()]


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory):
    """The folder and the results of the toy experiment, run without a break."""
    from hf_mathseq.experiments import run_experiment

    folder = tmp_path_factory.mktemp("undisturbed")
    (folder / "toy.yaml").write_text(yaml.safe_dump(TOY))
    results = run_experiment(folder / "toy.yaml", output_dir=folder / "out", progress=False)
    return folder / "out", results
