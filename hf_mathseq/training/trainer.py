"""The library's trainer with a loss that does not depend on how a batch is cut.

The library scales loss and gradient of encoder-decoder models by the number of accumulated parts
and of processes. Here the loss is the sum over target tokens divided by the tokens of the whole
batch, wherever they were computed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch.utils.data import Sampler, SequentialSampler
from transformers import Seq2SeqTrainer
from transformers.trainer_callback import ProgressCallback

from hf_mathseq.modeling.loss import token_loss
from hf_mathseq.modeling.quiet import no_progress_bars
from hf_mathseq.training.progress import Progress
from hf_mathseq.training.throughput import Throughput


class MathSeqTrainer(Seq2SeqTrainer):
    """Trains on examples in the order of their index and checks answers mathematically.

    Args:
        check: Measures the model; called by `evaluate`, on the first process only.
        **arguments: Of `Seq2SeqTrainer`.
    """

    def __init__(self, *, check: Callable[[Any], dict[str, float]], **arguments: Any) -> None:
        super().__init__(compute_loss_func=token_loss, **arguments)
        self.model_accepts_loss_kwargs = False  # the model ignores what it seems to accept
        self._check = check
        self._throughput = Throughput()
        if self.pop_callback(ProgressCallback):
            self.add_callback(Progress)

    def get_batch_samples(self, epoch_iterator: Any, num_batches: int, device: Any) -> Any:
        """Return the parts of the next batch and its number of target tokens."""
        if self.state.global_step == self._initial_global_step:
            self._throughput.begin()
        counted = self._throughput.counted(epoch_iterator)
        return super().get_batch_samples(counted, num_batches, device)

    def log(self, logs: dict[str, float], start_time: float | None = None) -> None:
        """Note the entry, with the throughput since the last one where it is of updates."""
        if "loss" in logs:
            logs |= self._throughput.figures(self.accelerator.gather, self.args.device)
        super().log(logs, start_time)

    def _save_checkpoint(self, model: Any, trial: Any) -> None:
        with self._throughput.paused(), no_progress_bars():
            super()._save_checkpoint(model, trial)

    def _get_train_sampler(self, train_dataset: Any = None) -> Sampler[int] | None:
        return SequentialSampler(self.train_dataset if train_dataset is None else train_dataset)

    def evaluate(
        self,
        eval_dataset: Any = None,
        ignore_keys: list[str] | None = None,
        metric_key_prefix: str = "eval",
        **_: Any,
    ) -> dict[str, float]:
        """Measure the model by `check`; every process returns the same numbers."""
        with self._throughput.paused():
            metrics = self._checked(metric_key_prefix)
        self.log(dict(metrics))  # adds the epoch to what it is given
        self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics

    def _checked(self, prefix: str) -> dict[str, float]:
        """Return what the check of the first process finds, in every process."""
        shared: list[dict[str, float]] = [{}]
        if self.accelerator.is_main_process:
            # Without the wrapper the rest of the run would be in fp32.
            model = self.accelerator.unwrap_model(self.model, keep_fp32_wrapper=True)
            shared = [{f"{prefix}_{name}": value for name, value in self._check(model).items()}]
        if self.accelerator.num_processes > 1:
            from accelerate.utils import broadcast_object_list

            broadcast_object_list(shared)
        return shared[0]
