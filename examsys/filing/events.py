from enum import StrEnum


class FilingEvent(StrEnum):
    CASE_OPENED = "filing.case.opened"
    CASE_CHANGED = "filing.case.changed"
    CASE_DROPPED = "filing.case.dropped"
    CASE_REPLIED = "filing.case.replied"
    FACT_SAVED = "filing.fact.saved"
    PAPER_ADDED = "filing.paper.added"
    PAPER_WITHDRAWN = "filing.paper.withdrawn"
    DUTY_SET = "filing.duty.set"
    TENURE_SAVED = "filing.tenure.saved"
    READINESS_KEPT = "filing.readiness.kept"
    DOSSIER_MADE = "filing.dossier.made"
    DOSSIER_SUBMITTED = "filing.dossier.submitted"
    DOSSIER_TAKEN = "filing.dossier.taken"
    MATTER_OPENED = "filing.matter.opened"
    MATTER_MOVED = "filing.matter.moved"
    SAMPLES_PRINTED = "filing.samples.printed"
