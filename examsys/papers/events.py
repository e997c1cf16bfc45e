from enum import StrEnum


class PapersEvent(StrEnum):
    BLUEPRINT_WRITTEN = "papers.blueprint.written"
    BLUEPRINT_CHANGED = "papers.blueprint.changed"
    BLUEPRINT_RETIRED = "papers.blueprint.retired"
    BLUEPRINT_RESTORED = "papers.blueprint.restored"
    SET_DRAWN = "papers.set.drawn"
    SET_APPROVED = "papers.set.approved"
    SET_WITHDRAWN = "papers.set.withdrawn"
    SET_REPLAYED = "papers.set.replayed"
    SEED_OPENED = "papers.seed.opened"
    PAPER_OPENED = "papers.paper.opened"
    PAPER_REFUSED = "papers.paper.refused"
    SHEET_PRINTED = "papers.sheet.printed"
