"""The life of a filing, of its dossiers, and of what is to be done after it."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from examsys.rules.states import OfState
from examsys.rules.worktime import add_months


class CaseState(StrEnum):
    """A filing with one authority, from the first preparation to exit."""

    PREPARING = "preparing"
    SUBMITTED = "submitted"
    CORRECTING = "correcting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DROPPED = "dropped"
    ENDED = "ended"


class DossierState(StrEnum):
    """One version of the dossier: made, then frozen by handing it in, or replaced before that."""

    MADE = "made"
    SUBMITTED = "submitted"
    SUPERSEDED = "superseded"


class MatterKind(StrEnum):
    """What happens after a filing was accepted."""

    SITE = "site"
    LEVEL = "level"
    STAFF = "staff"
    NAME = "name"
    RENEWAL = "renewal"
    RECTIFICATION = "rectification"
    EXIT = "exit"


class MatterState(StrEnum):
    OPEN = "open"
    REPORTED = "reported"
    CLOSED = "closed"


C = CaseState
CASE_LIFE: Mapping[CaseState, tuple[CaseState, ...]] = {
    C.PREPARING: (C.SUBMITTED, C.DROPPED),
    C.SUBMITTED: (C.CORRECTING, C.ACCEPTED, C.REFUSED, C.DROPPED),
    C.CORRECTING: (C.SUBMITTED, C.DROPPED),
    C.ACCEPTED: (C.ENDED,),
    C.REFUSED: (),
    C.DROPPED: (),
    C.ENDED: (),
}
EDITABLE = (C.PREPARING, C.CORRECTING)
REPLIES = (C.CORRECTING, C.ACCEPTED, C.REFUSED)

MATTER_LIFE: Mapping[MatterState, tuple[MatterState, ...]] = {
    MatterState.OPEN: (MatterState.REPORTED, MatterState.CLOSED),
    MatterState.REPORTED: (MatterState.OPEN, MatterState.CLOSED),
    MatterState.CLOSED: (),
}

LABELS: Mapping[StrEnum, str] = OfState(
    (
        (C.PREPARING, "准备中"),
        (C.SUBMITTED, "已报送待答复"),
        (C.CORRECTING, "补正中"),
        (C.ACCEPTED, "已备案"),
        (C.REFUSED, "不予备案"),
        (C.DROPPED, "已撤回"),
        (C.ENDED, "已退出"),
        (DossierState.MADE, "已生成"),
        (DossierState.SUBMITTED, "已报送"),
        (DossierState.SUPERSEDED, "已被替换"),
        (MatterKind.SITE, "考点变更"),
        (MatterKind.LEVEL, "等级变更"),
        (MatterKind.STAFF, "主要人员变更"),
        (MatterKind.NAME, "名称变更"),
        (MatterKind.RENEWAL, "到期续备"),
        (MatterKind.RECTIFICATION, "责令整改"),
        (MatterKind.EXIT, "退出备案"),
        (MatterState.OPEN, "待办理"),
        (MatterState.REPORTED, "已上报待答复"),
        (MatterState.CLOSED, "已办结"),
    )
)
TONES: Mapping[StrEnum, str] = OfState(
    (
        (C.PREPARING, "wait"),
        (C.SUBMITTED, "info"),
        (C.CORRECTING, "wait"),
        (C.ACCEPTED, "pass"),
        (C.REFUSED, "fail"),
        (DossierState.MADE, "wait"),
        (DossierState.SUBMITTED, "pass"),
        (MatterState.OPEN, "wait"),
        (MatterState.REPORTED, "info"),
        (MatterState.CLOSED, "pass"),
    )
)


def label(state: StrEnum) -> str:
    """The Chinese word for a state."""
    return LABELS[state]


def tone(state: StrEnum) -> str:
    """The colour that accompanies the word."""
    return TONES.get(state, "info")


def may_become(here: CaseState, there: CaseState) -> bool:
    return there in CASE_LIFE[here]


def last_day(accepted_on: date, months: int) -> date:
    """The last day on which a filing accepted on a day is good."""
    return date.fromordinal(add_months(accepted_on, months).toordinal() - 1)
