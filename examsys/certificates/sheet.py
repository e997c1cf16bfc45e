"""The data sheet for 上网备案, and the one-page summary that is signed and sent with it.

source: domain §9.4: eleven columns in this order, type code 201, level as a digit, `Sheet1`.
"""

from collections.abc import Sequence

from examsys.certificates import printed
from examsys.certificates.models import Certificate, Upload
from examsys.kernel.exports import export_xlsx
from examsys.kernel.pdf import render_pdf

COLUMNS = (
    "姓名", "证件类型", "证件号码", "所在单位", "职业名称", "工种名称", "职业技能等级", "证书编号",
    "发证日期", "评价机构", "发证机构",
)  # fmt: skip
SHEET = "Sheet1"


def make(certificates: Sequence[Certificate]) -> bytes:
    """The sheet as the national system takes it; every cell is text.

    raises: question_bank.errors.BankError when a record is not what was stored.
    """
    return export_xlsx(SHEET, COLUMNS, [_row(printed.open_row(one)) for one in certificates])


def _row(says: printed.Printed) -> tuple[str, ...]:
    return (
        says.name,
        printed.ID_TYPE_CODE,
        says.id_number,
        says.employer,
        says.occupation,
        says.trade,
        str(says.level),
        says.number,
        says.issued_on.isoformat(),
        says.agency,
        says.agency,
    )


def summary_pdf(upload: Upload, certificates: Sequence[Certificate]) -> bytes:
    """The summary: occupation, trade, level, count, first and last number, fingerprint."""
    says = printed.open_row(certificates[0])
    return render_pdf(
        "certificates/print/summary.html",
        identifier=f"certificate-upload-{upload.id}",
        title="职业技能等级证书数据汇总表",
        upload=upload,
        says=says,
        first=certificates[0].number,
        last=certificates[-1].number,
    )
