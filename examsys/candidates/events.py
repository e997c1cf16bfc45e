from enum import StrEnum


class CandidateEvent(StrEnum):
    REGISTRATION_ENTERED = "candidates.registration.entered"
    REGISTRATION_CHANGED = "candidates.registration.changed"
    REGISTRATION_SUBMITTED = "candidates.registration.submitted"
    REGISTRATION_WITHDRAWN = "candidates.registration.withdrawn"
    REGISTRATION_FIRST_PASSED = "candidates.registration.first_passed"
    REGISTRATION_APPROVED = "candidates.registration.approved"
    REGISTRATION_RETURNED = "candidates.registration.returned"
    REGISTRATION_REJECTED = "candidates.registration.rejected"
    ROSTER_IMPORTED = "candidates.roster.imported"
    DRAFTS_SUBMITTED = "candidates.drafts.submitted"
    PHOTO_SET = "candidates.photo.set"
    PHOTOS_TAKEN_IN = "candidates.photos.taken_in"
    SEATS_ARRANGED = "candidates.seats.arranged"
    SEATS_SWAPPED = "candidates.seats.swapped"
    ATTENDANCE_RECORDED = "candidates.attendance.recorded"
    SHEETS_PRINTED = "candidates.sheets.printed"
    LIST_EXPORTED = "candidates.list.exported"
    NUMBERS_REVEALED = "candidates.numbers.revealed"
