"""One piece of work, done in the process that this script is.

    python benchmarks/tasks.py our_tasks.read '{"plans": "FOLDER", …}'

prints one line of JSON: CPU seconds by phase, the peak of the memory, and what was counted.  What
a phase needs and does not measure is done before its clock is read.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module

from clock import Clock, peak_bytes


def main() -> None:
    """Do one task and print what it took."""
    module, _, name = sys.argv[1].partition(".")
    # Whatever a library prints is no answer of ours.
    answer = os.dup(1)
    os.dup2(2, 1)
    clock = Clock()
    counted = getattr(import_module(module), name)(clock, **json.loads(sys.argv[2]))
    took = {"seconds": clock.seconds, "peak": peak_bytes(), "counted": counted}
    os.write(answer, json.dumps(took).encode())


if __name__ == "__main__":
    main()
