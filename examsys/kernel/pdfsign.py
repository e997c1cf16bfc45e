"""Signing a PDF so that any later change shows, and verifying it offline by the public certificate.

The signature certifies the document with "no changes allowed" (DocMDP 1). `intact` and `valid` of
a reader are not enough: bytes appended behind a good signature leave both true, so only a
signature that covers the entire file passes.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from asn1crypto import cms
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "Signature"
DER = serialization.Encoding.DER
# What a reader may raise on a file that only looks like a PDF.
UNREADABLE = (
    PdfError,
    SignatureValidationError,
    SigningError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    RecursionError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class PdfVerdict:
    """Why a PDF does not pass, in sentences; no reason means that it does.

    signed_at: what the signer states; None when there is no readable signature.
    """

    reasons: tuple[str, ...]
    signed_at: datetime | None = None

    @property
    def passed(self) -> bool:
        return not self.reasons


def sign_pdf(
    content: bytes,
    *,
    key: ec.EllipticCurvePrivateKey,
    certificate: x509.Certificate,
    at: datetime,
    reason: str,
    location: str = "",
) -> bytes:
    """Certify a PDF (ECDSA P-256, SHA-256, PAdES-B) so that nothing may change afterwards."""
    private = key.private_bytes(
        DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signer = SimpleSigner(
        signing_cert=_asn1(certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    meta = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason,
        location=location or None,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
    )
    writer = IncrementalPdfFileWriter(BytesIO(content))
    signed = _SignerAt(meta, signer, at=at).sign_pdf(writer)
    assert isinstance(signed, BytesIO)
    return signed.getvalue()


def verify_pdf(content: bytes, *, certificate: x509.Certificate) -> PdfVerdict:
    """Judge a PDF by the public certificate alone; no network, no trust store."""
    try:
        signatures = PdfFileReader(BytesIO(content)).embedded_signatures
        if not signatures:
            return PdfVerdict(("文件上没有数字签名。",))
        if len(signatures) > 1:
            return PdfVerdict(("文件上有多个数字签名，不是本机构签发的原件。",))
        pinned = _asn1(certificate)
        if _embedded_certificate(signatures[0]) != pinned.dump():
            return PdfVerdict(("签名者不是本机构：签名所用证书与公布的证书不同。",))
        if not _exactly_one_spelling(content, signatures[0]):
            return PdfVerdict(("签名数据的写法被改动，不是本机构签发的原件。",))
        status = validate_pdf_signature(signatures[0], _offline(certificate, pinned))
    except UNREADABLE:
        return PdfVerdict(("文件不是完好的 PDF，或签名数据已损坏，无法校验。",))
    return PdfVerdict(_reasons(status), status.signer_reported_dt)


def _reasons(status: Any) -> tuple[str, ...]:
    found = []
    if not status.intact:
        found.append("文件内容在签名之后被改动。")
    if not status.valid:
        found.append("签名值不正确，不是用本机构的密钥签的。")
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        found.append("签名没有覆盖整个文件：签名之后追加了内容。")
    if not status.docmdp_ok:
        found.append("文件缺少“签发后不得改动”的限制，或违反了这一限制。")
    if not status.trusted:
        found.append("签名证书未通过校验。")
    return tuple(found)


def _exactly_one_spelling(content: bytes, signature: Any) -> bool:
    """The one place that no signature covers holds the signature in upper-case hex, then zeros."""
    _, start, end, _ = (int(number) for number in signature.sig_object["/ByteRange"])
    held = bytes(signature.pkcs7_content)
    used = len(cms.ContentInfo.load(held).dump())
    return content[start:end] == b"<" + held.hex().upper().encode() + b">" and not any(held[used:])


def _embedded_certificate(signature: Any) -> bytes:
    return bytes(signature.signer_cert.dump())


def _offline(certificate: x509.Certificate, pinned: asn1_x509.Certificate) -> ValidationContext:
    # A pinned certificate is judged at its own time: a paper of today must verify in thirty years.
    moment = certificate.not_valid_before_utc + timedelta(seconds=1)
    return ValidationContext(
        trust_roots=[pinned], allow_fetching=False, moment=moment.astimezone(UTC)
    )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    loaded = asn1_x509.Certificate.load(certificate.public_bytes(DER))
    assert isinstance(loaded, asn1_x509.Certificate)
    return loaded


class _SignerAt(PdfSigner):
    """Signs at a given instant instead of reading the wall clock."""

    def __init__(self, meta: PdfSignatureMetadata, signer: SimpleSigner, *, at: datetime) -> None:
        super().__init__(meta, signer)
        self._at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session
