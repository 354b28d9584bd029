"""`python -m hf_mathseq` is the `hf-mathseq` command."""

import sys

from hf_mathseq.cli import main

if __name__ == "__main__":
    sys.exit(main())
