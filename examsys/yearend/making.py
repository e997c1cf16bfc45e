"""The papers of a report: the official PDF, two workbooks, the JSON, all from the same figures."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from examsys.candidates.models import Registration
from examsys.kernel import clock, pii
from examsys.kernel.db import db
from examsys.kernel.exports import export_xlsx
from examsys.kernel.pdf import render_pdf
from examsys.rules.states import LEVEL_SHORT, LEVELS
from examsys.yearend import package
from examsys.yearend.figures import WORDS
from examsys.yearend.models import YearReport
from examsys.yearend.queries import KINDS

LIST_COLUMNS = (
    "序号",
    "姓名",
    "证件号码",
    "职业",
    "等级",
    "批次",
    "准考证号",
    "结果",
    "证书编号",
    "发证日期",
    "变化",
)
FIGURE_COLUMNS = ("类别", "等级", "指标", "数值", "查阅地址")


def title(report: YearReport) -> str:
    occupation = report.figures["agency"]["occupation"]
    return f"{report.year} 年{occupation}职业技能等级认定{KINDS[report.kind]}"


def files_of(
    report: YearReport, *, on: date, base: str, numbers: Mapping[int, str] | None, note: str
) -> dict[str, bytes]:
    """The members of the package.

    on: the day the report bears; numbers: full ID numbers by registration, None for a draft, which
    shows the last four; note: the checkpoint of the log.
    """
    found = report.figures
    shown = [_listed(row, numbers) for row in found["list"]]
    place = f"{base}/yearend/{report.id}/"
    return {
        "report.pdf": pdf(report, on=on, draft=numbers is None, note=note),
        "figures.xlsx": export_xlsx("年报数据", FIGURE_COLUMNS, figure_rows(found, place)),
        "list.xlsx": export_xlsx("人员名单", LIST_COLUMNS, list_rows(found, shown)),
        package.REPORT: json.dumps(
            {**found, "base": place, "list": shown}, ensure_ascii=False, sort_keys=True, indent=1
        ).encode(),
        "checkpoint.txt": note.encode(),
    }


def pdf(report: YearReport, *, on: date, draft: bool, note: str) -> bytes:
    """The report as it is handed in; ID numbers by their last four."""
    return render_pdf(
        "yearend/print/report.html",
        identifier=f"yearend-{report.uuid}-{report.version}-{on}-{draft}",
        title=title(report),
        report=report,
        found=report.figures,
        cut_off=date.fromisoformat(report.figures["cut_off"]),
        before_cut_off=_before(report.figures),
        on=on,
        draft=draft,
        note_lines=note.splitlines()[1:3],
        words=WORDS,
        level_words=LEVELS,
        short=LEVEL_SHORT,
    )


def _before(found: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(found["before"]["cut_off"]) if found["before"] else None


def statement(
    report: YearReport, *, status: str, by: str, at: datetime, size: int, root: str
) -> dict[str, Any]:
    """What the signature says about the package as a whole."""
    totals, own = report.figures["totals"], report.figures["agency"]
    return {
        "subject": title(report),
        "status": status,
        "agency": own["name"],
        "uscc": own["uscc"],
        "filing_authority": own["filing_authority"],
        "year": report.year,
        "kind": report.kind,
        "cut_off": report.figures["cut_off"],
        "participated": totals["participated"]["value"],
        "certified": totals["certified"]["value"],
        "built_by": report.built_by,
        "sealed_by": by,
        "sealed_on": clock.day_of(at).isoformat(),
        "sealed_at": at.isoformat(timespec="seconds"),
        "audit_size": size,
        "audit_root": root,
    }


def id_numbers(found: Mapping[str, Any]) -> dict[int, str]:
    """Full ID numbers by registration; the caller's own event says why they were opened."""
    wanted = [row["registration_id"] for row in found["list"]]
    opened: dict[int, str] = {}
    for start in range(0, len(wanted), 500):
        query = select(Registration).where(Registration.id.in_(wanted[start : start + 500]))
        for row in db.session.scalars(query.options(joinedload(Registration.candidate))):
            opened[row.id] = pii.get(row.candidate, "id_number")
    return opened


def figure_rows(found: Mapping[str, Any], place: str) -> list[list[Any]]:
    """One row a number, with the address of its records."""
    rows: list[list[Any]] = []

    def add(group: str, level: int | None, words: str, one: Mapping[str, Any]) -> None:
        at = one["address"]
        where = at if at.startswith("/") else place + at
        base = place.split("/yearend/")[0] if at.startswith("/") else ""
        rows.append([group, LEVELS.get(level or 0, "合计"), words, one["value"], base + where])

    for row in found["levels"]:
        for key, words in WORDS.items():
            add("认定", row["level"], words, row[key])
        for part in row["present"]:
            add("认定", row["level"], f"{part['words']}到考", part)
    for key, words in WORDS.items():
        add("认定", None, words, found["totals"][key])
    for row in found["bank"]:
        for key, words in BANK_WORDS.items():
            add("题库", row["level"], words, row[key])
        for one in row["kinds"]:
            add("题库", row["level"], f"在用 {one['kind']}", one)
    for one in found["staff"]:
        add("人员", one["level"], f"{one['role']}（{one['path']}）", one)
    for one in found["objections"]:
        add("异议", None, one["outcome"], one)
    return rows


BANK_WORDS = {
    "points": "鉴定点",
    "in_use": "在用试题",
    "added": "新增试题",
    "revised": "修订试题",
    "retired": "停用试题",
    "papers": "组卷套数",
}


def list_rows(found: Mapping[str, Any], shown: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    return [
        [
            number,
            row["name"],
            row["id_number"],
            found["agency"]["occupation"],
            LEVELS[row["level"]],
            row["batch"],
            row["ticket_no"],
            row["result"],
            row["certificate_no"],
            row["issued_on"],
            row["change"],
        ]
        for number, row in enumerate(shown, start=1)
    ]


def _listed(row: Mapping[str, Any], numbers: Mapping[int, str] | None) -> dict[str, Any]:
    masked = f"**************{row['last4']}"
    full = masked if numbers is None else numbers[row["registration_id"]]
    return {**row, "id_number": full}
