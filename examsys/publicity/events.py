from enum import StrEnum


class PublicityEvent(StrEnum):
    NOTICE_DRAFTED = "publicity.notice.drafted"
    NOTICE_CHANGED = "publicity.notice.changed"
    NOTICE_PUBLISHED = "publicity.notice.published"
    NOTICE_WITHDRAWN = "publicity.notice.withdrawn"
    LIST_EXPORTED = "publicity.list.exported"
    OBJECTION_RECEIVED = "publicity.objection.received"
    OBJECTION_DECIDED = "publicity.objection.decided"
