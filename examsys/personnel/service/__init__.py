"""What the agency does with its people. Callers open the unit of work."""

from examsys.personnel.service.appointments import (
    ROLES,
    RULED,
    appoint,
    end_appointment,
    term_end,
    title_of,
)
from examsys.personnel.service.disclosures import (
    disclose_table,
    record_export,
    record_qualification_export,
    reveal_id_number,
)
from examsys.personnel.service.intake import PersonRow, take_in
from examsys.personnel.service.papers import (
    AgreementInput,
    CertificateInput,
    TitleInput,
    ViolationInput,
    WorkInput,
    add_paper,
    decide_equivalence,
    overturn_violation,
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
    "CertificateInput",
    "Declarations",
    "PersonIntake",
    "PersonRow",
    "TitleInput",
    "ViolationInput",
    "WorkInput",
    "add_paper",
    "add_person",
    "appoint",
    "change_person",
    "decide_equivalence",
    "disclose_table",
    "end_appointment",
    "in_brief",
    "outlook",
    "overturn_violation",
    "reasons",
    "record_declarations",
    "record_export",
    "record_qualification_export",
    "remove_paper",
    "require_qualified",
    "reveal_id_number",
    "take_in",
    "term_end",
    "title_of",
]
