"""The public check under /verify/: no sign-in, no script, counted per address."""

from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from flask import Response, request
from flask.typing import ResponseReturnValue

from examsys.certificates import checking
from examsys.certificates.checking import Checked
from examsys.certificates.forms import NumberForm
from examsys.certificates.views.blueprint import verify
from examsys.kernel import clock, pii, throttle
from examsys.kernel.errors import Missing
from examsys.kernel.exports import download
from examsys.kernel.web import actor, form_page, page, public
from examsys.parameters import queries as parameters

MINUTE, DAY = 60, 86_400
PER_MINUTE, PER_DAY = 20, 2_000
NAMES = {
    "certificate-signing.crt": "证书签名所用的数字证书",
    "report-public.pem": "年度报告签名公钥",
    "audit-public.pem": "审计日志签名公钥",
}


@verify.route("/", methods=["GET", "POST"])
@public
def index() -> ResponseReturnValue:
    form = NumberForm.bind()
    if request.method == "POST":
        _count()
    if form.accepted():
        found = checking.by_name(form.number.data or "", form.name.data or "", at=clock.now())
        return _told(found, form)
    return form_page("verify/index.html", form, title="证书查验", checked=None, **_links())


@verify.get("/<number>/<code>")
@public
def code(number: str, code: str) -> ResponseReturnValue:
    """What the QR code leads to."""
    _count()
    return _told(checking.by_code(number, code, at=clock.now()), NumberForm.bind(formdata=None))


@verify.get("/key")
@public
def key() -> ResponseReturnValue:
    """Everything a stranger needs to verify what we signed."""
    material = pii.keys().public_material()
    return page(
        "verify/key.html",
        title="公开的签名证书和公钥",
        items=[(name, words, fingerprint(material[name])) for name, words in NAMES.items()],
    )


@verify.get("/key/<name>")
@public
def key_file(name: str) -> ResponseReturnValue:
    material = pii.keys().public_material()
    if name not in NAMES:
        raise Missing("没有这个文件。请从公开的签名证书和公钥页面下载。")
    return download(material[name], name, media_type="application/x-pem-file")


def fingerprint(pem: bytes) -> str:
    """SHA-256 of a certificate, or of a public key in DER, in groups of four."""
    if b"BEGIN CERTIFICATE" in pem:
        digest = x509.load_pem_x509_certificate(pem).fingerprint(hashes.SHA256()).hex()
    else:
        loaded = serialization.load_pem_public_key(pem)
        der = loaded.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        digest = sha256(der).hexdigest()
    return " ".join(digest[place : place + 4] for place in range(0, 64, 4))


def _count() -> None:
    ip, at = actor().ip, clock.now()
    throttle.hit(f"verify:{ip}", limit=PER_MINUTE, within_seconds=MINUTE, at=at, what="查验")
    throttle.hit(f"verify-day:{ip}", limit=PER_DAY, within_seconds=DAY, at=at, what="查验")


def _told(found: Checked, form: NumberForm) -> Response:
    shown = page("verify/index.html", form=form, title="证书查验", checked=found, **_links())
    shown.headers["X-Robots-Tag"] = "noindex"
    return shown


def _links() -> dict[str, Any]:
    today = clock.today()
    return {
        "national_certificate_url": parameters.value("verify.national_certificate_url", on=today),
        "national_agency_url": parameters.value("verify.national_agency_url", on=today),
    }
