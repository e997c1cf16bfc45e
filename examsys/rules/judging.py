"""From a file of facts to a report: what `examsys judge` runs. source: interface.md."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NoReturn, TypeVar

from examsys.rules.credentials import (
    Agreement,
    Certificate,
    CertificateKind,
    CertificateStatus,
    Education,
    EducationKind,
    EducationStatus,
    Equivalence,
    Title,
    TitleRank,
    Violation,
    Work,
    WorkKind,
)
from examsys.rules.eligibility import CANDIDATE, CandidateFacts
from examsys.rules.factsheet import BadFacts, Sheet, top
from examsys.rules.finding import Report
from examsys.rules.personnel import EXAMINER, ITEM_WRITER, LEVELS, ExaminerFacts, ItemWriterFacts
from examsys.rules.rulesets import DEFAULT_RULESET, RULESETS

T = TypeVar("T")


class Kind(StrEnum):
    EXAMINER = "examiner"
    ITEM_WRITER = "item-writer"
    CANDIDATE = "candidate"


CERTIFICATE = ("occupation", "kind", "level", "issued_on", "status")
TITLE = ("name", "rank", "major", "granted_on", "equivalence")
EQUIVALENCE = ("accepted", "reason", "on")
WORK = ("kind", "from", "to")
EDUCATION = ("kind", "major", "relation", "evaluated", "status", "on")
AGREEMENT = ("with", "signed_on", "until")
VIOLATION = ("on", "kind", "overturned")


def judge(
    kind: str, facts: object, *, level: int, on: date, ruleset: str | None = None
) -> dict[str, object] | list[dict[str, object]]:
    """Judge one person's facts, or each of a list of them in the same order.

    ruleset: for candidates; wins over the one named in the facts.
    raises: BadFacts.
    """
    known = _kind(kind)
    if isinstance(level, bool) or level not in LEVELS:
        raise BadFacts(f"等级应为 1 至 4 的整数，现为 {level!r}。")
    if isinstance(facts, list):
        sheets = [top(one, f"第 {number} 人") for number, one in enumerate(facts, start=1)]
    else:
        sheets = [top(facts, "")]
    reports = [
        examine(known, sheet, level=level, on=on, ruleset=ruleset).as_json() for sheet in sheets
    ]
    return reports if isinstance(facts, list) else reports[0]


def judge_text(
    kind: str, text: str, *, level: int, on: date, ruleset: str | None = None
) -> dict[str, object] | list[dict[str, object]]:
    """Judge a facts file as it was read.

    raises: BadFacts, also for text that is not JSON or names a key twice.
    """
    return judge(kind, read_json(text), level=level, on=on, ruleset=ruleset)


def all_pass(answer: Mapping[str, object] | Sequence[Mapping[str, object]]) -> bool:
    """Whether every report of an answer passes."""
    reports = [answer] if isinstance(answer, Mapping) else answer
    return all(report["verdict"] == "pass" for report in reports)


def read_json(text: str) -> object:
    """Plain JSON without duplicate keys and without NaN.

    raises: BadFacts.
    """
    try:
        answer: object = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise BadFacts(f"不是 JSON：第 {error.lineno} 行第 {error.colno} 列无法读取。") from None
    except RecursionError:
        raise BadFacts("不是事实文件：嵌套层数过多。") from None
    return answer


def examine(
    kind: Kind, sheet: Sheet, *, level: int, on: date, ruleset: str | None = None
) -> Report:
    """The report behind the JSON."""
    if kind is Kind.EXAMINER:
        return EXAMINER.examine(_examiner(sheet, level=level, on=on))
    if kind is Kind.ITEM_WRITER:
        return ITEM_WRITER.examine(_item_writer(sheet, level=level, on=on))
    chosen = _ruleset(sheet, ruleset)
    return CANDIDATE[chosen, level].examine(candidate_facts(sheet, chosen, level=level, on=on))


def _examiner(sheet: Sheet, *, level: int, on: date) -> ExaminerFacts:
    return ExaminerFacts(
        on=on,
        level=level,
        certificates=_certificates(sheet),
        titles=_titles(sheet),
        work=_work(sheet),
        political_declaration=sheet.flag("political_declaration"),
        ethics_declaration=sheet.flag("ethics_declaration"),
        professional_assessment=sheet.flag("professional_assessment"),
        violations=_violations(sheet),
    )


def _item_writer(sheet: Sheet, *, level: int, on: date) -> ItemWriterFacts:
    return ItemWriterFacts(
        on=on,
        level=level,
        certificates=_certificates(sheet),
        titles=_titles(sheet),
        work=_work(sheet),
        political_declaration=sheet.flag("political_declaration"),
        ethics_declaration=sheet.flag("ethics_declaration"),
        professional_assessment=sheet.flag("professional_assessment"),
        violations=_violations(sheet),
        agreements=_agreements(sheet),
        expert_pools=_names(sheet, "expert_pools"),
    )


def candidate_facts(sheet: Sheet, ruleset: str, *, level: int, on: date) -> CandidateFacts:
    """A candidate's facts as they stand in a file."""
    return CandidateFacts(
        on=on,
        level=level,
        ruleset=ruleset,
        certificates=_certificates(sheet),
        titles=_titles(sheet),
        work=_work(sheet),
        education=_education(sheet),
        birth_on=sheet.day("birth_on"),
    )


