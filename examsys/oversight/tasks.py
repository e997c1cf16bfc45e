"""Counts to a to-do list: what it is, whose right it needs, where it is done and by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from examsys.batches.models import Batch
from examsys.oversight.queries import step_due
from examsys.rules.states import BatchState, components_of

B = BatchState
BEFORE_EXAM = {B.ANNOUNCED, B.REGISTERING, B.REVIEWING, B.SEATED}
# The agency enters these by the plain button on the batch's own page.
PLAIN = {
    B.FILED: (B.ANNOUNCED, "发布认定公告并转入“已公告”"),
    B.ANNOUNCED: (B.REGISTERING, "开放报名"),
    B.REGISTERING: (B.REVIEWING, "截止报名并转入资格审核"),
    B.SEATED: (B.SITTING, "进入考试"),
    B.SITTING: (B.SCORING, "考试结束，转入成绩登录"),
    B.PUBLICITY: (B.CERTIFYING, "公示期满，转入证书制作"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the to-do list. operation: who may do it; args: for the endpoint."""

    label: str
    count: int
    operation: str
    endpoint: str
    args: tuple[tuple[str, object], ...] = ()
    due: date | None = None
    batch: str = ""


def batch_tasks(row: Any, *, on: date) -> Iterator[Task]:
    """What waits in one batch."""
    batch: Batch = row.Batch
    due, state = step_due(batch), batch.state

    def task(label: str, count: int, operation: str, endpoint: str, by: date | None) -> Task:
        args = (("batch_id", batch.id),)
        return Task(label, count, operation, endpoint, args, by, batch.title)

    yield from (task(*line) for line in _lines(row, batch, due, on) if line[1] and line[0])
    if state in PLAIN and _plain_is_due(batch, on):
        to, label = PLAIN[state]
        yield task(label, 1, "batches.plan", "batches.show", due.get(to) or _fixed(batch, to))


def _lines(
    row: Any, batch: Batch, due: dict[Any, date | None], on: date
) -> Iterator[tuple[str, int, str, str, date | None]]:
    state = batch.state
    seated, shown = due.get(B.SEATED), due.get(B.PUBLICITY)
    if state is B.PLANNED:
        yield "审批计划并登记备案", 1, "batches.approve", "batches.show", due.get(B.FILED)
    if state is B.REGISTERING:
        until = batch.registration_until
        yield "退回补正的报名", row.returned, "candidates.register", "candidates.index", until
    if state in {B.REGISTERING, B.REVIEWING}:
        waiting = row.submitted + row.first_passed
        yield "资格审核", waiting, "candidates.review", "candidates.queue", seated
    if state is B.REVIEWING:
        left = 0 if row.submitted + row.first_passed else row.unseated
        yield "编排考场和座位", left, "candidates.seat", "candidates.seating", seated
    if state in BEFORE_EXAM:
        missing = len(components_of(batch.level)) - row.sets
        yield "抽题组卷", missing, "papers.draw", "papers.index", batch.exam_on
        yield "审定试卷", row.drawn, "papers.approve", "papers.index", batch.exam_on
        staff = int(row.duties == 0)
        yield "安排考务人员", staff, "batches.staff", "batches.duties", batch.exam_on
    if state is B.SITTING or (state is B.SEATED and batch.exam_on == on):
        yield "登记到考情况", 1, "candidates.examday", "candidates.exam_day", batch.exam_on
    if state is B.SCORING:
        yield from _scoring(row, shown)
    if state is B.CERTIFYING:
        yield from _certifying(row, due.get(B.ARCHIVED))


def _scoring(row: Any, due: date | None) -> Iterator[tuple[str, int, str, str, date | None]]:
    place = "scoring.index"
    yield "生成保密号", int(not row.coded), "scoring.code", place, due
    yield "录入成绩", row.passes_open, "scoring.enter", place, due
    differing = row.undecided if row.coded and not row.passes_open else 0
    yield "裁定差异并确认结果", differing, "scoring.resolve", place, due
    yield "公布成绩并公示", row.confirmed, "scoring.publish", place, due


def _certifying(row: Any, due: date | None) -> Iterator[tuple[str, int, str, str, date | None]]:
    place = "certificates.batch"
    yield "登记成绩认可", int(not row.accepted), "certificates.accept", place, due
    asked = int(bool(row.accepted) and not row.certificates and not row.issuing)
    yield "提出发证申请", asked, "certificates.issue", place, due
    yield "批准发证申请", row.issuing, "certificates.approve", place, due
    yield "证书数据上网备案", row.not_uploaded, "certificates.issue", place, due
    left = 5 - row.volumes_sealed
    yield "整理并封存档案卷", left if row.certificates else 0, "archives.file", "archives.show", due


