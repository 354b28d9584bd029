import pytest

from hf_mathseq.modeling.build import build_model
from hf_mathseq.modeling.configuration import ModelOptions
from hf_mathseq.modeling.tokenizer import tokenizer_for
from hf_mathseq.tasks import get_task

SIZES = ModelOptions(
    encoder_layers=1,
    decoder_layers=1,
    encoder_width=16,
    decoder_width=16,
    encoder_heads=2,
    decoder_heads=2,
)


@pytest.fixture(scope="session")
def task():
    return get_task("linear_algebra/transpose", dimension=2, input_encoding="P10")


@pytest.fixture(scope="session")
def untrained(task, tmp_path_factory):
    """The folder of a model that knows nothing."""
    folder = tmp_path_factory.mktemp("models") / "untrained"
    build_model(task, SIZES).save_pretrained(folder)
    tokenizer_for(task).save_pretrained(folder)
    return folder
