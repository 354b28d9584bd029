"""The progress bar of a run: loss, throughput and checks."""

from __future__ import annotations

from typing import Any

from transformers.trainer_callback import ProgressCallback

from hf_mathseq.training.log import CHECK, EXAMPLES, TOKENS, WAITING


class Progress(ProgressCallback):
    """Shows the last logged loss and throughput behind the bar, and checks as lines above it."""

    def close(self) -> None:
        """End the bar, whatever ended the run."""
        if self.training_bar is not None:
            self.training_bar.close()

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
        """Show a log entry."""
        if self.training_bar is None:
            return
        if "loss" in logs:
            self.training_bar.set_postfix_str(_in_words(logs))
        checked = {k.removeprefix(CHECK): v for k, v in logs.items() if k.startswith(CHECK)}
        if checked:
            figures = ", ".join(f"{name} {value:.4g}" for name, value in checked.items())
            self.training_bar.write(f"update {state.global_step}: {figures}")


def _in_words(logs: dict[str, float]) -> str:
    said = f"loss {logs['loss']:.4g}"
    if EXAMPLES in logs:
        said += (
            f", {logs[EXAMPLES]:,.0f} examples/s, {logs[TOKENS]:,.0f} tokens/s, "
            f"{100 * logs[WAITING]:.1f} % waiting for data"
        )
    return said
