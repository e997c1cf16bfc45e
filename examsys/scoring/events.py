from enum import StrEnum


class ScoringEvent(StrEnum):
    CODES_MADE = "scoring.codes.made"
    CODES_PRINTED = "scoring.codes.printed"
    ENTRY_TAKEN = "scoring.entry.taken"
    ENTRY_SAVED = "scoring.entry.saved"
    ENTRY_SUBMITTED = "scoring.entry.submitted"
    ENTRY_PRINTED = "scoring.entry.printed"
    DIFFERENCE_RESOLVED = "scoring.difference.resolved"
    RESULTS_CONFIRMED = "scoring.results.confirmed"
    RESULTS_PUBLISHED = "scoring.results.published"
    RESULTS_REOPENED = "scoring.results.reopened"
    RESULTS_EXPORTED = "scoring.results.exported"
    CORRECTION_ASKED = "scoring.correction.asked"
    CORRECTION_DECIDED = "scoring.correction.decided"
    SCORE_LOOKED_UP = "scoring.score.looked_up"
