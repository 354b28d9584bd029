"""The published Transformer of linear algebra, with looped layers, gates and adaptive halting."""
