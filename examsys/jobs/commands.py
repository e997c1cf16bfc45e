"""The verb `worker`: do the queued jobs until told to stop."""

import argparse
from typing import Any

from examsys.kernel import loglines


def install(subparsers: Any) -> None:
    """Add `worker` to the command's verbs."""
    verb = subparsers.add_parser("worker", help="办理后台任务，直到收到停止信号")
    verb.add_argument("--threads", type=int, default=1, metavar="N", help="同时办理几项（默认 1）")
    verb.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Run the worker in the foreground."""
    from examsys.app import create_app
    from examsys.jobs import worker

    if chosen.threads < 1:
        raise ValueError("--threads 至少为 1。")
    loglines.configure()
    worker.build(create_app(), threads=chosen.threads).run()
    return 0
