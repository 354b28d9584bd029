import json
import shutil

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hf_mathseq.data.prepare import prepare
from hf_mathseq.data.shards import generate_to
from hf_mathseq.encodings.prefix import count_operators
from hf_mathseq.options import OptionError
from hf_mathseq.symbolic.calculus import split_constant_factor
from hf_mathseq.symbolic.expression import read_prefix
from hf_mathseq.symbolic.fingerprints import Fingerprints, times
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.by_parts import by_parts
from hf_mathseq.tasks.chained_table import ChainedTable
from hf_mathseq.tasks.drawn_parts import Part
from hf_mathseq.tasks.parts_table import PrimitiveTable, key_of_values
from hf_mathseq.verdict import Status

NAME = "integration/ibp"


def expression(text):
    return read_prefix(read_infix(text))


def part(function, slope, fingerprints):
    sides = expression(function), expression(slope)
    return Part(*sides, *map(fingerprints.values, sides))


def problem_keys(block, task):
    """Keys of the integrands up to constant factors and to the way they are written."""
    fingerprints = Fingerprints()
    texts = block.inputs.to_text(task.vocabulary).to_pylist()
    integrands = [read_prefix(text.split()[2:]) for text in texts]
    return [
        key_of_values(fingerprints.values(split_constant_factor(integrand)[0]))
        for integrand in integrands
    ]


@pytest.fixture(scope="module")
def task():
    return get_task(NAME)


@pytest.fixture(scope="module")
def block(task):
    return task.generate_block(np.random.default_rng(0), 400)


@pytest.fixture(scope="module")
def folder(task, tmp_path_factory):
    place = tmp_path_factory.mktemp("table") / "ibp"
    generate_to(task, place, 600, progress=False)
    return str(place)


def test_a_block_is_a_pure_function_of_its_generator(task, block):
    again = task.generate_block(np.random.default_rng(0), 400)
    assert again.row_keys.tolist() == block.row_keys.tolist()
    assert again.attempts == block.attempts


def test_most_draws_give_a_pair_of_many_functions(block):
    assert 300 < len(block) <= 400 < block.attempts < 400**2


def test_every_answer_is_right(task, block):
    rows = [{"integrand": text} for text in block.natural["integrand"].to_pylist()]
    answers = [text.split() for text in block.targets.to_text(task.vocabulary).to_pylist()]
    for row, verdict in zip(rows, task.verify_many(rows, answers), strict=True):
        assert verdict.status is Status.CORRECT, (row, verdict)


def test_a_block_has_no_problem_twice_however_it_is_written(task, block):
    keys = problem_keys(block, task)
    assert len(set(keys)) == len(keys)


def test_settings_reach_the_pairs(task):
    def words(**options):
        drawn = get_task(NAME, **options).generate_block(np.random.default_rng(1), 200)
        return drawn.inputs.lengths.mean(), drawn.targets.lengths.mean()

    assert words(min_ops=1, max_ops=2, max_ops_g=1) < words()
    assert words(simplify_probability=0.0)[1] > words()[1]


def test_length_limit_and_operators_hold():
    task = get_task(NAME, max_len=30, operators="add:1,mul:1,exp:1")
    drawn = task.generate_block(np.random.default_rng(0), 200)
    assert drawn.inputs.lengths.max() <= 30
    assert drawn.targets.lengths.max() <= 28
    words = " ".join(drawn.targets.to_text(task.vocabulary).to_pylist()).split()
    assert count_operators(words)
    assert not {"sin", "ln", "sqrt"} & set(words)


def test_nothing_useful_is_an_empty_block():
    task = get_task(NAME, max_len=8, min_ops=9, short_probability=0.0)
    drawn = task.generate_block(np.random.default_rng(0), 5)
    assert len(drawn) == 0


# ---------------------------------------------------------------------- one step


def step(left, right, slope_known, known):
    """Integrate by parts, given F and f, G and g, and an integrand with its antiderivative."""
    fingerprints = Fingerprints()
    table = PrimitiveTable(fingerprints)
    table.store(*map(expression, known))
    left, right = part(*left, fingerprints), part(*right, fingerprints)
    sides = (left.slope_values, right.function_values)
    if not slope_known:
        sides = (left.function_values, right.slope_values)
    primitive = table.lookup(key_of_values(times(*sides)))
    assert primitive is not None
    return by_parts(left, right, slope_known, primitive, fingerprints)


