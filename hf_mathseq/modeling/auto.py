"""`AutoTokenizer` gives a `MathSeqTokenizer` wherever `hf_mathseq` was imported.

This module imports the standard library alone; the class is registered when the library's
`AutoTokenizer` is imported.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from hf_mathseq.after_import import after_import

TARGET = "transformers.models.auto.tokenization_auto"


def install() -> None:
    """Register the tokenizer with `AutoTokenizer`, now or once it is imported."""
    after_import(TARGET, _register)


def _register(_: ModuleType) -> None:
    importlib.import_module("hf_mathseq.modeling.tokenizer")  # it registers its class
