"""A certificate's PDF judged offline: is it the original, and did the agency named sign it?"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils.reader import PdfFileReader

from examsys.kernel.pdfsign import UNREADABLE, verify_pdf

UNREAD = "文件上没有可以读取的签名证书。"
UNNAMED = "签名证书取自文件自身，请与机构公布的指纹核对（或用 --key、--fingerprint 给出）。"
STRANGER = "签名者不是本机构：签名证书的指纹与给出的不同。"
LOOKED_AT = "已核对：签名者、签名值、文件内容、签名覆盖整个文件、签发后不得改动的限制。"
GOOD = "核验通过：文件是机构签发的原件，签发后没有改动。是否已撤销请在机构的证书查验页面查询。"


@dataclass(frozen=True, slots=True)
class Found:
    """What the check found. fingerprint: of the signing certificate; empty when unreadable.

    named: whether the checker brought what identifies the signer.
    """

    fingerprint: str
    signed_at: datetime | None
    problems: tuple[str, ...]
    named: bool = False

    @property
    def passed(self) -> bool:
        return not self.problems

    def as_json(self) -> dict[str, object]:
        return {
            "ok": self.passed,
            "fingerprint": self.fingerprint,
            "signer_identified": self.named,
            "signed_at": self.signed_at.isoformat() if self.signed_at else None,
            "problems": list(self.problems),
        }

    def told(self) -> str:
        lines = []
        if self.fingerprint:
            lines += [LOOKED_AT, f"签名证书指纹（SHA-256）：{self.fingerprint}"]
            lines += [] if self.named else [UNNAMED]
        if self.signed_at:
            lines.append(f"签名时间（签名者陈述）：{self.signed_at.isoformat()}")
        if self.passed:
            return "\n".join([*lines, GOOD])
        return "\n".join([*lines, "核验不通过。", *(f"- {one}" for one in self.problems)])


def check(content: bytes, *, crt: bytes | None, fingerprint: str) -> Found:
    """Judge a PDF; crt: the published signing certificate in PEM; fingerprint: its SHA-256.

    Without either the file's own certificate is used, and the answer says so, as the checks of
    reports and of the log do. raises: ValueError for a bad crt.
    """
    certificate = _loaded(crt) if crt else _embedded(content)
    if certificate is None:
        return Found("", None, (UNREAD,))
    verdict = verify_pdf(content, certificate=certificate)
    digest, problems = certificate.fingerprint(hashes.SHA256()).hex(), list(verdict.reasons)
    if fingerprint and digest != _plain(fingerprint):
        problems.insert(0, STRANGER)
    named = bool(crt or fingerprint)
    return Found(digest, verdict.signed_at, tuple(problems), named=named)


def _loaded(crt: bytes) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(crt)
    except ValueError as error:
        raise ValueError("--key 给出的文件不是 PEM 格式的签名证书。") from error


def _embedded(content: bytes) -> x509.Certificate | None:
    """The certificate that the file itself carries; None when there is none to be read."""
    try:
        signatures = PdfFileReader(BytesIO(content)).embedded_signatures
        return x509.load_der_x509_certificate(signatures[0].signer_cert.dump())
    except UNREADABLE:
        return None


def _plain(fingerprint: str) -> str:
    return fingerprint.replace(":", "").replace(" ", "").lower()
