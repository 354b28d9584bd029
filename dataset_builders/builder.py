"""The one builder behind every `hf_mathseq/<dataset>`, driven by the table of tasks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
from datasets.builder import Key
from datasets.download import StreamingDownloadManager
from datasets.naming import filenames_for_dataset_split

from hf_mathseq.data.cache import CachePlace
from hf_mathseq.data.names import literal_name
from hf_mathseq.data.shard_formats import ROW_GROUP_ROWS
from hf_mathseq.data.shards import generate_to
from hf_mathseq.data.stream import ExampleStream
from hf_mathseq.dataset_builders.configs import MathSeqConfig, content_hash
from hf_mathseq.duplicates import ROW_KEY
from hf_mathseq.suggestions import unknown_name

STREAMED_ROWS = 1_000


class MathSeqBuilder(datasets.ArrowBasedBuilder):
    """Generates a config of a data set, into the cache or as a stream.

    Use it through `load_dataset`, `hf_mathseq.prepare` or `modules.make_builder`.

    Attributes:
        exact: Whether only the sizes and the seed asked for will do. If not, what was prepared
            before under the same config id is taken.
        finished: Parquet files by split that hold the rows already; None generates them.
    """

    BUILDER_CONFIG_CLASS = MathSeqConfig
    exact = False
    finished: Mapping[str, list[str]] | None = None
    _num_proc = 1

    # ------------------------------------------------------------------ what is asked for

    def _create_builder_config(
        self,
        config_name: str | None = None,
        custom_features: datasets.Features | None = None,
        config_id: str | None = None,
        **options: Any,
    ) -> tuple[MathSeqConfig, str]:
        """Check names and values of all options, and derive the content's hash."""
        name = config_name or self.DEFAULT_CONFIG_NAME
        if name not in self.builder_configs:
            kind = f"config of {literal_name(self.dataset_name)}"
            raise ValueError(unknown_name(kind, name, self.builder_configs))
        self.builder_configs[name].check_names(options)
        config, config_id = super()._create_builder_config(
            config_name=name, custom_features=custom_features, config_id=config_id, **options
        )
        self._task, self._release = config.task, config.release
        self._content = content_hash(self._task, self._release)
        self.hash: str = self._content
        return config, config_id

    def _info(self) -> datasets.DatasetInfo:
        described = self._task.description
        return datasets.DatasetInfo(
            description=described.title,
            homepage=f"https://arxiv.org/abs/{described.paper}",
            license="apache-2.0",
            features=datasets.Features.from_arrow_schema(self._task.schema),
        )

    # ------------------------------------------------------------------ into the cache

    @property
    def _place(self) -> CachePlace:
        """The config's place in the cache."""
        if "://" in self._cache_dir_root:
            raise ValueError(f"the cache must be a local folder, not {self._cache_dir_root}")
        dataset, config_id = self._relative_data_dir(with_version=False, with_hash=False).split("/")
        return CachePlace(Path(self._cache_dir_root), dataset, config_id, str(self.config.version))

    def _use(self, content: str) -> None:
        """Point this builder at prepared content of its config id."""
        self.hash = content
        self._cache_dir = self._output_dir = self._build_cache_dir()
        self.info = datasets.DatasetInfo.from_directory(self._cache_dir)

    def _use_prepared(self) -> bool:
        """Use what the cache holds, if that will do."""
        place = self._place
        content = self._content if place.holds(self._content) else None
        if content is None and not self.exact:
            content = place.prepared(self._task.identity)
        if content is not None:
            self._use(content)
        return content is not None

    def download_and_prepare(self, output_dir: str | None = None, **kwargs: Any) -> None:
        """Generate what is missing; see `datasets.DatasetBuilder.download_and_prepare`.

        Without `output_dir` the files are built aside and renamed into the cache once, so that an
        interruption leaves nothing there; the next run goes on behind the last finished shard.
        """
        self._num_proc = kwargs.pop("num_proc", None) or 1
        place = self._place
        mode = datasets.DownloadMode(kwargs.get("download_mode") or "reuse_dataset_if_exists")
        with place.lock():
            if output_dir is not None:
                super().download_and_prepare(output_dir, **kwargs)
                place.empty_workshop()
            elif mode is datasets.DownloadMode.REUSE_DATASET_IF_EXISTS and self._use_prepared():
                place.keep_only(self.hash)
            else:
                self.info.splits = None
                super().download_and_prepare(str(place.empty_staging()), **kwargs)
                place.publish(self._content, self._record())
                self._use(self._content)

    def _record(self) -> dict[str, Any]:
        task = self._task
        return {
            "task": task.name,
            "version": task.version,
            "options": task.options,
            "identity": task.identity,
            **asdict(self._release),
        }

    # ------------------------------------------------------------------ rows

    def _split_generators(self, dl_manager: Any) -> list[datasets.SplitGenerator]:
        sizes = self._release.sizes
        if isinstance(dl_manager, StreamingDownloadManager):
            drawn = {split: [(split, rows)] for split, rows in sizes.items()}
            sources = self._prepared_files() if self._use_prepared() else drawn
        elif self.finished is not None:
            sources = self.finished
        else:
            sources = {split: self._generated_files(split, rows) for split, rows in sizes.items()}
        return [
            datasets.SplitGenerator(name=split, gen_kwargs={"sources": found})
            for split, found in sources.items()
        ]

    def _prepared_files(self) -> dict[str, list[str]]:
        """Return the Arrow files of every split in the cache."""
        return {
            split.name: filenames_for_dataset_split(
                self._cache_dir,
                dataset_name=self.dataset_name,
                split=split.name,
                filetype_suffix="arrow",
                shard_lengths=split.shard_lengths,
            )
            for split in self.info.splits.values()
        }

    def _generated_files(self, split: str, rows: int) -> list[str]:
        """Generate a split as Parquet shards, or find them, and return their paths."""
        folder = self._place.shards / self._content
        manifest = generate_to(
            self._task,
            folder,
            rows,
            split=split,
            seed=self._release.seed,
            num_proc=self._num_proc,
            shard_rows=ROW_GROUP_ROWS,
            progress=not datasets.are_progress_bars_disabled(),
        )
        return [str(folder / shard["file"]) for shard in manifest["shards"]]

    def _generate_tables(
        self, sources: list[str | tuple[str, int]]
    ) -> Iterator[tuple[Key, pa.Table]]:
        """Yield the rows of files, or draw them: a source is a path or a (split, rows) pair."""
        for i, source in enumerate(sources):
            tables = self._read(source) if isinstance(source, str) else self._draw(*source)
            for j, table in enumerate(tables):
                yield Key(i, j), table

    def _read(self, path: str) -> Iterator[pa.Table]:
        if path.endswith(".parquet"):
            with pq.ParquetFile(path) as file:
                batches = file.iter_batches(ROW_GROUP_ROWS)
                yield from (pa.Table.from_batches([batch]) for batch in batches)
        else:
            with pa.memory_map(path) as file, pa.ipc.open_stream(file) as batches:
                yield from (pa.Table.from_batches([batch]) for batch in batches)

    def _draw(self, split: str, rows: int) -> Iterator[pa.Table]:
        stream = ExampleStream(self._task, split, self._release.seed)
        for start in range(0, rows, STREAMED_ROWS):
            yield stream.take(min(STREAMED_ROWS, rows - start)).drop_columns([ROW_KEY])
