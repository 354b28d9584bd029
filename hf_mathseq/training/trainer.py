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

from hf_mathseq.modeling.loss import token_loss


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
        shared: list[dict[str, float]] = [{}]
        if self.accelerator.is_main_process:
            # Without the wrapper the rest of the run would be in fp32.
            model = self.accelerator.unwrap_model(self.model, keep_fp32_wrapper=True)
            found = self._check(model)
            shared = [{f"{metric_key_prefix}_{name}": value for name, value in found.items()}]
        if self.accelerator.num_processes > 1:
            from accelerate.utils import broadcast_object_list

            broadcast_object_list(shared)
        metrics = shared[0]
        self.log(dict(metrics))  # adds the epoch to what it is given
        self.callback_handler.on_evaluate(self.args, self.state, self.control, metrics)
        return metrics
