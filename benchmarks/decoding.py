"""Answers per second of greedy decoding and of beams, beside the library's plain use.

Run `OMP_NUM_THREADS=1 python benchmarks/decoding.py` (about six minutes); the result is written to
`benchmarks/results/decoding.json`. `decode` is what `evaluate` and the solver use; `plain` is
`generate` of the library in fp32 with batches of 32 in the order of the input, padded to the
longest. Rates are problems per second, of processor time on CPUs and by the clock on accelerators;
`ratio` is the rate over that of `plain`, and `same` the share of problems whose best answer is that
of `plain`.

`evaluation` is a whole evaluation in bf16 at beam 10: `seconds` as `evaluate` gives them, and
`verify_over_decode`, the processor time of all verdicts over that of decoding, with no processes
for verification.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import torch
from measuring import machine
from training_loops import Clock

from hf_mathseq.evaluation.decoding import Decoding, decode
from hf_mathseq.evaluation.evaluate import evaluate
from hf_mathseq.evaluation.loading import TrainedModel, load_trained
from hf_mathseq.modeling.quiet import no_progress_bars

ROOT = Path(__file__).parents[1]
RESULT = Path(__file__).parent / "results" / "decoding.json"
MODELS = ("integration-bwd-laptop", "linear_algebra-eigenvalues-laptop")
PROBLEMS = {1: 256, 10: 64, 50: 16}
"""Problems for each width of the beam."""
PLAIN_BATCH = 32
EVALUATED = 64


def rates(trained: TrainedModel, beams: int, problems: int) -> dict[str, Any]:
    """Return the rates at one width of the beam."""
    rows = trained.task.generate(problems, seed=1, split="test").to_pylist()
    inputs = [row["input_ids"] for row in rows]
    plain, wanted = _plain(trained, inputs, beams)
    found: dict[str, Any] = {"problems": problems, "plain": _rate(problems, plain)}
    for precision in ("fp32", "bf16"):
        decoding = Decoding(num_beams=beams, precision=precision)
        decode(trained.model, inputs[:4], trained.vocabulary, decoding)  # warm-up
        clock = Clock()
        clock.start()
        answers = decode(trained.model, inputs, trained.vocabulary, decoding)
        clock.stop()
        same = sum(a[0].tokens == b for a, b in zip(answers, wanted, strict=True))
        rate = _rate(problems, clock)
        found[precision] = {
            "decode": rate,
            "ratio": round(rate / found["plain"], 2),
            "same": round(same / problems, 3),
        }
    return found


def evaluation(trained: TrainedModel, problems: int) -> dict[str, Any]:
    """Return the times of an evaluation at beam 10, with and without processes for verdicts."""
    seconds = {}
    for processes in (None, 0):
        with tempfile.TemporaryDirectory() as folder:
            results = evaluate(
                trained,
                num_examples=problems,
                beams=10,
                precision="bf16",
                num_proc=processes,
                output_dir=Path(folder) / "results",
                progress=False,
            )
        seconds[processes] = results["seconds"]
    alone = seconds[0]
    return {
        "problems": problems,
        "seconds": seconds[None],
        "verify_over_decode": round(alone["verify"] / alone["decode"], 4),
    }


def _plain(
    trained: TrainedModel, inputs: list[list[int]], beams: int
) -> tuple[Clock, list[list[str]]]:
    """Return the time and the best answers of the library's plain use."""
    clock, answers = Clock(), []
    special = {trained.vocabulary.pad_id, trained.vocabulary.eos_id}
    clock.start()
    for start in range(0, len(inputs), PLAIN_BATCH):
        part = inputs[start : start + PLAIN_BATCH]
        width = max(map(len, part))
        ids = torch.tensor([row + [trained.vocabulary.pad_id] * (width - len(row)) for row in part])
        ids = ids.to(trained.model.device)
        mask = (ids != trained.vocabulary.pad_id).long()
        with torch.no_grad():
            found = trained.model.generate(input_ids=ids, attention_mask=mask, num_beams=beams)
        answers += [[i for i in row if i not in special] for row in found.tolist()]
    clock.stop()
    tokens = trained.vocabulary.tokens
    return clock, [[tokens[i] for i in answer] for answer in answers]


def _rate(problems: int, clock: Clock) -> float:
    seconds = clock.wall if torch.cuda.is_available() else clock.cpu
    return round(problems / seconds, 2)


def main() -> None:
    """Measure every model and store the result."""
    found = {}
    for name in MODELS:
        with no_progress_bars():
            trained = load_trained(ROOT / "model_cards" / name)
        measured = {f"beam {b}": rates(trained, b, count) for b, count in PROBLEMS.items()}
        found[name] = {**measured, "evaluation": evaluation(trained, EVALUATED)}
        print(name, json.dumps(found[name]), flush=True)
    device = torch.cuda.get_device_name() if torch.cuda.is_available() else "cpu"
    about = machine(torch=torch.__version__, threads=torch.get_num_threads(), device=device)
    RESULT.write_text(json.dumps({"machine": about, "models": found}, indent=1) + "\n")


if __name__ == "__main__":
    main()
