"""The `examsys` command in a process of its own, with nothing but what it is given."""

import os
import subprocess
import sys
from subprocess import CompletedProcess

from examsys.config import Settings


def examsys(*words: object, settings: Settings | None = None) -> CompletedProcess[str]:
    """settings: of an instance; without them the command knows no instance, like a stranger's."""
    world = {name: value for name, value in os.environ.items() if not name.startswith("EXAMSYS_")}
    if settings is None:
        world["EXAMSYS_INSTANCE"] = "/nonexistent"
    else:
        world |= {
            "EXAMSYS_INSTANCE": str(settings.instance),
            "EXAMSYS_DATABASE_URL": settings.database_url,
            "EXAMSYS_QUEUE_URL": settings.queue_url,
        }
    command = [sys.executable, "-m", "examsys.cli", *map(str, words)]
    return subprocess.run(command, env=world, capture_output=True, text=True, timeout=120)
