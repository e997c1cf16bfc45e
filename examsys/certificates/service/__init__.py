"""What the agency does with certificates. Callers open the unit of work."""

from examsys.certificates import gates
from examsys.certificates.making import JOB, enter_ledger, make_missing
from examsys.certificates.service.assigning import require_open, take_in_numbers
from examsys.certificates.service.authority import (
    confirm_upload,
    make_sheet,
    record_acceptance,
)
from examsys.certificates.service.documents import (
    PACK,
    disclose_certificate,
    disclose_package,
    disclose_sheet,
    record_export,
)
from examsys.certificates.service.exceptions import lift_withholding, revoke, withhold
from examsys.certificates.service.issuing import (
    approve_issue,
    request_issue,
    return_issue,
)

__all__ = [
    "JOB",
    "PACK",
    "approve_issue",
    "confirm_upload",
    "disclose_certificate",
    "disclose_package",
    "disclose_sheet",
    "enter_ledger",
    "gates",
    "lift_withholding",
    "make_missing",
    "make_sheet",
    "record_acceptance",
    "record_export",
    "request_issue",
    "require_open",
    "return_issue",
    "revoke",
    "take_in_numbers",
    "withhold",
]
