"""How long the second `./run` takes until /readyz answers. One JSON line.

The first start prepares an instance in a temporary folder and its first account is made; the
following starts, of an instance in use as on every working day, are timed.
"""

import json
import os
import signal
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5
LIMIT = 120.0  # seconds
NOBODY = "110101197101010013"  # a well-formed number of nobody


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def start(instance: str) -> float:
    """Start, wait until ready, stop. returns: seconds until ready."""
    port = free_port()
    environment = {**os.environ, "EXAMSYS_INSTANCE": instance}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [str(ROOT / "run"), "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not ready(port):
            if process.poll() is not None or time.perf_counter() - begun > LIMIT:
                raise SystemExit("./run did not become ready")
            time.sleep(0.02)
        return time.perf_counter() - begun
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def make_account(instance: str) -> None:
    words = ["init", "--login", "xitong01", "--name", "系统管理员", "--id-number", NOBODY]
    subprocess.run(
        [str(ROOT / ".venv" / "bin" / "examsys"), *words, "--password-stdin"],
        env={**os.environ, "EXAMSYS_INSTANCE": instance},
        input="Lan-Hua-2026-kai\n",
        text=True,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as instance:
        first = start(instance)
        make_account(instance)
        later = [start(instance) for _ in range(RUNS)]
    middle = statistics.median(later)
    line = {
        "name": "second_run_ready",
        "value": round(middle, 3),
        "unit": "s",
        "baseline": round(first, 3),
        "ratio": round(middle / first, 3),
        "n": RUNS,
    }
    print(json.dumps(line))


if __name__ == "__main__":
    main()
