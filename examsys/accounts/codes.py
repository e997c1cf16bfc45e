"""Second factor: time-based codes (RFC 6238) and recovery codes. Pure, apart from chance."""

import hmac
import re
from datetime import datetime
from hashlib import sha256

import pyotp

STEP = 30
RECOVERY_COUNT = 10
ISSUER = "职业技能等级认定"


def new_secret() -> str:
    return pyotp.random_base32()


def counter_of(secret: str, code: str, *, at: datetime, after: int | None) -> int | None:
    """returns: the time step this code belongs to; None when it is wrong or was used before.

    One step of clock difference is allowed either way. after: the last step that was used.
    """
    here = int(at.timestamp()) // STEP
    digits = re.sub(r"\s", "", code)
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    for counter in (here, here - 1, here + 1):
        right = hmac.compare_digest(pyotp.HOTP(secret).at(counter), digits)
        if right and (after is None or counter > after):
            return counter
    return None


def picture(secret: str, login: str) -> str:
    """returns: the QR code for an authenticator app, as a data URI."""
    # Here and not above: it loads an XML reader, which every start would pay.
    import segno

    uri = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)
    return str(segno.make(uri, error="m", micro=False).svg_data_uri(scale=4, border=4))


def new_recovery_codes() -> list[str]:
    """returns: codes of 80 bits each, to be shown once and kept as hashes."""
    return [pyotp.random_base32(32)[:16] for _ in range(RECOVERY_COUNT)]


def recovery_hash(code: str) -> str:
    """A hash without salt is enough for 80 random bits."""
    plain = re.sub(r"[^A-Z2-7]", "", code.upper())
    return sha256(b"recovery\x00" + plain.encode()).hexdigest()


def grouped(code: str) -> str:
    """ABCD-EFGH-…, as it is read aloud and written down."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