def test_the_integral_of_a_known_product_gives_that_of_the_other():
    # ln(x)*x from (1/x)*(x**2/2), which is half of x.
    found = step(("ln(x)", "1/x"), ("x**2/2", "x"), True, ("3*x", "3*x**2/2 + 7"))
    assert found == (expression("x*ln(x)"), expression("x**2*ln(x)/2 - x**2/4"))
    found = step(("exp(x)", "exp(x)"), ("x", "1"), False, ("-exp(x)", "-exp(x)"))
    assert found == (expression("x*exp(x)"), expression("x*exp(x) - exp(x)"))


def test_constants_are_always_known():
    found = step(("ln(x)", "1/x"), ("3*x", "3"), True, ("cos(x)", "sin(x)"))
    assert found == (expression("3*ln(x)"), expression("3*x*ln(x) - 3*x"))


def test_a_known_product_is_recognised_in_another_form():
    found = step(("x", "1"), ("(1 + x)**2", "2*(1 + x)"), True, ("2*x + x**2 + 1", "(x + 1)**3/3"))
    assert found == (expression("x*(2 + 2*x)"), expression("x*(1 + x)**2 - (1 + x)**3/3"))


def test_an_irrational_factor_inside_a_sum_is_given_up():
    right = ("x**2 + sqrt(2)*x**2", "2*x + 2*sqrt(2)*x")
    assert step(("ln(x)", "1/x"), right, True, ("x", "x**2/2")) is None


# ---------------------------------------------------------------------- the chained table


def test_a_table_makes_its_problems_known(task, folder):
    chained = get_task(NAME, table=folder)
    drawn = chained.generate_block(np.random.default_rng(0), 300)
    known = ChainedTable(folder)
    assert len(known.keys) > 550
    assert not set(problem_keys(drawn, chained)) & set(known.keys.tolist())
    plain = task.generate_block(np.random.default_rng(0), 300)
    assert drawn.row_keys.tolist() != plain.row_keys.tolist()
    assert len(drawn) / drawn.attempts > len(plain) / plain.attempts


def test_entries_of_a_table_are_primitives(folder):
    known = ChainedTable(folder)
    for key in known.keys.tolist()[:50]:
        assert key in known
        primitive = known.primitive(key)
        assert primitive is not None
        assert key_of_values(primitive.values) == key
    assert known.primitive(12345) is None


def test_identity_follows_the_table_s_content(folder, tmp_path):
    copy = tmp_path / "moved"
    shutil.copytree(folder, copy)
    chained = get_task(NAME, table=folder)
    assert get_task(NAME, table=str(copy)).identity == chained.identity
    other = tmp_path / "other"
    generate_to(get_task(NAME), other, 50, seed=1, progress=False)
    identities = {get_task(NAME, table=str(other)).identity, get_task(NAME).identity}
    assert len(identities | {chained.identity}) == 3


def test_a_prepared_data_set_is_a_table_too(tmp_path):
    place = prepare("integration/bwd", num_examples=120, cache_dir=tmp_path)
    assert len(ChainedTable(str(place)).keys) > 80


def test_a_folder_without_integrals_is_refused(tmp_path):
    generate_to(get_task("linear_algebra/transpose"), tmp_path / "matrices", 5, progress=False)
    for place, message in (("matrices", "holds linear_algebra"), ("nothing", "has finished")):
        refused = get_task(NAME, table=str(tmp_path / place))
        with pytest.raises(OptionError, match=message) as caught:
            refused.generate(1)
        assert "\n" not in str(caught.value)


def test_a_damaged_shard_is_named(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "broken")
    shard = next((tmp_path / "broken").glob("*.parquet"))
    content = shard.read_bytes()
    for damaged in (content[:-40], bytes(len(content))):
        shard.write_bytes(damaged)
        with pytest.raises(OptionError, match="damaged"):
            ChainedTable(str(tmp_path / "broken"))


def test_words_that_are_no_expression_are_passed_over(folder, tmp_path):
    place = tmp_path / "odd"
    shutil.copytree(folder, place)
    shard = next(place.glob("*.parquet"))
    pq.write_table(pa.table({"input": ["sub Y' x", "sub", "I"], "target": ["x", "x", "x"]}), shard)
    manifest = json.loads((place / "manifest-train.json").read_text())
    manifest["shards"][0]["bytes"] = shard.stat().st_size
    (place / "manifest-train.json").write_text(json.dumps(manifest))
    assert len(ChainedTable(str(place)).keys) == 1
