import json
import pickle
import subprocess
import sys

import numpy as np
import pytest
from sizes import affordable, in_small_blocks
from transformers import AutoTokenizer, PreTrainedTokenizerFast

from hf_mathseq.encodings.vocabulary import EOS_ID
from hf_mathseq.modeling.tokenizer import MathSeqTokenizer, tokenizer_for, word_level_tokenizer
from hf_mathseq.tasks import get_task, list_tasks
from hf_mathseq.verdict import ProblemError

MATRIX = [[1.0, -2.5], [30.0, 0.004]]


@pytest.fixture(scope="module")
def task():
    return get_task("linear_algebra/transpose", dimension=2, input_encoding="P10")


@pytest.fixture(scope="module")
def folder(task, tmp_path_factory):
    path = tmp_path_factory.mktemp("tokenizer")
    tokenizer_for(task).save_pretrained(path)
    return path


@pytest.mark.parametrize("name", list_tasks())
def test_ids_equal_those_of_the_tables(name):
    task = in_small_blocks(get_task(name))
    tokenizer = tokenizer_for(task)
    assert tokenizer.get_vocab() == task.vocabulary.ids
    table = task.generate(affordable(task, 50))
    for text, ids in (("input", "input_ids"), ("target", "labels")):
        assert tokenizer(table[text].to_pylist()).input_ids == table[ids].to_pylist()
        decoded = tokenizer.batch_decode(table[ids].to_pylist(), skip_special_tokens=True)
        assert decoded == table[text].to_pylist()


def test_special_tokens(folder):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    special = (tokenizer.pad_token, tokenizer.eos_token, tokenizer.unk_token)
    assert special == ("<pad>", "</s>", "<unk>")
    assert (tokenizer.pad_token_id, tokenizer.eos_token_id, tokenizer.unk_token_id) == (0, 1, 2)
    assert tokenizer("V2 nonsense").input_ids[1:] == [2, 1]
    assert set(tokenizer("V2")) == {"input_ids", "attention_mask"}


def test_no_remote_code_is_asked_for(folder):
    assert "auto_map" not in json.loads((folder / "tokenizer_config.json").read_text())
    assert sorted(p.name for p in folder.iterdir()) == ["tokenizer.json", "tokenizer_config.json"]


def test_auto_tokenizer_gives_ours(folder, task):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    assert type(tokenizer) is MathSeqTokenizer
    assert tokenizer.task.identity == task.identity


@pytest.mark.slow
@pytest.mark.parametrize("order", ["hf_mathseq, transformers", "transformers, hf_mathseq"])
def test_importing_the_package_is_enough(folder, order):
    program = (
        f"import {order}, sys\n"
        f"tokenizer = transformers.AutoTokenizer.from_pretrained({str(folder)!r})\n"
        "assert type(tokenizer).__name__ == 'MathSeqTokenizer', type(tokenizer)\n"
        f"print(tokenizer.encode_problem({MATRIX!r}))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == AutoTokenizer.from_pretrained(folder).encode_problem(MATRIX)


def test_a_pickled_tokenizer_knows_its_task_in_another_process(task, tmp_path):
    (tmp_path / "pickled").write_bytes(pickle.dumps(tokenizer_for(task)))
    program = "import pathlib, pickle, sys\n"
    program += "print(pickle.loads(pathlib.Path(sys.argv[1]).read_bytes()).task.identity)"
    command = [sys.executable, "-c", program, str(tmp_path / "pickled")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stdout.strip() == task.identity, done.stderr[-2000:]


def test_problems_and_answers(folder, task):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    ids = tokenizer.encode_problem(MATRIX)
    tokens, _ = task.encode(task.problem_from(MATRIX))
    assert ids == [*task.vocabulary.to_ids(tokens), EOS_ID]
    row = task.generate(1).to_pylist()[0]
    for generated in (row["labels"], [1, *row["labels"], 0, 0], np.array([1, *row["labels"]])):
        assert np.allclose(tokenizer.decode_answer(generated), row["result"])
    with pytest.raises(ProblemError):
        tokenizer.decode_answer([1, 1])
    with pytest.raises(ProblemError):
        tokenizer.encode_problem("no matrix")


def test_a_tokenizer_without_a_task_says_so(task):
    plain = word_level_tokenizer(task.vocabulary)
    with pytest.raises(ValueError, match="names no task"):
        MathSeqTokenizer(tokenizer_object=plain).encode_problem(MATRIX)
    assert not hasattr(PreTrainedTokenizerFast, "encode_problem")
