import json
import time

import pytest
import torch

from hf_mathseq.modeling.loss import IGNORED
from hf_mathseq.reports.folders import Training
from hf_mathseq.reports.training import training_table
from hf_mathseq.training.log import THROUGHPUT
from hf_mathseq.training.progress import Progress
from hf_mathseq.training.throughput import Throughput

BATCH = {
    "attention_mask": torch.tensor([[1, 1, 1], [1, 0, 0]]),
    "labels": torch.tensor([[5, 1], [1, IGNORED]]),
}
TOKENS = 7


def slow_batches(number, seconds):
    for _ in range(number):
        time.sleep(seconds)
        yield BATCH


def figures(throughput, gather=lambda own: own):
    return throughput.figures(gather, "cpu")


def found_after_two_batches(gather):
    throughput = Throughput()
    list(throughput.counted(slow_batches(2, 0.05)))
    return figures(throughput, gather)


def test_tokens_of_both_sides_are_counted_without_padding():
    throughput = Throughput()
    assert list(throughput.counted(slow_batches(4, 0.1))) == [BATCH] * 4
    found = figures(throughput)
    assert found["tokens_per_second"] / found["examples_per_second"] == pytest.approx(
        TOKENS / 2, rel=1e-3
    )
    assert found["data_wait_share"] > 0.9


def test_waiting_is_a_share_of_the_time():
    throughput = Throughput()
    for _ in throughput.counted(slow_batches(3, 0.02)):
        time.sleep(0.06)
    assert 0.15 < figures(throughput)["data_wait_share"] < 0.4


def test_checks_are_left_out():
    throughput = Throughput()
    for _ in throughput.counted(slow_batches(2, 0.1)):
        with throughput.paused():
            time.sleep(0.2)
    assert figures(throughput)["data_wait_share"] > 0.8
    assert figures(throughput)["examples_per_second"] == 0


def test_processes_are_added_and_the_longest_wait_counts():
    def of_two(own):
        other = own * torch.tensor([1.0, 1.0, 0.0, 1.0])
        return torch.cat([other, own])

    one, two = (found_after_two_batches(gather) for gather in (lambda own: own, of_two))
    assert two["examples_per_second"] == pytest.approx(2 * one["examples_per_second"], rel=0.3)
    assert two["data_wait_share"] > 0.9


def test_every_entry_of_updates_has_them(whole):
    results = json.loads((whole / "results" / "training.json").read_text())
    entries = [entry for entry in results["log"] if "loss" in entry]
    assert len(entries) == 6
    for entry in entries:
        assert entry["examples_per_second"] > 0
        assert entry["tokens_per_second"] > 10 * entry["examples_per_second"]
        assert 0 <= entry["data_wait_share"] <= 1
    found = training_table([Training("mine", results, 8)]).records
    curves = {record["figure"] for record in found if record["data"] == "train"}
    assert set(THROUGHPUT) <= curves


def test_the_bar_says_how_fast(capsys):
    class State:
        is_world_process_zero, max_steps, global_step = True, 10, 3

    bar = Progress()
    bar.on_train_begin(None, State, None)
    logs = dict.fromkeys(THROUGHPUT, 0.25) | {"loss": 1.5}
    bar.on_log(None, State, None, logs)
    bar.on_log(None, State, None, {"eval_verified_accuracy": 0.75, "epoch": 1})
    bar.on_train_end(None, State, None)
    shown = capsys.readouterr()
    assert "loss 1.5" in shown.err
    assert "25.0 % waiting for data" in shown.err
    assert "update 3: verified_accuracy 0.75" in shown.out
