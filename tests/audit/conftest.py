"""The helpers of all tests, for this folder."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
