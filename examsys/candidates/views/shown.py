"""Facts as tables in words, for pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from examsys.candidates import intake as said
from examsys.candidates import words
from examsys.candidates.models import Registration


@dataclass(frozen=True, slots=True)
class FactTable:
    """One kind of facts. nothing: what to say instead of rows."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    nothing: str = ""


def fact_tables(registration: Registration) -> list[FactTable]:
    facts = registration.facts
    kinds = (
        (
            "职业技能证书",
            ("类型", "职业", "等级", "取得日期", "认可"),
            "certificates",
            _certificate,
        ),
        ("学历", ("学历", "专业", "专业类别", "状态", "日期", "评估论证"), "education", _education),
        ("工作经历", ("类别", "起始日", "截止日"), "work", _work),
        ("职称", ("级别", "名称", "专业", "取得日期", "认可"), "titles", _title),
    )
    return [_table(title, heads, facts.get(key), cells) for title, heads, key, cells in kinds]


def _table(title: str, heads: Sequence[str], rows: Any, cells: Any) -> FactTable:
    if rows is None:
        return FactTable(title, heads, [], "未填报")
    return FactTable(title, heads, [cells(row) for row in rows], "" if rows else "申报无此项")


def _decision(row: Mapping[str, Any]) -> str:
    equivalence = row.get("equivalence")
    return str(equivalence["reason"]) if equivalence else "—"


def _certificate(row: Mapping[str, Any]) -> list[str]:
    return [
        _word(words.CERTIFICATE_KINDS, row["kind"]),
        row["occupation"] or "—",
        _word(words.LEVEL_WORDS, row["level"]),
        row["issued_on"] or "—",
        _decision(row),
    ]


def _title(row: Mapping[str, Any]) -> list[str]:
    return [
        _word(words.TITLE_RANKS, row["rank"]),
        row["name"] or "—",
        row["major"] or "—",
        row["granted_on"] or "—",
        _decision(row),
    ]


def _education(row: Mapping[str, Any]) -> list[str]:
    return [
        _word(words.EDUCATION_KINDS, row["kind"]),
        row["major"] or "—",
        _word(words.RELATIONS, row["relation"]),
        _word(words.EDUCATION_STATUSES, row["status"]),
        row["on"] or "—",
        {True: "是", False: "否"}.get(row["evaluated"], "—"),
    ]


def _work(row: Mapping[str, Any]) -> list[str]:
    last = said.last_day(row)
    return [_word(words.WORK_KINDS, row["kind"]), row["from"] or "—", str(last) if last else "至今"]


def _word(pairs: words.Pairs, value: object) -> str:
    return words.of(pairs, value) if value else "—"
