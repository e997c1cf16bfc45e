from enum import StrEnum


class DispatchEvent(StrEnum):
    TIE_DECLARED = "dispatch.tie.declared"
    TIE_DECIDED = "dispatch.tie.decided"
    TIE_ENDED = "dispatch.tie.ended"
    TIES_EXPORTED = "dispatch.ties.exported"
    COURSE_RECORDED = "dispatch.course.recorded"
    PANEL_DRAWN = "dispatch.panel.drawn"
    MEMBER_REPLACED = "dispatch.member.replaced"
    LETTER_SENT = "dispatch.letter.sent"
    ANSWERED = "dispatch.letter.answered"
    LIST_EXPORTED = "dispatch.list.exported"
