"""A real worker process for the kill test: registers one slow kind, then runs `examsys worker`.

Started as `python -m tests.jobs.worker_process TRACE`; every finished slice adds a line to TRACE.
While TRACE.hold exists the work waits in its second slice.
"""

import sys
import threading
from pathlib import Path

from examsys.cli import main
from examsys.jobs import registry
from examsys.jobs.progress import Progress

TRACE = Path(sys.argv[1])
HOLD = TRACE.with_suffix(".hold")


def work(progress: Progress) -> None:
    progress.start(3)
    for step in range(3):
        with TRACE.open("a") as trace:
            trace.write(f"{progress.run}:{step}\n")
        while step == 1 and HOLD.exists():
            threading.Event().wait(0.05)
            progress.beat()
        progress.advance()


registry.register("test.slow", "慢活", work)
sys.exit(main(["worker"]))
