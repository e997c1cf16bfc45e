"""Are the regimes and the materials of a filing there? source: mohrss-2023-141 一（三）、二."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from examsys.rules.applying import UNASKED, Fact, plain
from examsys.rules.book import Rule, Rulebook
from examsys.rules.clause import Clause, load
from examsys.rules.finding import Outcome, check, needs
from examsys.rules.regimes import BY_NUMBER

NOTICE = load("mohrss-2023-141")
INTERNAL = (1, 2, 3)
# 认定工作实施办法: the five parts of the notice and the regimes of annex 1 that fill each.
MEASURES: Mapping[str, tuple[int, ...]] = {
    "考务管理": (4, 5, 6, 7, 8),
    "试题管理": (9,),
    "证书管理": (13,),
    "质量督导": (10, 11, 12),
    "档案管理": (14, 15),
    "安全管理": (16, 17),
}
GENERAL = ("部级和省级规定须提交的申报材料", "当地公布的申报表和所列材料")
OTHERS = ("国家和地方另行要求的材料已逐项核对", "核对记录或所要求的材料")


@dataclass(frozen=True, slots=True)
class MaterialFacts:
    """What there is on a day. regimes: those in force.

    samples: (等级, 科目) in words → how many items are marked; least: how many each has to have.
    stock: level in words → items in use; people: role in words and level → (qualified, needed).
    """

    on: date
    regimes: frozenset[int] = frozenset()
    general: Fact = UNASKED
    others: Fact = UNASKED
    samples: Mapping[str, int] = field(default_factory=dict, hash=False)
    least: int = 1
    stock: Mapping[str, int] = field(default_factory=dict, hash=False)
    people: Mapping[str, tuple[int, int]] = field(default_factory=dict, hash=False)


def _regimes(numbers: tuple[int, ...], f: MaterialFacts) -> Outcome:
    missing = [BY_NUMBER[number].ordinal for number in numbers if number not in f.regimes]
    required = f"{len(numbers)} 项制度现行有效"
    shown = f"{len(numbers) - len(missing)} 项现行有效"
    if not missing:
        return check(True, "所需制度均现行有效。", observed=shown, required=required)
    message = f"附件1第{'、'.join(missing)}项尚无现行版本。"
    return Outcome(
        needs(message=message).verdict, message, ("经批准施行的制度文件",), shown, required
    )


def _internal(f: MaterialFacts, clause: Clause) -> Outcome:
    return _regimes(INTERNAL, f)


def _measures(f: MaterialFacts, clause: Clause) -> Outcome:
    return _regimes(tuple(sorted(n for numbers in MEASURES.values() for n in numbers)), f)


def _general(f: MaterialFacts, clause: Clause) -> Outcome:
    return plain(f.general, asked=GENERAL[0], paper=GENERAL[1])


def _others(f: MaterialFacts, clause: Clause) -> Outcome:
    return plain(f.others, asked=OTHERS[0], paper=OTHERS[1])


def _samples(f: MaterialFacts, clause: Clause) -> Outcome:
    required = f"申报的每个等级、每个科目不少于 {f.least} 道"
    if not f.samples:
        return needs("样题", message="尚未选择申报等级。", required=required)
    return _short({name: (have, f.least) for name, have in f.samples.items()}, "样题", required)


def _annex(f: MaterialFacts, clause: Clause) -> Outcome:
    required = "每个等级的考评人员、命题专家达到规定人数"
    if not f.people:
        return needs("附件2", message="尚未选择申报等级。", required=required)
    return _short(f.people, "合格且在聘的人员", required)


def _statement(f: MaterialFacts, clause: Clause) -> Outcome:
    required = "申报的每个等级都有在用试题"
    if not f.stock:
        return needs("在用试题", message="尚未选择申报等级。", required=required)
    return _short({name: (have, 1) for name, have in f.stock.items()}, "在用试题", required)


def _short(found: Mapping[str, tuple[int, int]], word: str, required: str) -> Outcome:
    """Passes when every count reaches what is needed; else asks for what is missing."""
    wanting = [f"{name} {have}/{need}" for name, (have, need) in found.items() if have < need]
    if not wanting:
        return check(True, f"{word}齐备。", observed="齐备", required=required)
    message = f"{word}不足：{'、'.join(wanting)}。"
    return Outcome(needs(message=message).verdict, message, (word,), "、".join(wanting), required)


MATERIALS: Rulebook[MaterialFacts] = Rulebook(
    (
        Rule("internal_regimes", NOTICE["一（三）1"], _internal),
        Rule("measures", NOTICE["一（三）2"], _measures),
        Rule("general_papers", NOTICE["二（一）"], _general),
        Rule("samples", NOTICE["二（二）"], _samples),
        Rule("annex_2", NOTICE["二（三）"], _annex),
        Rule("bank_statement", NOTICE["二（四）"], _statement),
        Rule("other_papers", NOTICE["二（五）"], _others),
    )
)
