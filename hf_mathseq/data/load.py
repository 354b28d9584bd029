"""`hf_mathseq.load_dataset`: the data sets of this package, generated where they are missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from hf_mathseq.data.names import dataset_of

if TYPE_CHECKING:
    import datasets


def load_dataset(
    path: str,
    name: str | None = None,
    *,
    split: Any = None,
    cache_dir: str | None = None,
    features: datasets.Features | None = None,
    download_mode: Any = None,
    verification_mode: Any = None,
    keep_in_memory: bool | None = None,
    streaming: bool = False,
    num_proc: int | None = None,
    **options: Any,
) -> Any:
    """Load a data set; `hf_mathseq/<dataset>` is generated first if it is not in the cache.

    `hf_mathseq/<dataset>` never asks the network. A local folder of that name, and every other
    path, goes to `datasets.load_dataset` as it is.

    Args:
        path: e.g. "hf_mathseq/integration".
        name: The config; None is the first one.
        split: A split or a slice of it, e.g. "train[:10]"; None is all.
        cache_dir: Instead of the cache of `datasets`.
        features: Column types instead of the data set's own.
        download_mode: "force_redownload" generates anew.
        verification_mode: See `datasets.load_dataset`.
        keep_in_memory: See `datasets.load_dataset`.
        streaming: Draw the same rows lazily, in the same order.
        num_proc: Worker processes of the generation; the rows do not depend on it.
        **options: Options of the task, `train_examples`, `validation_examples`, `test_examples`,
            `seed`.

    Returns:
        A `Dataset`, `DatasetDict`, `IterableDataset` or `IterableDatasetDict`.

    Raises:
        UnknownTaskError: There is no such data set.
        OptionError: An unknown option or a value that is not allowed.

    Examples:
        >>> name = "hf_mathseq/linear_algebra"
        >>> data = load_dataset(name, "transpose", dimension=2, train_examples=50, split="train")
        >>> data.num_rows
        50
    """
    dataset = dataset_of(path)
    if dataset is None or Path(path).is_dir():
        import datasets

        return datasets.load_dataset(
            path,
            name,
            split=split,
            cache_dir=cache_dir,
            features=features,
            download_mode=download_mode,
            verification_mode=verification_mode,
            keep_in_memory=keep_in_memory,
            streaming=streaming,
            num_proc=num_proc,
            **options,
        )
    from hf_mathseq.dataset_builders.modules import make_builder

    builder = make_builder(dataset, name, cache_dir=cache_dir, features=features, **options)
    if streaming:
        return builder.as_streaming_dataset(split=split)
    builder.download_and_prepare(
        num_proc=num_proc, download_mode=download_mode, verification_mode=verification_mode
    )
    return builder.as_dataset(split=split, in_memory=bool(keep_in_memory))
