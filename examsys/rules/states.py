"""Lives of records: which words a state may be, and which may follow which."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from examsys.rules.statekinds import (
    AppointmentState,
    Attendance,
    BatchState,
    CertificateState,
    Component,
    DispatchState,
    FilingState,
    IssueState,
    ItemDecision,
    ItemStatus,
    JobState,
    NoticeState,
    PaperState,
    Practice,
    RegimeStanding,
    RegistrationState,
    ResultState,
    SpecState,
)

__all__ = [
    "LABELS",
    "LEVELS",
    "LEVEL_SHORT",
    "TONES",
    "AppointmentState",
    "Attendance",
    "BatchState",
    "CertificateState",
    "Component",
    "DispatchState",
    "FilingState",
    "IssueState",
    "ItemDecision",
    "ItemStatus",
    "JobState",
    "NoticeState",
    "OfState",
    "PaperState",
    "Practice",
    "RegimeStanding",
    "RegistrationState",
    "ResultState",
    "SpecState",
    "components_of",
    "label",
    "tone",
]


class OfState(Mapping[StrEnum, str]):
    """A table by state and its kind: as plain text, `draft` of a notice equals `draft` of an item,
    so a dict would keep only the last of them."""

    def __init__(self, pairs: Iterable[tuple[StrEnum, str]]) -> None:
        self._found = {(type(state), state.value): (state, text) for state, text in pairs}

    def __getitem__(self, state: StrEnum) -> str:
        return self._found[type(state), state.value][1]

    def __iter__(self) -> Iterator[StrEnum]:
        return (state for state, _ in self._found.values())

    def __len__(self) -> int:
        return len(self._found)


LABELS: Mapping[StrEnum, str] = OfState(
    (
        (Component.THEORY, "理论知识考试"),
        (Component.SKILL, "技能考核"),
        (Component.REVIEW, "综合评审"),
        (BatchState.PLANNED, "计划中"),
        (BatchState.FILED, "计划已备案"),
        (BatchState.ANNOUNCED, "已公告"),
        (BatchState.REGISTERING, "报名中"),
        (BatchState.REVIEWING, "资格审核中"),
        (BatchState.SEATED, "已编排"),
        (BatchState.SITTING, "考试中"),
        (BatchState.SCORING, "成绩登录中"),
        (BatchState.PUBLICITY, "成绩公示中"),
        (BatchState.CERTIFYING, "证书制作中"),
        (BatchState.ARCHIVED, "已归档"),
        (BatchState.CANCELLED, "已取消"),
        (RegistrationState.DRAFT, "草稿"),
        (RegistrationState.SUBMITTED, "待初审"),
        (RegistrationState.FIRST_PASSED, "待复审"),
        (RegistrationState.APPROVED, "审核通过"),
        (RegistrationState.RETURNED, "退回修改"),
        (RegistrationState.REJECTED, "审核不通过"),
        (RegistrationState.WITHDRAWN, "已撤回"),
        (Attendance.EXPECTED, "应考"),
        (Attendance.PRESENT, "到考"),
        (Attendance.ABSENT, "缺考"),
        (Attendance.VIOLATION, "违纪"),
        (ResultState.PASS, "合格"),
        (ResultState.FAIL, "不合格"),
        (ResultState.ABSENT, "缺考"),
        (ResultState.VIOLATION, "违纪"),
        (ResultState.EXEMPT, "免考"),
        (ItemStatus.DRAFT, "草稿"),
        (ItemStatus.REVIEWING, "待审"),
        (ItemStatus.IN_USE, "在用"),
        (ItemStatus.RETURNED, "退回修改"),
        (ItemStatus.RETIRED, "已停用"),
        (ItemDecision.SENT, "提交审核"),
        (ItemDecision.PASSED, "审定通过"),
        (ItemDecision.SENT_BACK, "退回修改"),
        (ItemDecision.STOPPED, "停用"),
        (SpecState.DRAFTING, "编制中"),
        (SpecState.ENACTED, "已启用"),
        (PaperState.DRAWN, "待审定"),
        (PaperState.APPROVED, "已审定"),
        (PaperState.WITHDRAWN, "已作废"),
        (CertificateState.RESERVED, "已编号"),
        (CertificateState.ISSUED, "有效"),
        (CertificateState.REVOKED, "已撤销"),
        (CertificateState.VOID, "已作废"),
        (FilingState.NOT_UPLOADED, "尚未上网备案"),
        (FilingState.UPLOADED, "已上传待确认"),
        (FilingState.CONFIRMED, "已上网备案"),
        (IssueState.PENDING, "待批准"),
        (IssueState.APPROVED, "已批准"),
        (IssueState.RETURNED, "已退回"),
        (AppointmentState.PROPOSED, "待批准"),
        (AppointmentState.ACTIVE, "在聘"),
        (AppointmentState.SUSPENDED, "暂停"),
        (AppointmentState.ENDED, "已解聘"),
        (DispatchState.DRAWN, "待通知"),
        (DispatchState.SENT, "已通知"),
        (DispatchState.ACCEPTED, "已接受"),
        (DispatchState.REFUSED, "不接受"),
        (DispatchState.REPLACED, "已更换"),
        (NoticeState.DRAFT, "草稿"),
        (NoticeState.PUBLISHED, "已发布"),
        (NoticeState.WITHDRAWN, "已撤下"),
        (RegimeStanding.DRAFTED, "待批准"),
        (RegimeStanding.COMING, "待施行"),
        (RegimeStanding.IN_FORCE, "现行有效"),
        (RegimeStanding.SUPERSEDED, "已被替代"),
        (RegimeStanding.WITHDRAWN, "已废止"),
        (Practice.FOLLOWED, "已执行"),
        (Practice.NOT_FOLLOWED, "未执行"),
        (Practice.NOTHING, "无记录可证"),
        (JobState.QUEUED, "排队中"),
        (JobState.RUNNING, "进行中"),
        (JobState.DONE, "已完成"),
        (JobState.FAILED, "未完成"),
        (JobState.CANCELLED, "已取消"),
    )
)

TONES: Mapping[StrEnum, str] = OfState(
    (
        (BatchState.ARCHIVED, "pass"),
        (BatchState.CANCELLED, "fail"),
        (BatchState.PLANNED, "wait"),
        (RegistrationState.SUBMITTED, "wait"),
        (RegistrationState.FIRST_PASSED, "wait"),
        (RegistrationState.APPROVED, "pass"),
        (RegistrationState.RETURNED, "wait"),
        (RegistrationState.REJECTED, "fail"),
        (Attendance.PRESENT, "pass"),
        (Attendance.ABSENT, "wait"),
        (Attendance.VIOLATION, "fail"),
        (ResultState.PASS, "pass"),
        (ResultState.FAIL, "fail"),
        (ResultState.ABSENT, "wait"),
        (ResultState.VIOLATION, "fail"),
        (ItemStatus.REVIEWING, "wait"),
        (ItemStatus.IN_USE, "pass"),
        (ItemStatus.RETURNED, "wait"),
        (ItemStatus.RETIRED, "fail"),
        (ItemDecision.PASSED, "pass"),
        (ItemDecision.SENT_BACK, "wait"),
        (ItemDecision.STOPPED, "fail"),
        (SpecState.DRAFTING, "wait"),
        (SpecState.ENACTED, "pass"),
        (PaperState.DRAWN, "wait"),
        (PaperState.APPROVED, "pass"),
        (PaperState.WITHDRAWN, "fail"),
        (CertificateState.ISSUED, "pass"),
        (CertificateState.REVOKED, "fail"),
        (CertificateState.VOID, "fail"),
        (FilingState.CONFIRMED, "pass"),
        (FilingState.UPLOADED, "wait"),
        (IssueState.PENDING, "wait"),
        (IssueState.APPROVED, "pass"),
        (IssueState.RETURNED, "fail"),
        (AppointmentState.PROPOSED, "wait"),
        (AppointmentState.ACTIVE, "pass"),
        (AppointmentState.SUSPENDED, "wait"),
        (AppointmentState.ENDED, "fail"),
        (DispatchState.DRAWN, "wait"),
        (DispatchState.ACCEPTED, "pass"),
        (DispatchState.REFUSED, "fail"),
        (NoticeState.PUBLISHED, "pass"),
        (NoticeState.WITHDRAWN, "fail"),
        (RegimeStanding.DRAFTED, "wait"),
        (RegimeStanding.COMING, "wait"),
        (RegimeStanding.IN_FORCE, "pass"),
        (RegimeStanding.WITHDRAWN, "fail"),
        (Practice.FOLLOWED, "pass"),
        (Practice.NOT_FOLLOWED, "fail"),
        (JobState.DONE, "pass"),
        (JobState.FAILED, "fail"),
        (JobState.RUNNING, "wait"),
    )
)

LEVELS: Mapping[int, str] = {
    4: "四级/中级工",
    3: "三级/高级工",
    2: "二级/技师",
    1: "一级/高级技师",
}
LEVEL_SHORT: Mapping[int, str] = {4: "四级", 3: "三级", 2: "二级", 1: "一级"}


def label(state: StrEnum) -> str:
    """The Chinese word for a state, the same on screen, in exports and in print."""
    return LABELS[state]


def tone(state: StrEnum) -> str:
    """returns: pass, wait, fail or info: the colour that accompanies the word."""
    return TONES.get(state, "info")


def components_of(level: int) -> tuple[Component, ...]:
    """The components of a level. source: domain §1 fact 2."""
    both = (Component.THEORY, Component.SKILL)
    return both if level >= 3 else (*both, Component.REVIEW)
