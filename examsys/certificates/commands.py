"""The verbs `certificate-number decode|encode` and `verify certificate`, without an instance."""

import argparse
import sys
from io import BytesIO
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils.reader import PdfFileReader

from examsys.kernel.pdfsign import UNREADABLE, PdfVerdict, verify_pdf
from examsys.kernel.verbs import Verbs, answer, group
from examsys.rules.certificate import BadNumber, decode, encode

UNREAD = "文件上没有可以读取的签名证书。"


def install(verbs: Verbs) -> None:
    """Add the verbs to the command."""
    numbers = group(verbs, "certificate-number", summary="证书编号的解读和编制")
    taken = numbers.add_parser("decode", help="解读 22 位证书编号")
    taken.add_argument("number", metavar="NUMBER")
    taken.set_defaults(run=run_decode)
    put = numbers.add_parser("encode", help="按各段编制证书编号")
    put.add_argument("--prefix", required=True, help="主管部门给定的前 13 位")
    put.add_argument("--year", type=int, required=True, metavar="YYYY")
    put.add_argument("--level", type=int, required=True, choices=(1, 2, 3, 4, 5))
    put.add_argument("--serial", type=int, required=True)
    put.set_defaults(run=run_encode)
    check = group(verbs, "verify", summary="离线核验").add_parser(
        "certificate", help="核验电子证书（PDF）"
    )
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument(
        "--key", "--public", dest="key", type=Path, metavar="CRT", help="机构公布的签名证书（PEM）"
    )
    check.add_argument("--fingerprint", metavar="SHA256", help="机构公布的签名证书指纹")
    check.set_defaults(run=run_verify)
    for verb in (taken, put, check):
        verb.add_argument("--json", action="store_true", help="一行输出，供程序读取")


def run_decode(chosen: argparse.Namespace) -> int:
    """returns: 0, or 1 with the reason when it is not a certificate number."""
    try:
        parts = decode(chosen.number)
    except BadNumber as reason:
        return _refused(reason, as_json=chosen.json)
    content = parts.as_json()
    text = (
        f"{parts.text} 是格式正确的证书编号：{content['category_name']}，"
        f"机构代码 {parts.agency}（{parts.filed_with}），{content['province_name']}，"
        f"站点序列码 {parts.site}，20{parts.year} 年，{content['level_name']}，"
        f"第 {content['serial']} 号。"
    )
    answer(content, text, as_json=chosen.json)
    return 0


def run_encode(chosen: argparse.Namespace) -> int:
    """returns: 0, or 1 with the reason when the parts make no number."""
    try:
        number = encode(
            prefix=chosen.prefix, year=chosen.year, level=chosen.level, serial=chosen.serial
        )
    except BadNumber as reason:
        return _refused(reason, as_json=chosen.json)
    answer({"number": number}, number, as_json=chosen.json)
    return 0


def run_verify(chosen: argparse.Namespace) -> int:
    """returns: 0 the original, signed by the agency named; 1 anything else."""
    content = chosen.file.read_bytes()
    certificate, whose = _signer(chosen, content)
    if certificate is None:
        verdict, digest = PdfVerdict((UNREAD,)), ""
    else:
        verdict = verify_pdf(content, certificate=certificate)
        digest = certificate.fingerprint(hashes.SHA256()).hex()
    reasons = list(verdict.reasons)
    if certificate is not None and not whose and not reasons:
        reasons.append(
            "签名完好，但没有核对签名者：请用 --key 给出机构公布的签名证书，"
            "或用 --fingerprint 给出其指纹。"
        )
    if chosen.fingerprint and certificate is not None and digest != _plain(chosen.fingerprint):
        reasons.insert(0, "签名者不是本机构：签名证书的指纹与给出的不同。")
    content_json = {
        "ok": not reasons,
        "fingerprint": digest,
        "signed_at": verdict.signed_at.isoformat() if verdict.signed_at else None,
        "problems": reasons,
    }
    told = _told(digest, verdict, reasons)
    answer(content_json, told, as_json=chosen.json)
    return 1 if reasons else 0


def _signer(chosen: argparse.Namespace, content: bytes) -> tuple[x509.Certificate | None, bool]:
    """returns: the certificate to check by, and whether the checker brought what identifies it."""
    if chosen.key:
        try:
            return x509.load_pem_x509_certificate(chosen.key.read_bytes()), True
        except ValueError as error:
            raise ValueError(f"{chosen.key} 不是 PEM 格式的签名证书。") from error
    try:
        signatures = PdfFileReader(BytesIO(content)).embedded_signatures
        embedded = x509.load_der_x509_certificate(signatures[0].signer_cert.dump())
    except UNREADABLE:
        return None, False
    return embedded, bool(chosen.fingerprint)


def _told(digest: str, verdict: PdfVerdict, reasons: list[str]) -> str:
    lines = []
    if digest:
        lines.append("已核对：签名者、签名值、文件内容、签名覆盖整个文件、签发后不得改动的限制。")
        lines.append(f"签名证书指纹（SHA-256）：{digest}")
    if verdict.signed_at:
        lines.append(f"签名时间（签名者陈述）：{verdict.signed_at.isoformat()}")
    if reasons:
        return "\n".join([*lines, "核验不通过。", *(f"- {reason}" for reason in reasons)])
    lines.append(
        "核验通过：文件是机构签发的原件，签发后没有改动。是否已撤销请在机构的证书查验页面查询。"
    )
    return "\n".join(lines)


def _plain(fingerprint: str) -> str:
    return fingerprint.replace(":", "").replace(" ", "").lower()


def _refused(reason: BadNumber, *, as_json: bool) -> int:
    if as_json:
        answer({"ok": False, "reason": str(reason)}, "", as_json=True)
    else:
        print(reason, file=sys.stderr)
    return 1
