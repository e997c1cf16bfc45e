"""Whether a person may act, as a refusal for those who want them to."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from examsys.kernel.errors import Conflict
from examsys.parameters import queries as parameters
from examsys.personnel import queries
from examsys.personnel.facts import report_on
from examsys.personnel.models import Person
from examsys.rules.finding import Report, Verdict
from examsys.rules.prospect import Prospect
from examsys.rules.states import LEVEL_SHORT
from examsys.rules.verifying import Verification

ROLE_WORDS = {"examiner": "考评员", "item_writer": "命题专家"}


def require_qualified(person: Person, *, role: str, level: int, on: date) -> dict[str, Any]:
    """returns: the report to keep with the decision. raises: Conflict with what stands against it.

    role: examiner or item_writer.
    """
    report = report_on(person, role=role, level=level, on=on, readings=queries.readings(on=on))
    if not report.passed:
        raise Conflict(
            f"{person.name}在 {on} 不符合{LEVEL_SHORT[level]}{ROLE_WORDS[role]}条件："
            + reasons(report)
        )
    return dict(report.as_json())


def require_verified(person: Person, *, role: str, level: int, on: date) -> None:
    """Refuse when the papers that carry the path were not compared with their scans.

    The same rulebook is asked about the verified papers alone. raises: Conflict.
    """
    if not parameters.value("personnel.verified_evidence", on=on):
        return
    local = queries.readings(on=on)
    if report_on(Checked(person), role=role, level=level, on=on, readings=local).passed:
        return
    raise Conflict(
        f"{person.name}所凭的证书、职称或工作经历还没有核验，不能聘任："
        "请先上传扫描件，由登记人以外的人核验。"
    )


class Checked:
    """A person with the verified papers only, as the rules see it."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self.certificates = _verified(person.certificates)
        self.titles = _verified(person.titles)
        self.work_periods = _verified(person.work_periods)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._person, name)


def _verified(rows: Iterable[Any]) -> list[Any]:
    return [row for row in rows if row.verification is Verification.VERIFIED]


def in_brief(report: Report) -> str:
    """What keeps a report from passing, worst first, without clauses: for lists."""
    return "".join(
        finding.message
        for verdict in (Verdict.FAIL, Verdict.NEEDS_EVIDENCE)
        for finding in report.of(verdict)
    )


def reasons(report: Report) -> str:
    """What keeps a report from passing, worst first, in one line."""
    lines = [
        f"{word}（{finding.cite}）{finding.message}"
        for verdict, word in ((Verdict.FAIL, "不通过"), (Verdict.NEEDS_EVIDENCE, "待补证明"))
        for finding in report.of(verdict)
    ]
    return "".join(lines)


def outlook(ahead: Prospect) -> str:
    """What would make somebody qualify, and when, in one or two sentences."""
    papers = "、".join(ahead.asks)
    if ahead.since is not None and ahead.sure:
        early = f"补交{papers}的，可提前重新核对。" if papers else ""
        return f"现有工作持续的，自 {ahead.since} 起符合。{early}"
    if ahead.since is not None:
        return f"最早 {ahead.since} 可能符合，届时须补交：{papers}。"
    lines = [f"须{lack}。" for lack in ahead.lacks]
    return "".join([*lines, f"须补交：{papers}。" if papers else ""])
