from enum import StrEnum


class PersonnelEvent(StrEnum):
    PERSON_ADDED = "personnel.person.added"
    PERSON_CHANGED = "personnel.person.changed"
    PEOPLE_IMPORTED = "personnel.people.imported"
    DECLARATIONS_RECORDED = "personnel.declarations.recorded"
    CERTIFICATE_ADDED = "personnel.certificate.added"
    CERTIFICATE_REMOVED = "personnel.certificate.removed"
    TITLE_ADDED = "personnel.title.added"
    TITLE_REMOVED = "personnel.title.removed"
    TITLE_EQUIVALENCE_DECIDED = "personnel.title.equivalence_decided"
    WORK_ADDED = "personnel.work.added"
    WORK_REMOVED = "personnel.work.removed"
    AGREEMENT_SIGNED = "personnel.agreement.signed"
    AGREEMENT_REMOVED = "personnel.agreement.removed"
    VIOLATION_ADDED = "personnel.violation.added"
    VIOLATION_OVERTURNED = "personnel.violation.overturned"
    APPOINTED = "personnel.appointment.made"
    APPOINTMENT_ENDED = "personnel.appointment.ended"
    ID_NUMBER_REVEALED = "personnel.id_number.revealed"
    TABLE_DOWNLOADED = "personnel.annex2.downloaded"
    REGISTER_EXPORTED = "personnel.register.exported"
