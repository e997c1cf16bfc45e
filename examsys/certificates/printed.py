"""What a certificate says: settled as canonical JSON when its number is given, sealed in its row.

The PDF, the upload sheet and the public answer all read this record and nothing else, so what is
on paper equals what was reported, and a row edited behind the system's back is found.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from examsys.certificates.models import Certificate
from examsys.kernel import pii, signing
from question_bank.errors import BankError
from question_bank.seal import Place

FORMAT = "examsys-certificate/1"
TITLE = "职业技能等级证书"
ID_TYPE, ID_TYPE_CODE = "居民身份证", "201"
NO_TRADE = "--"
NO_EMPLOYER = "其他"
# No letter or digit that is taken for another one when read aloud from paper.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Every field on the paper. verify_url: what the QR code carries."""

    number: str
    check_code: str
    name: str
    id_number: str
    employer: str
    occupation: str
    trade: str
    level: int
    level_words: str
    agency: str
    issued_on: date
    photo_uuid: str
    photo_sha256: str
    seal_uuid: str | None
    verify_url: str
    national_certificate_url: str
    national_agency_url: str
    text: str
    title: str = TITLE
    id_type: str = ID_TYPE

    def as_json(self) -> dict[str, Any]:
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {"format": FORMAT, **fields, "issued_on": self.issued_on.isoformat()}

    @property
    def words(self) -> str:
        """Everything that must have a glyph."""
        return "".join(str(value) for value in self.as_json().values())


def new_code() -> str:
    """A random check code: whoever has the number alone cannot guess it."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def seal_into(row: Certificate, printed: Printed) -> None:
    """Store what is printed in its row, sealed, with its fingerprint. The row has its uuid."""
    content = signing.canonical(printed.as_json())
    row.printed_sealed = pii.keys().pii.seal(content, place=_place(row))
    row.printed_sha256 = sha256(content).hexdigest()


def open_row(row: Certificate) -> Printed:
    """What the row's certificate says. raises: BankError when it is not what was stored."""
    content = pii.keys().pii.open(row.printed_sealed, place=_place(row))
    said = json.loads(content)
    if said.pop("format") != FORMAT:
        raise BankError(f"certificate {row.uuid} has an unknown format")
    return Printed(**{**said, "issued_on": date.fromisoformat(said["issued_on"])})


def sound(row: Certificate, printed: Printed) -> bool:
    """Whether the row's columns still say what was printed."""
    content = signing.canonical(printed.as_json())
    columns = (row.number, row.check_code, row.name, row.level, row.issued_on)
    said = (
        printed.number,
        printed.check_code,
        printed.name,
        printed.level,
        printed.issued_on,
    )
    return columns == said and sha256(content).hexdigest() == row.printed_sha256


def _place(row: Certificate) -> Place:
    return Place(Certificate.__tablename__, "printed", row.uuid, row_version=1, purpose=pii.PURPOSE)
