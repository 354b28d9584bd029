"""What the entries of a run's log are called."""

from __future__ import annotations

CHECK = "eval_"
"""What begins the names of figures on validation problems."""
ACCURACY = f"{CHECK}verified_accuracy"
LOSS = f"{CHECK}loss"
THROUGHPUT = ("examples_per_second", "tokens_per_second", "data_wait_share")
"""The speed of updates, without checks and checkpoints."""
EXAMPLES, TOKENS, WAITING = THROUGHPUT
