"""Published data come back into the cache, under the name under which they would be generated."""

from types import SimpleNamespace

import datasets
import pytest
from contract_hub import Blob

import hf_mathseq
from hf_mathseq.cli import main
from hf_mathseq.data.manifest import read_shards
from hf_mathseq.dataset_builders.configs import content_hash
from hf_mathseq.dataset_builders.releases import Release
from hf_mathseq.hub import PublishError, prepare_published, publish
from hf_mathseq.suggestions import UserError

DATA = "hf-mathseq/linear-algebra"


@pytest.fixture
def published(server, data_folder, monkeypatch, tmp_path):
    """The server with the data of `data_folder`; nothing can be generated."""
    publish(data_folder, DATA, tag="v1", endpoint=server.url)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr("hf_mathseq.dataset_builders.builder.generate_to", None)
    monkeypatch.setattr("hf_mathseq.dataset_builders.builder.ExampleStream", None)
    return server


def test_rows_come_back(published, data_folder, tmp_path):
    cache = tmp_path / "cache"
    found = prepare_published("linear_algebra/add", cache_dir=cache, endpoint=published.url)
    assert found.options == {"dimension": 2}
    loaded = hf_mathseq.load_dataset(
        "hf_mathseq/linear_algebra", "add", cache_dir=str(cache), dimension=2
    )
    for split, rows in (("train", 50), ("test", 10)):
        tables = read_shards(data_folder / "add", split)
        shown = [row for table in tables for row in table.to_pylist()]
        assert loaded[split].to_list() == shown
        assert len(shown) == rows


def test_the_cache_is_that_of_generated_data(published, tmp_path):
    """Generating with the same sizes and seed will find it done."""
    found = prepare_published("linear_algebra/add", cache_dir=tmp_path, endpoint=published.url)
    task = hf_mathseq.get_task("linear_algebra/add", dimension=2)
    assert found.path.name == content_hash(task, Release(50, 0, 10, seed=0))


def test_command(published, tmp_path, monkeypatch, capsys):
    environment = SimpleNamespace(ENDPOINT=published.url)
    monkeypatch.setattr("hf_mathseq.hub.prepared.constants", environment)
    command = ["prepare", "linear_algebra/add", "--cache-dir", str(tmp_path / "cache")]
    assert main([*command, "--from", "hub", "--revision", "v1"]) == 0
    call = "datasets.load_dataset('hf_mathseq/linear_algebra', 'add', dimension=2, cache_dir="
    assert f"{call}{str(tmp_path / 'cache')!r})" in capsys.readouterr().out
    assert main([*command, "--from", "hub", "--seed", "3"]) == 2
    assert "--seed is for data that are generated" in capsys.readouterr().err
    assert main([*command, "--from", "hf_mathseq", "--revision", "v1"]) == 2
    assert "NAMESPACE/NAME" in capsys.readouterr().err
    assert main([*command, "--revision", "v1"]) == 2
    assert "--revision is of what is downloaded" in capsys.readouterr().err


def test_what_is_not_there(published, tmp_path):
    options = {"cache_dir": tmp_path, "endpoint": published.url}
    with pytest.raises(UserError, match=f"{DATA} has no config matmul"):
        prepare_published("linear_algebra/matmul", **options)
    with pytest.raises(UserError, match="did you mean 'add'"):
        prepare_published("linear_algebra/ad", **options)
    with pytest.raises(PublishError, match=r"no hf-mathseq/ode on 127\.0\.0\.1"):
        prepare_published("ode/ode1", **options)
    with pytest.raises(PublishError, match="no such version of"):
        prepare_published("linear_algebra/add", revision="v9", **options)


def test_damaged_and_foreign_data(published, data_folder, tmp_path):
    options = {"cache_dir": tmp_path, "endpoint": published.url}
    repository = published.hub.repositories["dataset", DATA]
    files = repository.commits[repository.branches["main"]]
    broken = {**files, "add/test-00000.parquet": files["transpose/test-00000.parquet"]}
    repository.commit(broken, "main", "broken")
    with pytest.raises(OSError, match=r"test-00000\.parquet is missing or damaged"):
        prepare_published("linear_algebra/add", **options)
    manifest = files["add/manifest-train.json"].content
    for old, new, said in (
        (b'"identity": "', b'"identity": "x', "was made by version"),
        (b"linear_algebra/add", b"linear_algebra/matmul", "holds linear_algebra/matmul where"),
    ):
        changed = {**files, "add/manifest-train.json": Blob(manifest.replace(old, new), False)}
        changed.pop("add/manifest-test.json")
        repository.commit(changed, "main", "other")
        with pytest.raises(UserError, match=said):
            prepare_published("linear_algebra/add", **options)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'"identity": "', b'"identity": "x', "was made by version"),
        (b"linear_algebra/add", b"linear_algebra/matmul", "holds linear_algebra/matmul where"),
        (b'"seed": 0', b'"seed": 1', "does not say which one seed"),
        (b'"seed": 0', b'"root": 0', "does not say which one seed"),
    ],
)
def test_every_split_is_of_the_same_data(published, tmp_path, old, new, said):
    repository = published.hub.repositories["dataset", DATA]
    files = repository.commits[repository.branches["main"]]
    manifest = files["add/manifest-test.json"].content
    assert old in manifest
    changed = {**files, "add/manifest-test.json": Blob(manifest.replace(old, new), False)}
    repository.commit(changed, "main", "other")
    with pytest.raises(UserError, match=said) as error:
        prepare_published("linear_algebra/add", cache_dir=tmp_path, endpoint=published.url)
    assert "\n" not in str(error.value)


def test_generating_still_works(tmp_path):
    path = hf_mathseq.prepare(
        "linear_algebra/add",
        cache_dir=tmp_path,
        train_examples=5,
        validation_examples=0,
        test_examples=0,
    )
    assert datasets.DatasetInfo.from_directory(str(path)).splits["train"].num_examples == 5
