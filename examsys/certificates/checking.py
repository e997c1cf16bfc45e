"""What a stranger is told about a certificate: valid, revoked, not found, or that we are not sure.

"Valid" is said only when everything agrees: the stored record opens and has its fingerprint, the
row's columns say the same, and the log knows of its issue and of no revocation.
"""

import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from examsys.certificates import printed, queries
from examsys.certificates.events import CertificateEvent
from examsys.certificates.models import Certificate
from examsys.kernel import clock
from examsys.kernel.textual import full_width_to_ascii, mask_name
from examsys.rules.states import CertificateState, FilingState
from question_bank.errors import BankError

DOTS = re.compile("[•・‧∙⋅．.]")
BLANKS = re.compile(r"\s+")


class Answer(StrEnum):
    VALID = "valid"
    REVOKED = "revoked"
    NOT_FOUND = "not_found"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Shown:
    """The printed facts that anybody may see."""

    number: str
    name: str  # masked
    occupation: str
    trade: str
    level_words: str
    agency: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer and the instant it holds for; facts only where there is something to show."""

    answer: Answer
    at: datetime
    shown: Shown | None = None
    revoked_on: date | None = None
    filing: FilingState | None = None
    filed_on: date | None = None

    @property
    def moment(self) -> str:
        """When it was checked, by the agency's clock, to the second."""
        return f"{clock.local(self.at):%Y-%m-%d %H:%M:%S}"


def by_code(number: str, code: str, *, at: datetime) -> Checked:
    """The check of a QR code: number and random check code."""
    found = queries.by_number(clean_number(number))
    given = clean_number(code).encode()
    if found is None or not hmac.compare_digest(found.check_code.encode(), given):
        return Checked(Answer.NOT_FOUND, at)
    return _judged(found, at)


def by_name(number: str, name: str, *, at: datetime) -> Checked:
    """The check by number and name; a wrong name and an unknown number look the same."""
    found = queries.by_number(clean_number(number))
    if found is None or clean_name(found.name) != clean_name(name):
        return Checked(Answer.NOT_FOUND, at)
    return _judged(found, at)


def clean_number(text: str) -> str:
    """A number or code as people type it, in one spelling."""
    return BLANKS.sub("", full_width_to_ascii(text)).upper()


def clean_name(text: str) -> str:
    """A name without blanks, its dot in one spelling."""
    return DOTS.sub("·", BLANKS.sub("", unicodedata.normalize("NFC", text)))


def _judged(row: Certificate, at: datetime) -> Checked:
    says = _believed(row)
    if says is None or row.state not in (CertificateState.ISSUED, CertificateState.REVOKED):
        return Checked(Answer.UNKNOWN, at)
    known = queries.happened(row.id)
    revoked = CertificateEvent.CERTIFICATE_REVOKED in known
    if CertificateEvent.CERTIFICATE_ISSUED not in known:
        return Checked(Answer.UNKNOWN, at)
    if (row.state is CertificateState.REVOKED) != revoked:
        return Checked(Answer.UNKNOWN, at)
    upload = row.upload
    filed = row.filing is FilingState.CONFIRMED and upload is not None
    return Checked(
        Answer.REVOKED if revoked else Answer.VALID,
        at,
        shown=_shown(says),
        revoked_on=clock.day_of(row.revoked_at) if row.revoked_at else None,
        filing=row.filing,
        filed_on=upload.confirmed_on if filed and upload is not None else None,
    )


def _believed(row: Certificate) -> printed.Printed | None:
    """What is printed, if the record is what was stored and the row agrees."""
    try:
        says = printed.open_row(row)
    except (BankError, ValueError, KeyError, TypeError):
        return None
    return says if printed.sound(row, says) else None


def _shown(says: printed.Printed) -> Shown:
    return Shown(
        number=says.number,
        name=mask_name(says.name),
        occupation=says.occupation,
        trade=says.trade,
        level_words=says.level_words,
        agency=says.agency,
        issued_on=says.issued_on,
    )
