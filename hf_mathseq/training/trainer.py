"""The library's trainer with a loss that does not depend on how a batch is cut.

The library scales loss and gradient of encoder-decoder models by the number of accumulated parts
and of processes. Here the loss is the sum over target tokens divided by the tokens of the whole
batch, wherever they were computed.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import torch
from torch.utils.data import Sampler, SequentialSampler
from transformers import Seq2SeqTrainer
from transformers.trainer_callback import PrinterCallback, ProgressCallback

from hf_mathseq.modeling.loss import token_loss
from hf_mathseq.modeling.quiet import no_progress_bars
from hf_mathseq.training.log import ACCURACY
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
        self._whole = copy.deepcopy(self.model) if self.is_fsdp_enabled else None
        self._progress = Progress()
        if self.pop_callback(ProgressCallback):
            self.add_callback(self._progress)
        self.pop_callback(PrinterCallback)  # it prints where no progress was wanted

    def train(self, *arguments: Any, **named: Any) -> Any:
        """Train; see the library's."""
        try:
            return super().train(*arguments, **named)
        finally:
            self._progress.close()

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

    def last_check(self) -> dict[str, Any]:
        """Return the log entry of a check after the last update, which is made unless there is one.

        Every process calls it.
        """
        step = self.state.global_step
        if not any(e["step"] == step for e in self.state.log_history if ACCURACY in e):
            self.evaluate()
        return [entry for entry in self.state.log_history if ACCURACY in entry][-1]

    def whole_model(self) -> Any:
        """Return the model with all its weights, in the first process; every process calls it."""
        if self._whole is None:
            # Without the wrapper the rest of the run would be in fp32.
            return self.accelerator.unwrap_model(self.model, keep_fp32_wrapper=True)
        weights = self.accelerator.get_state_dict(self.model_wrapped)
        if self.accelerator.is_main_process:
            self._whole.load_state_dict(weights)
            self._whole.to(self.args.device)
        return self._whole

    def weights(self) -> dict[str, torch.Tensor]:
        """Return the weights of `whole_model`, in the first process; every process calls it."""
        return dict(self.whole_model().state_dict())

    def _checked(self, prefix: str) -> dict[str, float]:
        """Return what the check of the first process finds, in every process."""
        shared: list[dict[str, float]] = [{}]
        model = self.whole_model()
        if self.accelerator.is_main_process:
            shared = [{f"{prefix}_{name}": value for name, value in self._check(model).items()}]
        if self.accelerator.num_processes > 1:
            from accelerate.utils import broadcast_object_list

            broadcast_object_list(shared)
        return shared[0]
