import pytest

from hf_mathseq.options import OptionError
from hf_mathseq.training.arguments import part_of_batch
from hf_mathseq.training.launch import check_sharding, check_world_size
from hf_mathseq.training.sections import TrainingOptions


def test_one_process_is_fine():
    check_world_size(0, {})
    check_world_size(1, {})
    check_world_size(2, {"WORLD_SIZE": "2"})


def test_another_number_than_asked_is_refused():
    with pytest.raises(
        OptionError, match=r"2 processes were asked for but 1 are running.*torchrun"
    ):
        check_world_size(2, {})


def test_the_silent_single_process_of_accelerate_is_refused():
    environment = {"ACCELERATE_MIXED_PRECISION": "no", "MASTER_ADDR": "127.0.0.1"}
    with pytest.raises(OptionError, match="started one"):
        check_world_size(0, environment)
    check_world_size(0, {"ACCELERATE_MIXED_PRECISION": "no"})
    check_world_size(0, environment | {"WORLD_SIZE": "2"})


def test_sharing_out_a_model_on_a_cpu_is_refused():
    with pytest.raises(OptionError, match="accelerators only"):
        check_sharding(True, {"ACCELERATE_USE_FSDP": "true"})
    check_sharding(False, {"ACCELERATE_USE_FSDP": "true"})
    check_sharding(True, {})


def test_a_batch_is_cut_into_equal_parts():
    assert part_of_batch(TrainingOptions(batch_size=64, gradient_accumulation=4), 2) == 8
    with pytest.raises(OptionError, match="cannot be cut"):
        part_of_batch(TrainingOptions(batch_size=64), 3)