def _plain_is_due(batch: Batch, on: date) -> bool:
    """Whether the next plain step can be taken already; earlier it is nobody's work yet."""
    since = {
        B.ANNOUNCED: batch.registration_from,
        B.SEATED: batch.exam_on,
        B.SITTING: batch.exam_on,
    }.get(batch.state)
    if batch.state is B.REGISTERING:
        return on > batch.registration_until
    return since is None or on >= since


def _fixed(batch: Batch, to: BatchState) -> date | None:
    return {B.SITTING: batch.exam_on, B.SCORING: batch.exam_on}.get(to)


def house_tasks(row: Any, *, on: date, report_due: date, warn_from: date) -> Iterator[Task]:
    """What waits outside the batches."""
    yield from (task for task in _office(row) if task.count)
    yield from (task for task in _calendar(row, on, report_due, warn_from) if task.count)


def _office(row: Any) -> Iterator[Task]:
    ready = bool(row.agencies)
    yield Task("填写机构信息", int(not ready), "agency.change", "agency.edit")
    yield Task("登记备案等级", int(ready and not row.levels), "agency.change", "agency.show")
    yield Task("登记考点", int(ready and not row.sites), "agency.change", "agency.show")
    yield Task("设立各岗位账号", int(row.accounts < 2), "accounts.manage", "accounts.index")
    yield Task("处理未完成的后台任务", row.jobs_failed, "accounts.manage", "jobs.index")
    yield Task("登记考评员、命题专家", int(not row.people), "personnel.change", "personnel.index")
    yield Task("批准提名的聘任", row.proposed, "personnel.appoint", "personnel.index",
               (("state", "proposed"),))  # fmt: skip
    yield Task("决定回避申报", row.ties_open, "dispatch.decide", "dispatch.ties",
               (("ruling", "open"),))  # fmt: skip
    yield Task("聘任将到期的人员", row.ending, "personnel.appoint", "personnel.index",
               (("state", "expiring"),), row.first_ending)  # fmt: skip
    yield Task("聘任即将到期，尽快办理续聘", row.ending_now, "personnel.propose", "personnel.index",
               (("state", "expiring"),), row.first_ending)  # fmt: skip
    yield Task("编制鉴定要素细目表", row.levels_without_table, "bank.spec", "bank.specs")
    yield Task("录入或导入试题", int(not row.items), "bank.import", "bank.index")
    yield Task("审定试题", row.to_review, "bank.review", "bank.queue")
    yield Task("修改退回的试题", row.sent_back, "bank.write", "bank.index",
               (("status", "returned"),))  # fmt: skip
    first = int(ready and bool(row.levels and row.sites) and not row.batches)
    yield Task("制定第一个批次计划", first, "batches.plan", "batches.new")
    yield Task("审核发布公告", row.drafts, "publicity.publish", "publicity.index",
               (("state", "draft"),))  # fmt: skip
    yield Task("处理公示异议", row.objections, "publicity.objections", "publicity.objections",
               (("state", "open"),))  # fmt: skip
    yield Task("批准制度版本", row.regimes_to_approve, "regimes.approve", "regimes.index")
    yield Task("批准用印", row.seals_to_approve, "registers.approve", "regimes.entries",
               (("slug", "seal"),))  # fmt: skip
    yield Task("复核到期的管理制度", row.regimes_to_review, "regimes.write", "regimes.index")
    yield Task("办理备案变更、整改等事项", row.filing_matters, "filing.write", "filing.index",
               due=row.filing_matters_due)  # fmt: skip
    yield Task("补齐到期的备案条件和材料", row.filing_lines, "filing.write", "filing.index")
    yield Task("办理备案到期续备", row.filing_renewals, "filing.submit", "filing.index")
    yield Task("审批成绩更正", row.corrections, "scoring.publish", "scoring.index")


def _calendar(row: Any, on: date, report_due: date, warn_from: date) -> Iterator[Task]:
    late = on.month >= 11 and not row.next_year_covered
    yield Task(f"录入 {on.year + 1} 年放假安排", int(late), "parameters.change",
               "parameters.calendar", due=date(on.year, 12, 31))  # fmt: skip
    warned = on >= warn_from and row.batches and not row.reports
    yield Task(f"编制 {on.year} 年年度报告", int(bool(warned)), "yearend.build", "yearend.index",
               due=report_due)  # fmt: skip
    yield Task("审核并签发年度报告", row.reports_to_seal, "yearend.seal", "yearend.index",
               due=report_due)  # fmt: skip
