"""The verb `judge`: run a rulebook on a file of facts, without an instance or a database."""

import argparse
import json
from datetime import date
from pathlib import Path

from examsys.kernel.verbs import Verbs
from examsys.rules import judging
from examsys.rules.rulesets import RULESETS


def install(verbs: Verbs) -> None:
    verb = verbs.add_parser("judge", help="按规则判定一份事实文件，输出判定报告")
    verb.add_argument("kind", choices=[kind.value for kind in judging.Kind])
    verb.add_argument("facts", type=Path, metavar="FACTS.json")
    verb.add_argument("--level", type=int, required=True, choices=(1, 2, 3, 4))
    verb.add_argument("--on", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
    verb.add_argument("--ruleset", choices=sorted(RULESETS))
    verb.add_argument("--json", action="store_true", help="一行输出，供程序读取")
    verb.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """returns: 0 every report passes, 1 otherwise; unreadable facts end as 2."""
    text = chosen.facts.read_text("utf-8")
    answer = judging.judge_text(
        chosen.kind, text, level=chosen.level, on=chosen.on, ruleset=chosen.ruleset
    )
    print(json.dumps(answer, ensure_ascii=False, indent=None if chosen.json else 2))
    return 0 if judging.all_pass(answer) else 1
