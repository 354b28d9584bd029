"""The import hook: light, last in line, and off where it is not wanted or not understood."""

import sys
import types

import pytest

from hf_mathseq.data import hook
from hf_mathseq.suggestions import UserError

PREPARE_SMALL = "train_examples=50, validation_examples=10, test_examples=10"


def fake_load(answer):
    """Return a stand-in for `datasets.load` whose factory gives or raises `answer`."""
    load = types.ModuleType("fake_load")

    def dataset_module_factory(path, revision=None, data_dir=None, data_files=None):
        if isinstance(answer, Exception):
            raise answer
        return answer

    load.dataset_module_factory = dataset_module_factory
    for name in hook.NEEDED:
        if not hasattr(load, name):
            setattr(load, name, object())
    return load


def module(path):
    return types.SimpleNamespace(module_path=path)


@pytest.fixture
def asked(toy_installed, tmp_path, monkeypatch):
    """Return what the wrapped factory gives for a path when the original gives `answer`."""
    monkeypatch.chdir(tmp_path)

    def ask(answer, path="hf_mathseq/toy_sums", **kwargs):
        load = fake_load(answer)
        hook._wrap_factory(load)
        return load.dataset_module_factory(path, **kwargs)

    return ask


@pytest.mark.parametrize("answer", [ConnectionError("offline"), module(hook.CACHE_MODULE)])
def test_we_answer_when_nobody_else_does(asked, answer):
    found = asked(answer)
    assert found.module_path == "hf_mathseq.dataset_builders.builder"
    assert found.builder_configs_parameters.default_config_name == "digits"


def test_a_repository_on_the_hub_wins(asked):
    hub = module("datasets.packaged_modules.parquet.parquet")
    assert asked(hub) is hub


def test_a_local_folder_wins(asked, tmp_path):
    (tmp_path / "hf_mathseq" / "toy_sums").mkdir(parents=True)
    with pytest.raises(ConnectionError, match="as it was"):
        asked(ConnectionError("as it was"))


@pytest.mark.parametrize(
    ("path", "kwargs"),
    [
        ("hf_mathseq/too/many", {}),
        ("other/toy_sums", {}),
        ("toy_sums", {}),
        ("hf_mathseq/toy_sums", {"revision": "v2"}),
        ("hf_mathseq/toy_sums", {"data_files": "x.csv"}),
    ],
)
def test_everything_else_stays_as_it_was(asked, path, kwargs):
    with pytest.raises(FileNotFoundError, match="as it was"):
        asked(FileNotFoundError("as it was"), path, **kwargs)


def test_a_misspelt_data_set_is_one_line_with_the_nearest(asked):
    with pytest.raises(UserError, match="did you mean 'toy_sums'") as caught:
        asked(ConnectionError("offline"), "hf_mathseq/toy_sms")
    assert isinstance(caught.value.__cause__, ConnectionError)
    assert "\n" not in str(caught.value)


def test_a_data_set_of_others_under_our_name_is_theirs(asked):
    for found in (module(hook.CACHE_MODULE), module("datasets.packaged_modules.parquet.parquet")):
        assert asked(found, "hf_mathseq/nothing") is found


def test_wrapping_twice_wraps_once():
    load = fake_load(None)
    hook._wrap_factory(load)
    once = load.dataset_module_factory
    hook._wrap_factory(load)
    assert load.dataset_module_factory is once


def test_a_version_of_datasets_that_is_too_different_is_left_alone():
    load = fake_load(None)
    del load.DatasetModule
    original = load.dataset_module_factory
    with pytest.warns(UserWarning, match="DatasetModule: use hf_mathseq.load_dataset"):
        hook._wrap_factory(load)
    assert load.dataset_module_factory is original


def test_opting_out(monkeypatch):
    monkeypatch.setenv(hook.OPT_OUT, "1")
    finders = list(sys.meta_path)
    hook.install()
    assert sys.meta_path == finders


def test_installing_imports_the_standard_library_alone(python):
    out = python("""
import sys
before = set(sys.modules)
from hf_mathseq.data.hook import install
install()
heavy = {"datasets", "torch", "pyarrow", "numpy", "fsspec"}
print(sorted(heavy & set(sys.modules)))
""")
    assert out.strip() == "[]"


@pytest.mark.parametrize("first", ["install(); import datasets", "import datasets; install()"])
def test_load_dataset_generates_whatever_is_imported_first(python, first):
    out = python(f"""
from hf_mathseq.data.hook import install
{first}
import inspect
from datasets import get_dataset_config_names, load_dataset
found = load_dataset("hf_mathseq/toy_sums", terms=4, {PREPARE_SMALL})
print(found["train"].num_rows, len(found["train"][0]["digits"]))
print(get_dataset_config_names("hf_mathseq/toy_sums"))
assert "def load_dataset" in inspect.getsource(datasets.load)
assert type(datasets.load.__loader__).__name__ == "SourceFileLoader"
try:
    load_dataset("hf_mathseq/toy_sums", tems=4)
except ValueError as error:
    print(error)
""")
    numbers, names, error = out.splitlines()
    assert numbers == "50 4"
    assert names == "['digits']"
    assert error == "unknown option of toy_sums/digits 'tems'; did you mean 'terms'?"
