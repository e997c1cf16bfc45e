"""The paper and the sheet: every required field, A4, and a signature that nothing survives."""

import subprocess
import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook

from examsys.certificates import printed, printing, service, sheet
from examsys.cli import main
from examsys.kernel import clock, files, pii
from examsys.kernel.pdfsign import verify_pdf
from examsys.kernel.work import unit_of_work
from tests.certificates.make import PREPARER, make_certificates, make_certifying, make_passed

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def one():
    batch = make_certifying(0)
    make_passed(batch, name="古丽扎尔·买买提江", employer="")
    return make_certificates(batch)[0]


def content_of(row):
    return files.read(files.kept_file(row.pdf_uuid))


def words_of(content, tmp_path):
    path = tmp_path / "c.pdf"
    path.write_bytes(content)
    shown = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    return shown.stdout


def test_every_required_field_is_on_the_paper(one, tmp_path):
    words = words_of(content_of(one), tmp_path)
    says = printed.open_row(one)
    for label, value in printing.fields(says):
        assert label in words
        assert value in words
    for text in (
        "职业技能等级证书",
        "本证书表明持证人通过本机构组织的职业技能等级认定",
        "之江劳动关系评价中心",
        "二〇二六年十一月二十一日",
        "三级/高级工",
        "--",
        "http://jndj.osta.org.cn",
        "http://pjjg.osta.org.cn",
        one.check_code,
    ):
        assert text in words
    assert "印章" not in words


def test_it_is_one_sheet_of_a4_and_equal_each_time(one, tmp_path):
    says = printed.open_row(one)
    plain = printing.plain_pdf(says)
    assert plain == printing.plain_pdf(says)
    path = tmp_path / "c.pdf"
    path.write_bytes(plain)
    info = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    assert "Pages:           1" in info
    assert "(A4)" in info
    assert says.id_number not in info


def test_a_flipped_byte_or_an_appended_one_is_refused(one):
    content, public = content_of(one), pii.keys().certificate
    assert verify_pdf(content, certificate=public).passed
    for place in range(100, len(content), len(content) // 12):
        changed = bytearray(content)
        changed[place] ^= 1
        assert not verify_pdf(bytes(changed), certificate=public).passed, place
    assert not verify_pdf(content + b"\n", certificate=public).passed


def test_verify_certificate_says_what_was_checked(one, tmp_path, capsys):
    crt, pdf = tmp_path / "agency.crt", tmp_path / "c.pdf"
    crt.write_bytes(pii.keys().public_material()["certificate-signing.crt"])
    pdf.write_bytes(content_of(one))
    assert main(["verify", "certificate", str(pdf), "--key", str(crt)]) == 0
    assert "核验通过" in capsys.readouterr().out
    assert main(["verify", "certificate", str(pdf)]) == 0
    assert "签名证书取自文件自身，请与机构公布的指纹核对" in capsys.readouterr().out
    pdf.write_bytes(content_of(one) + b"x")
    assert main(["verify", "certificate", str(pdf), "--key", str(crt)]) == 1
    assert "追加了内容" in capsys.readouterr().out


@pytest.mark.parametrize(("right", "code"), [(True, 0), (False, 1)])
def test_a_published_fingerprint_identifies_the_signer(one, tmp_path, capsys, right, code):
    from cryptography.hazmat.primitives import hashes

    digest = pii.keys().certificate.fingerprint(hashes.SHA256()).hex(":").upper()
    pdf = tmp_path / "c.pdf"
    pdf.write_bytes(content_of(one))
    given = digest if right else "00" + digest[2:]
    assert main(["verify", "certificate", str(pdf), "--fingerprint", given]) == code
    assert ("核验通过" in capsys.readouterr().out) is right


def test_what_is_no_pdf_is_told_so(tmp_path, capsys):
    path = tmp_path / "c.pdf"
    for content in (b"", b"%PDF-1.7\n", b"hello" * 100):
        path.write_bytes(content)
        assert main(["verify", "certificate", str(path)]) == 1
        assert "核验不通过" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["decode", "S000033000123253000001"], 0, "第 1 号"),
        (["decode", "Y0041GD0000012603001001"], 1, "共 23 位"),
        (["decode", "S000033000123253000000"], 1, "自 000001 起"),
        (
            [
                *[
                    "encode",
                    "--prefix",
                    "S000033000123",
                    "--year",
                    "2026",
                    "--level",
                    "3",
                    "--serial",
                    "7",
                ]
            ],
            0,
            "S000033000123263000007",
        ),
        (
            [
                *[
                    "encode",
                    "--prefix",
                    "J000033000123",
                    "--year",
                    "2026",
                    "--level",
                    "3",
                    "--serial",
                    "7",
                ]
            ],
            1,
            "前缀",
        ),
    ],
)
def test_the_certificate_number_verbs(capsys, arguments, code, words):
    assert main(["certificate-number", *arguments]) == code
    told = capsys.readouterr()
    assert words in told.out + told.err


def test_the_upload_sheet_has_the_eleven_columns_as_text(one):
    with unit_of_work():
        made = service.make_sheet(one.batch, actor=PREPARER, at=clock.now())
    content, name = service.disclose_sheet(made, reason="上传", actor=PREPARER, at=clock.now())
    assert name == f"证书数据-{one.batch.number}-2026-11-21.xlsx"
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["Sheet1"]
    heading, row = list(book["Sheet1"].iter_rows(values_only=True))
    assert heading == sheet.COLUMNS
    says = printed.open_row(one)
    assert row == (
        "古丽扎尔·买买提江",
        "201",
        says.id_number,
        "其他",
        "劳动关系协调师",
        "--",
        "3",
        one.number,
        "2026-11-21",
        "之江劳动关系评价中心",
        "之江劳动关系评价中心",
    )


def test_the_package_holds_the_signed_originals(one):
    content, name = service.disclose_package(
        one.batch, part=1, reason="打印", actor=PREPARER, at=clock.now()
    )
    assert name == f"证书-{one.batch.number}-1.zip"
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.namelist() == [f"{one.number}.pdf"]
        assert archive.read(f"{one.number}.pdf") == content_of(one)
