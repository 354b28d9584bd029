"""Train a model from a recipe: `accelerate launch train.py RECIPE [--set key=value ...]`.

The same as `hf-mathseq train`. With several processes, on accelerators or on a CPU:
`torchrun --nproc_per_node 2 train.py RECIPE`, or
`accelerate launch --multi_gpu --num_processes 2 train.py RECIPE` (also where there is no GPU).
"""

import sys

from hf_mathseq.cli import main

if __name__ == "__main__":
    sys.exit(main(["train", *sys.argv[1:]]))
