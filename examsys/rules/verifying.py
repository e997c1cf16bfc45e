"""Whether a paper on record was compared with its original by a second person."""

from enum import StrEnum


class Verification(StrEnum):
    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    MISMATCH = "mismatch"


VERIFICATION_WORDS = {
    Verification.UNVERIFIED: "未核验",
    Verification.VERIFIED: "已核验",
    Verification.MISMATCH: "不符",
}
VERIFICATION_TONES = {
    Verification.UNVERIFIED: "wait",
    Verification.VERIFIED: "pass",
    Verification.MISMATCH: "fail",
}
