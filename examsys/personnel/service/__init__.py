"""What the agency does with its people. Callers open the unit of work."""

from examsys.personnel.service.appointments import (
    ROLES,
    RULED,
    approve_appointment,
    decline_appointment,
    end_appointment,
    propose,
    resume_appointment,
    suspend_appointment,
    term_end,
    title_of,
)
from examsys.personnel.service.assessments import AssessmentInput, assess, check_record
from examsys.personnel.service.disclosures import (
    disclose_table,
    record_cards,
    record_export,
    record_qualification_export,
    reveal_id_number,
)
from examsys.personnel.service.evidence import attach_scan, open_scan, verify_paper
from examsys.personnel.service.intake import PersonRow, take_in
from examsys.personnel.service.notes import NoteInput, note_term
from examsys.personnel.service.papers import (
    AgreementInput,
    CertificateInput,
    TitleInput,
    ViolationInput,
    WorkInput,
    add_paper,
    decide_equivalence,
    overturn_violation,
    propose_equivalence,
    remove_paper,
)
from examsys.personnel.service.people import (
    Declarations,
    PersonIntake,
    add_person,
    change_person,
    record_declarations,
)
from examsys.personnel.service.qualifications import in_brief, outlook, reasons, require_qualified

__all__ = [
    "ROLES",
    "RULED",
    "AgreementInput",
    "AssessmentInput",
    "CertificateInput",
    "Declarations",
    "NoteInput",
    "PersonIntake",
    "PersonRow",
    "TitleInput",
    "ViolationInput",
    "WorkInput",
    "add_paper",
    "add_person",
    "approve_appointment",
    "assess",
    "attach_scan",
    "change_person",
    "check_record",
    "decide_equivalence",
    "decline_appointment",
    "disclose_table",
    "end_appointment",
    "in_brief",
    "note_term",
    "open_scan",
    "outlook",
    "overturn_violation",
    "propose",
    "propose_equivalence",
    "reasons",
    "record_cards",
    "record_declarations",
    "record_export",
    "record_qualification_export",
    "remove_paper",
    "require_qualified",
    "resume_appointment",
    "reveal_id_number",
    "suspend_appointment",
    "take_in",
    "term_end",
    "title_of",
    "verify_paper",
]
