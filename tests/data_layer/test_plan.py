"""Plans scale what was measured."""

import pytest
from toy_task import DigitSums

from hf_mathseq.data.plan import Sample, draw_sample, predict
from hf_mathseq.data.shards import generate_to
from hf_mathseq.suggestions import UserError

SAMPLE = Sample(
    draws=2000,
    rows=1000,
    distinct=800,
    drawing=10.0,
    writing=0.4,
    size=80_000,
    part_size=120_000,
    memory=400_000,
)


def test_a_plan_by_hand():
    plan = predict(SAMPLE, 8_000_000, cores=10, cost_per_core_hour=0.05)
    assert plan["drawn_rows"] == 10_000_000
    assert plan["duplicate_share"] == pytest.approx(0.2)
    assert plan["drawing_core_hours"] == pytest.approx(100_000 / 3600)
    assert plan["writing_hours"] == pytest.approx(4_000 / 3600)
    assert plan["hours"] == pytest.approx(104_000 / 3600 / 10)
    assert plan["cost"] == pytest.approx(0.05 * 104_000 / 3600)
    assert plan["gigabytes"] == pytest.approx(0.8)
    assert plan["parts_gigabytes"] == pytest.approx(1.2)


def test_one_writer_is_the_limit_of_many_cores():
    plan = predict(SAMPLE, 8_000_000, cores=1000)
    assert plan["hours"] == plan["writing_hours"]
    assert "cost" not in plan


def test_a_sample_foretells_a_real_run(tmp_path):
    task = DigitSums(terms=8)
    manifest = generate_to(task, tmp_path, 20_000, progress=False)
    plan = predict(draw_sample(task, seed=5, seconds=0.2), 20_000)
    written = sum(shard["bytes"] for shard in manifest["shards"])
    assert plan["gigabytes"] * 1e9 == pytest.approx(written, rel=0.2)
    assert plan["drawn_rows"] == pytest.approx(20_000, rel=0.05)


def test_other_splits_are_refused():
    with pytest.raises(UserError, match="did you mean 'train'"):
        draw_sample(DigitSums(), "trian", seconds=0)
