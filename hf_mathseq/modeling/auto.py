"""The library's auto classes know ours wherever `hf_mathseq` was imported.

`AutoTokenizer` gives a `MathSeqTokenizer`; `AutoConfig` and `AutoModelForSeq2SeqLM` load our own
architectures. This module imports the standard library alone; the classes file themselves when
they are imported, which is when the library's auto classes are.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from hf_mathseq.after_import import after_import

CLASSES = {
    "transformers.models.auto.tokenization_auto": ("hf_mathseq.modeling.tokenizer",),
    "transformers.models.auto.configuration_auto": (
        "hf_mathseq.modeling.transformer.configuration",
        "hf_mathseq.modeling.recurrent.configuration",
    ),
    "transformers.models.auto.modeling_auto": (
        "hf_mathseq.modeling.transformer.model",
        "hf_mathseq.modeling.recurrent.model",
    ),
}
"""Modules of the library, and those of ours whose import files classes with them."""


def install() -> None:
    """File our classes with the library's auto classes, now or once those are imported."""
    for name in CLASSES:
        after_import(name, _file_classes)


def _file_classes(module: ModuleType) -> None:
    for ours in CLASSES[module.__name__]:
        importlib.import_module(ours)
