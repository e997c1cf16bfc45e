"""All figures of a report as plain data: whole numbers, each with the address of its records."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from examsys.agency import queries as agency
from examsys.rules.states import Component, components_of, label
from examsys.yearend import counting, house
from examsys.yearend.counting import CAME, Taking, Window

FORMAT = "examsys-yearend/1"
# What is counted, in the order of the report's table, and which people it counts.
PEOPLE: Mapping[str, tuple[str, Callable[[Taking], bool]]] = {
    "approved": ("审核通过", lambda row: True),
    "participated": ("参加认定", lambda row: row.participated),
    "absent": ("缺考", lambda row: not row.participated),
    "violated": ("违纪", lambda row: row.violated),
    "passed": ("合格", lambda row: row.passed is True),
    "certified": ("获证", lambda row: row.certified),
    "revoked": ("证书撤销", lambda row: row.revoked),
}
WORDS = {
    "planned": "计划",
    "registered": "报名",
    **{key: word for key, (word, _) in PEOPLE.items()},
}
DEFINITIONS = (
    ("统计范围", "考试日在统计年度内且不晚于数据截止日的各批次；结果和证书计至数据截止日。"),
    ("参加认定", "至少一个考核项目到考的人员，含考试中违纪的人员；各项目均未到考的计为缺考。"),
    (
        "获证",
        "在数据截止日前签发证书且未被撤销的人员。“认定人数”按参加认定、获证两个口径分别列出。",
    ),
    ("合格", "各考核项目成绩均达到合格线且成绩已经公布的人员；成绩未公布的不计。"),
    ("题库在用量", "本报告编制时的在用试题数；新增、修订、停用为统计年度内至数据截止日的数量。"),
    ("名单", "打印件只列证件号码后四位；完整号码只在报送主管部门的签名数据包内。"),
)


def figures(window: Window, *, kind: str, before: Mapping[str, Any] | None) -> dict[str, Any]:
    """Everything the report says. before: the annual report a supplement follows."""
    rows = counting.takings(window)
    levels = _levels(window, rows)
    return {
        "format": FORMAT,
        "kind": kind,
        "year": window.year,
        "cut_off": window.cut_off.isoformat(),
        "agency": _agency(),
        "definitions": [list(pair) for pair in DEFINITIONS],
        "levels": levels,
        "totals": {
            key: {"value": sum(row[key]["value"] for row in levels), "address": records(key)}
            for key in WORDS
        },
        "bank": house.bank_figures(window),
        "staff": house.staff_figures(window),
        "objections": house.objection_figures(window),
        "list": _list(rows, before),
        "before": _summary(before) if before else None,
    }


def records(what: str, *, level: int | None = None, component: str = "") -> str:
    """The address, below the report's own, of the people behind a number."""
    asked = {"what": what, "level": level, "component": component}
    return str(house.figure(0, "records", **asked)["address"])


def behind(
    found: Mapping[str, Any], what: str, *, level: int | None, component: str
) -> list[dict[str, Any]]:
    """The rows of the list that a number counts."""
    rows = [row for row in found["list"] if level in (None, row["level"])]
    if what == "present":
        return [row for row in rows if component in row["present"]]
    return [row for row in rows if row.get(what)]


def _levels(window: Window, rows: Sequence[Taking]) -> list[dict[str, Any]]:
    planned, registered = counting.planned(window), counting.registered(window)
    grouped = counting.by_level(rows)
    filed = {row.level for row in agency.filed_levels()}
    levels = sorted(filed | set(planned) | set(registered) | set(grouped), reverse=True)
    return [
        {
            "level": level,
            "planned": house.figure(
                planned.get(level, 0), "/batches/", year=window.year, level=level
            ),
            "registered": house.figure(
                registered.get(level, 0), "/batches/", year=window.year, level=level
            ),
            **_people(level, grouped.get(level, [])),
            "present": _present(level, grouped.get(level, [])),
        }
        for level in levels
    ]


def _people(level: int, rows: Sequence[Taking]) -> dict[str, Any]:
    return {
        key: {"value": sum(map(test, rows)), "address": records(key, level=level)}
        for key, (_, test) in PEOPLE.items()
    }


def _present(level: int, rows: Sequence[Taking]) -> list[dict[str, Any]]:
    parts: tuple[Component, ...] = components_of(level)
    return [
        {
            "component": part.value,
            "words": label(part),
            "value": sum(row.attendance.get(part) in CAME for row in rows),
            "address": records("present", level=level, component=part.value),
        }
        for part in parts
    ]


def _list(rows: Sequence[Taking], before: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    known = {row["registration_id"]: row["result"] for row in before["list"]} if before else None
    return [_row(row, known) for row in rows]


def _row(row: Taking, known: Mapping[int, str] | None) -> dict[str, Any]:
    registration, certificate = row.registration, row.certificate
    change = ""
    if known is not None and registration.id not in known:
        change = "新增"
    elif known is not None and known[registration.id] != row.result:
        change = f"原为{known[registration.id]}"
    return {
        "registration_id": registration.id,
        "name": registration.candidate.name,
        "last4": registration.candidate.id_number_last4,
        "level": registration.batch.level,
        "batch": registration.batch.number,
        "ticket_no": registration.ticket_no or "",
        "present": [part.value for part in Component if row.attendance.get(part) in CAME],
        **{key: test(row) for key, (_, test) in PEOPLE.items()},
        "result": row.result,
        "certificate_no": certificate.number if certificate else "",
        "issued_on": certificate.issued_on.isoformat() if certificate else "",
        "change": change,
    }


def _agency() -> dict[str, str]:
    own, occupation = agency.agency(), agency.occupation()
    return {
        "name": own.name,
        "uscc": own.uscc,
        "legal_person": own.legal_person,
        "phone": own.phone,
        "filing_authority": own.filing_authority,
        "occupation": occupation.name,
        "occupation_code": occupation.code,
    }


def _summary(before: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "cut_off": before["cut_off"],
        "levels": {
            str(row["level"]): {
                key: row[key]["value"] for key in ("participated", "passed", "certified")
            }
            for row in before["levels"]
        },
    }
