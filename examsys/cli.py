"""The `examsys` command. Exit codes: 0 done or true, 1 found wrong, 2 bad call, 3 refused."""

import argparse
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from examsys.config import Misconfigured
from examsys.kernel import loglines
from examsys.kernel.errors import AppError, Unfit
from examsys.kernel.keys import BadKeys

if TYPE_CHECKING:
    from sqlalchemy.exc import OperationalError

# Modules with `install(subparsers)`, and the first words they add; each verb sets `run`, a
# function of the parsed arguments. Only what the word needs is loaded: starting is most of it.
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "examsys.serving": ("serve", "status", "demo"),
    "examsys.database": ("db",),
    "examsys.judge": ("judge",),
    "examsys.accounts.commands": ("init", "user"),
    "examsys.audit.commands": ("export", "verify"),
    "examsys.jobs.commands": ("worker",),
    "examsys.certificates.commands": ("certificate-number", "verify"),
    "examsys.scoring.commands": ("verify",),
    "examsys.yearend.commands": ("report", "verify"),
    "examsys.filing.commands": ("verify",),
}


def parser(word: str = "") -> argparse.ArgumentParser:
    """word: the verb to be parsed; every verb when it is empty or unknown, as `--help` needs."""
    built = argparse.ArgumentParser(prog="examsys", description="职业技能等级认定管理系统")
    verbs = built.add_subparsers(dest="verb", required=True, metavar="VERB")
    wanted = [name for name, words in COMMANDS.items() if word in words] or list(COMMANDS)
    for name in wanted:
        import_module(name).install(verbs)
    return built


def main(argv: Sequence[str] | None = None) -> int:
    """returns: the exit code; also the entry point of the console script."""
    os.umask(0o077)  # whatever a verb writes, database and exports included, is the owner's
    loglines.configure(logging.WARNING)
    words = list(sys.argv[1:] if argv is None else argv)
    chosen = parser(words[0] if words else "").parse_args(words)
    try:
        return int(chosen.run(chosen))
    except AppError as refusal:
        print(refusal, file=sys.stderr)
        return 3
    except _database_errors() as error:
        print(f"数据库暂时不能读写：{error.orig}", file=sys.stderr)
        return 2
    except (Misconfigured, Unfit, BadKeys, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


def _database_errors() -> "type[OperationalError]":
    # Asked only once something has gone wrong: a start that needs no tables stays without them.
    from sqlalchemy.exc import OperationalError

    return OperationalError


if __name__ == "__main__":
    sys.exit(main())
