"""The `examsys` command. Exit codes: 0 done or true, 1 found wrong, 2 bad call, 3 refused."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from examsys.config import Misconfigured
from examsys.kernel.errors import AppError

# Modules with `install(subparsers)`; each verb sets `run`, a function of the parsed arguments.
COMMANDS: tuple[str, ...] = (
    "examsys.serving",
    "examsys.accounts.commands",
    "examsys.audit.commands",
    "examsys.jobs.commands",
    "examsys.certificates.commands",
)


def parser() -> argparse.ArgumentParser:
    built = argparse.ArgumentParser(prog="examsys", description="职业技能等级认定管理系统")
    verbs = built.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name in COMMANDS:
        import_module(name).install(verbs)
    return built


def main(argv: Sequence[str] | None = None) -> int:
    """returns: the exit code; also the entry point of the console script."""
    chosen = parser().parse_args(argv)
    try:
        return int(chosen.run(chosen))
    except AppError as refusal:
        print(refusal, file=sys.stderr)
        return 3
    except (Misconfigured, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