def _kind(kind: str) -> Kind:
    try:
        return Kind(kind.replace("_", "-"))
    except ValueError:
        allowed = "、".join(Kind)
        raise BadFacts(f"判定对象应为 {allowed} 之一，现为 {kind!r}。") from None


def _ruleset(sheet: Sheet, given: str | None) -> str:
    named = sheet.text("ruleset")
    chosen = given or named or DEFAULT_RULESET
    if chosen not in RULESETS:
        raise sheet.refuse("ruleset", f"应为 {'、'.join(RULESETS)} 之一，现为 {chosen}。")
    return chosen


def _each(rows: tuple[Sheet, ...] | None, read: Callable[[Sheet], T]) -> tuple[T, ...] | None:
    return None if rows is None else tuple(read(row) for row in rows)


def _certificates(sheet: Sheet) -> tuple[Certificate, ...] | None:
    def read(row: Sheet) -> Certificate:
        return Certificate(
            occupation=row.text("occupation"),
            kind=row.choice("kind", CertificateKind),
            level=row.level("level"),
            issued_on=row.day("issued_on"),
            status=row.choice("status", CertificateStatus),
            equivalence=_equivalence(row),
        )

    return _each(sheet.rows("certificates", "证书", CERTIFICATE, also=("equivalence",)), read)


def _titles(sheet: Sheet) -> tuple[Title, ...] | None:
    def read(row: Sheet) -> Title:
        return Title(
            name=row.text("name"),
            rank=row.choice("rank", TitleRank),
            major=row.text("major"),
            granted_on=row.day("granted_on"),
            equivalence=_equivalence(row),
        )

    return _each(sheet.rows("titles", "职称", TITLE), read)


def _equivalence(row: Sheet) -> Equivalence | None:
    decision = row.child("equivalence", EQUIVALENCE)
    if decision is None:
        return None
    return Equivalence(decision.flag("accepted"), decision.text("reason"), decision.day("on"))


def _work(sheet: Sheet) -> tuple[Work, ...] | None:
    def read(row: Sheet) -> Work:
        return Work(row.choice("kind", WorkKind), *row.period("from", "to"))

    return _each(sheet.rows("work", "工作经历", WORK), read)


def _education(sheet: Sheet) -> tuple[Education, ...] | None:
    def read(row: Sheet) -> Education:
        return Education(
            kind=row.choice("kind", EducationKind),
            major=row.text("major"),
            relation=row.choice("relation", WorkKind),
            evaluated=row.flag("evaluated"),
            status=row.choice("status", EducationStatus),
            on=row.day("on"),
        )

    return _each(sheet.rows("education", "学历", EDUCATION), read)


def _violations(sheet: Sheet) -> tuple[Violation, ...] | None:
    def read(row: Sheet) -> Violation:
        return Violation(row.day("on"), row.text("kind"), row.flag("overturned"))

    return _each(sheet.rows("violations", "违纪记录", VIOLATION), read)


def _agreements(sheet: Sheet) -> tuple[Agreement, ...] | None:
    def read(row: Sheet) -> Agreement:
        return Agreement(row.text("with"), *row.period("signed_on", "until"))

    return _each(sheet.rows("agreements", "保密协议", AGREEMENT), read)


def _names(sheet: Sheet, key: str) -> tuple[str, ...] | None:
    """Names, or objects that carry one; what is in the list never counts."""
    value = sheet.values.get(key)
    if value is None:
        return None
    if not isinstance(value, list):
        raise sheet.refuse(key, "应为列表或 null。")
    names = [one.get("name") if isinstance(one, Mapping) else one for one in value]
    if not all(isinstance(name, str) for name in names):
        raise sheet.refuse(key, "每一项应为文字，或带 name 的对象。")
    return tuple(name for name in names if isinstance(name, str))


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise BadFacts(f"字段 {key} 在同一个对象里出现了两次。")
        found[key] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise BadFacts(f"{name} 不是 JSON 的数值。")
