"""How fast published data files and checkpoints are converted, and in how much memory.

Run `OMP_NUM_THREADS=1 python benchmarks/conversion.py`; it takes less than two minutes and writes
`benchmarks/results/conversion.json`. It reads the memory from Linux. The published files are not
needed: examples that our tasks draw are exported in the published format, and the file is repeated.
Rates are lines per second of processor time of one process, with reading, writing and the digests
of the shards. Every conversion runs in a process of its own; its memory is the peak beyond what
stood before it began, the packages it uses being loaded. The checkpoint has random weights in the
published layout, four layers of width 512 on each side, and no optimiser's state.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measuring import machine

RESULT = Path(__file__).parent / "results" / "conversion.json"
DATA = {
    "integration/bwd": 1000,
    "ode/ode1": 300,
    "linear_algebra/transpose": 2000,
    "differential_systems/stability": 1000,
    "metabolic_networks/existence": 1000,
}
"""Task -> distinct lines of its file."""
LINES = {"ids": 100_000, "natural": 40_000}
WIDTH, LAYERS, POSITIONS = 512, 4, 4096


def write_file(name: str, distinct: int, lines: int, folder: Path) -> Path:
    """Write a published file of `lines` lines."""
    from hf_mathseq.conversion.export import export_data
    from hf_mathseq.data.shards import generate_to
    from hf_mathseq.tasks import get_task

    drawn = folder / "drawn.train"
    if not drawn.exists():
        generate_to(get_task(name), folder / "drawn", distinct, progress=False)
        export_data(folder / "drawn", drawn)
    path = folder / f"{lines}.train"
    path.write_bytes(drawn.read_bytes() * (lines // distinct))
    return path


def write_checkpoint(path: Path) -> None:
    """Write a random checkpoint of the program of arXiv 1912.01412."""
    import torch

    from hf_mathseq.encodings.prefix import PUBLISHED_WORDS

    def affine(rows: int, columns: int) -> dict[str, torch.Tensor]:
        return {"weight": torch.randn(rows, columns) / 30, "bias": torch.zeros(rows)}

    def norm() -> dict[str, torch.Tensor]:
        return {"weight": torch.ones(WIDTH), "bias": torch.zeros(WIDTH)}

    def side(attentions: tuple[str, ...], norms: tuple[str, ...]) -> dict[str, torch.Tensor]:
        modules = {"layer_norm_emb": norm()}
        for layer in range(LAYERS):
            modules |= {f"{name}.{layer}": norm() for name in norms}
            for block in attentions:
                for name in ("q_lin", "k_lin", "v_lin", "out_lin"):
                    modules[f"{block}.{layer}.{name}"] = affine(WIDTH, WIDTH)
            modules[f"ffns.{layer}.lin1"] = affine(4 * WIDTH, WIDTH)
            modules[f"ffns.{layer}.lin2"] = affine(WIDTH, 4 * WIDTH)
        tables = {"embeddings": len(PUBLISHED_WORDS), "position_embeddings": POSITIONS}
        state = {f"{name}.weight": torch.randn(n, WIDTH) for name, n in tables.items()}
        return state | {f"{m}.{k}": v for m, own in modules.items() for k, v in own.items()}

    encoder = side(("attentions",), ("layer_norm1", "layer_norm2"))
    norms = ("layer_norm1", "layer_norm15", "layer_norm2")
    decoder = side(("attentions", "encoder_attn"), norms)
    decoder["proj.weight"] = decoder["embeddings.weight"]
    decoder["proj.bias"] = torch.zeros(len(PUBLISHED_WORDS))
    torch.save({"encoder": encoder, "decoder": decoder, "params": {"n_heads": 8}}, path)


def memory(kind: str) -> int:
    """Return the bytes that this process has (VmRSS) or has had at most (VmHWM)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (found,) = (line.split()[1] for line in lines if line.startswith(f"{kind}:"))
    return int(found) << 10


def measured(convert: Callable[[], object]) -> dict[str, float]:
    """Return seconds of processor time, and the bytes beyond those that were there before."""
    Path("/proc/self/clear_refs").write_text("5")  # begins a new peak
    before, start = memory("VmRSS"), time.process_time()
    convert()
    return {"seconds": time.process_time() - start, "bytes": memory("VmHWM") - before}


def data_conversion(name: str, path: Path, natural: bool) -> dict[str, float]:
    """Convert a file in this process."""
    from hf_mathseq.conversion.data import DataOptions, convert_data
    from hf_mathseq.tasks import get_task

    task = get_task(name)
    options = DataOptions(natural=natural)
    small = path.with_name("small.train")
    small.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:100]))
    convert_data(small, task, path.parent / f"warm-{natural}", options, progress=False)
    output = path.parent / ("natural" if natural else "ids")
    return measured(lambda: convert_data(path, task, output, options, progress=False))


def model_conversion(path: Path) -> dict[str, float]:
    """Convert a checkpoint in this process."""
    from hf_mathseq.conversion.models import convert_model
    from hf_mathseq.tasks import get_task

    task = get_task("integration/bwd")
    return measured(lambda: convert_model(path, task, path.parent / "model"))


def apart(*arguments: str) -> dict[str, float]:
    """Return what `main` prints for arguments in another process."""
    done = subprocess.run(
        [sys.executable, __file__, *arguments], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def data_results() -> dict[str, Any]:
    """Return rates and memory for every task, with ids alone and with natural columns."""
    results: dict[str, Any] = {}
    for name, distinct in DATA.items():
        results[name] = {}
        with tempfile.TemporaryDirectory() as folder:
            for kind, lines in LINES.items():
                path = write_file(name, distinct, lines, Path(folder))
                found = apart("data", name, str(path), kind)
                results[name][kind] = {
                    "bytes_per_line": round(path.stat().st_size / lines),
                    "lines_per_cpu_second": round(lines / found["seconds"]),
                    "peak_megabytes": round(found["bytes"] / 1e6),
                }
        print(name, json.dumps(results[name]), flush=True)
    return results


def model_results() -> dict[str, Any]:
    """Return time and memory of a checkpoint's conversion."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.pth"
        write_checkpoint(path)
        found = apart("model", str(path))
        size = path.stat().st_size
    return {
        "file_megabytes": round(size / 1e6),
        "cpu_seconds": round(found["seconds"], 2),
        "peak_over_file": round(found["bytes"] / size, 2),
    }


def main() -> None:
    """Measure everything and store it; with arguments, convert one file and print what it took."""
    if sys.argv[1:2] == ["data"]:
        _, _, name, path, kind = sys.argv
        print(json.dumps(data_conversion(name, Path(path), kind == "natural")))
    elif sys.argv[1:2] == ["model"]:
        print(json.dumps(model_conversion(Path(sys.argv[2]))))
    else:
        import pyarrow as pa

        found = {"machine": machine(pyarrow=pa.__version__), "checkpoint": model_results()}
        print(json.dumps(found["checkpoint"]), flush=True)
        found["data"] = data_results()
        RESULT.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
