"""The certificate on paper: A4, every required field, signed so that any later change shows.

source: 人社鉴发〔2021〕1号, domain §9.3.
"""

from datetime import datetime

from examsys.certificates import printed
from examsys.certificates.models import Certificate
from examsys.kernel import files, pii
from examsys.kernel.errors import Conflict
from examsys.kernel.glyphs import Unprintable
from examsys.kernel.pdf import jpeg_data_uri, png_data_uri, qr_svg_data_uri, render_pdf

REASON = "签发职业技能等级证书"


def signed_pdf(row: Certificate, *, at: datetime) -> bytes:
    """raises: Conflict naming the person: a character without a glyph, a changed photo."""
    from examsys.kernel.pdfsign import sign_pdf

    says = printed.open_row(row)
    try:
        plain = plain_pdf(says)
    except Unprintable as refusal:
        raise Conflict(f"{says.name}（{says.number}）的证书不能打印：{refusal}") from refusal
    keys = pii.keys()
    # Here and not above: the signing library takes a second to load.

    return sign_pdf(
        plain,
        key=keys.certificate_key,
        certificate=keys.certificate,
        at=at,
        reason=REASON,
    )


def plain_pdf(says: printed.Printed) -> bytes:
    """The unsigned paper; equal input gives equal bytes."""
    return render_pdf(
        "certificates/print/certificate.html",
        identifier=f"certificate-{says.number}",
        title=f"{says.title} {says.number}",
        says=says,
        photo=jpeg_data_uri(_photo(says)),
        qr=qr_svg_data_uri(says.verify_url),
        seal=_seal(says),
        fields=fields(says),
    )


def fields(says: printed.Printed) -> list[tuple[str, str]]:
    """The entries in their order."""
    return [
        ("姓名", says.name),
        ("证件类型", says.id_type),
        ("证件号码", says.id_number),
        ("职业名称", says.occupation),
        ("工种/职业方向", says.trade),
        ("职业技能等级", says.level_words),
        ("证书编号", says.number),
    ]


def _photo(says: printed.Printed) -> bytes:
    kept = files.kept_file(says.photo_uuid)
    if kept.sha256 != says.photo_sha256:
        raise Conflict(f"{says.name}的照片与发证时不一致，证书没有制作。请核查审计日志。")
    return files.read(kept)


def _seal(says: printed.Printed) -> str | None:
    if says.seal_uuid is None:
        return None
    return png_data_uri(files.read(files.kept_file(says.seal_uuid)))
