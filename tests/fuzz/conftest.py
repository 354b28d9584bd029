from pathlib import Path

if not Path("/proc/self/statm").exists():
    collect_ignore_glob = ["test_*"]
