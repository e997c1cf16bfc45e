"""Signed PDFs: the original passes with public material alone, anything else says why not."""

import io
from datetime import UTC, datetime

import pytest
from cryptography import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from examsys.kernel.keys import create
from examsys.kernel.pdf import html_to_pdf
from examsys.kernel.pdfsign import PdfVerdict, sign_pdf, verify_pdf

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def plain():
    return html_to_pdf("<p>职业技能等级证书</p>", identifier="c-1")


@pytest.fixture(scope="module")
def signed(keys, plain):
    return sign_with(keys, plain)


def sign_with(keys, content):
    return sign_pdf(
        content,
        key=keys.certificate_key,
        certificate=keys.certificate,
        at=AT,
        reason="职业技能等级证书签发",
        location="北京",
    )


def test_the_original_passes_with_the_public_certificate(keys, signed):
    public = keys.public_material()["certificate-signing.crt"]
    certificate = x509.load_pem_x509_certificate(public)
    assert verify_pdf(signed, certificate=certificate) == PdfVerdict((), AT)
    assert verify_pdf(signed, certificate=certificate).passed is True


def test_what_is_written_into_the_signature(signed):
    signature = PdfFileReader(io.BytesIO(signed)).embedded_signatures[0]
    assert signature.sig_object["/Reason"] == "职业技能等级证书签发"
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.docmdp_level.value == 1


def test_appended_bytes_do_not_pass(keys, signed):
    for junk in (b"\n", b"x", b"%%EOF\n", signed[-200:]):
        verdict = verify_pdf(signed + junk, certificate=keys.certificate)
        assert verdict.passed is False


def test_an_incremental_update_does_not_pass(keys, signed):
    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    writer.root["/Extra"] = writer.root["/Type"]
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    reasons = verify_pdf(out.getvalue(), certificate=keys.certificate).reasons
    assert "签名没有覆盖整个文件：签名之后追加了内容。" in reasons


def test_any_changed_byte_does_not_pass(keys, signed):
    whole = bytearray(signed)
    for place in range(0, len(whole), 997):
        whole[place] ^= 0x01
        assert verify_pdf(bytes(whole), certificate=keys.certificate).passed is False, place
        whole[place] ^= 0x01


def test_another_agencys_signature_does_not_pass(keys, plain, tmp_path):
    other = create(tmp_path)
    verdict = verify_pdf(sign_with(other, plain), certificate=keys.certificate)
    assert verdict.reasons == ("签名者不是本机构：签名所用证书与公布的证书不同。",)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"x" * 2000])
def test_no_pdf(keys, content):
    assert verify_pdf(content, certificate=keys.certificate).reasons == (
        "文件不是完好的 PDF，或签名数据已损坏，无法校验。",
    )


def test_unsigned(keys, plain):
    assert verify_pdf(plain, certificate=keys.certificate).reasons == ("文件上没有数字签名。",)


def test_no_byte_of_the_signature_itself_can_be_spelled_differently(keys, signed):
    signature = PdfFileReader(io.BytesIO(signed)).embedded_signatures[0]
    _, start, end, _ = (int(number) for number in signature.sig_object["/ByteRange"])
    for place in (start, start + 1, *range(start + 40, end, 151), end - 2, end - 1):
        for bit in (0x01, 0x20):
            changed = bytearray(signed)
            changed[place] ^= bit
            assert not verify_pdf(bytes(changed), certificate=keys.certificate).passed, place
