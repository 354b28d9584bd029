"""Programs called as Slurm's, which run the tasks of an array on this machine, one by one.

`squeue` shows the content of the file that QUEUE names.
"""

import sys
from pathlib import Path

SBATCH = """#!{python}
import json, os, pathlib, re, subprocess, sys
script = pathlib.Path(sys.argv[-1]).read_text()
if "merge_stats" not in script:
    for index in range(int(re.search(r"--array=0-([0-9]+)", script)[1]) + 1):
        subprocess.run(["bash", "-c", script], check=True, env=dict(
            os.environ, SLURM_ARRAY_TASK_ID=str(index), SLURM_NODELIST="here"))
print("Submitted batch job 17")
"""
SRUN = """#!/bin/sh
while [ "$1" != launch_pickled_pipeline ]; do shift; done
shift
exec {python} -m datatrove.tools.launch_pickled_pipeline "$@"
"""
SQUEUE = '#!/bin/sh\ncat "$QUEUE" 2>/dev/null || true\n'
SCONTROL = "#!/bin/sh\necho here\n"


def install(folder: Path, **others: str) -> None:
    """Write the programs into a folder, and others, by name."""
    programs = {"sbatch": SBATCH, "srun": SRUN, "squeue": SQUEUE, "scontrol": SCONTROL}
    folder.mkdir(parents=True)
    for name, text in (programs | others).items():
        (folder / name).write_text(text.replace("{python}", sys.executable))
        (folder / name).chmod(0o755)
