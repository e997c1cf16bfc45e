"""Templates and error reports: what we hand out can be read back, and says what is wrong."""

import io

import openpyxl
import pytest

from examsys.kernel.errors import Invalid
from examsys.kernel.sheets import (
    Column,
    RowError,
    SheetSpec,
    error_workbook,
    read_rows,
    template_xlsx,
)
from examsys.kernel.sheetwrite import sheet_name
from tests.kernel.sheetmake import GOOD, PEOPLE, workbook


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_template_shows_note_headings_and_example():
    sheet = opened(template_xlsx(PEOPLE)).worksheets[0]
    assert sheet.title == "人员名单"
    assert sheet["A1"].value.startswith("每人一行。")
    assert [cell.value for cell in sheet[2]] == [
        "姓名*", "证件号码*", "出生日期", "级别", "从业年限", "成绩",
    ]  # fmt: skip
    assert [sheet["A3"].value, sheet["B3"].value] == ["张三", "110105194912310021"]
    assert sheet.column_dimensions["B"].width >= 16


def test_template_keeps_numbers_as_text_and_offers_choices():
    book = opened(template_xlsx(PEOPLE))
    sheet = book.worksheets[0]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["D3:D5001"].formula1 == "字典!$D$1:$D$2"
    assert rules["D3:D5001"].prompt == "只办理两级"
    assert book["字典"].sheet_state == "hidden"
    assert [cell.value for cell in book["字典"]["D"]] == ["三级", "四级"]
    assert sheet["B3"].number_format == "@"


def test_template_as_downloaded_has_nothing_to_import():
    with pytest.raises(Invalid, match="没有数据行"):
        read_rows(template_xlsx(PEOPLE), PEOPLE)


def test_template_filled_in_reads_without_its_example():
    book = opened(template_xlsx(PEOPLE))
    sheet = book.worksheets[0]
    sheet["A4"], sheet["B4"], sheet["D4"] = *GOOD, "四级"
    out = io.BytesIO()
    book.save(out)
    content = read_rows(out.getvalue(), PEOPLE)
    assert (content.errors, content.total) == ([], 1)
    assert content.rows[0][0] == 4
    assert content.rows[0][1]["level"] == "四级"


def test_template_is_the_same_each_time():
    assert template_xlsx(PEOPLE) == template_xlsx(PEOPLE)


def test_template_of_one_column():
    spec = SheetSpec("名单:甲/乙", "说明", (Column("name", "姓名"),))
    assert opened(template_xlsx(spec)).worksheets[0].title == "名单 甲 乙"
    assert sheet_name("[]") == "Sheet1"
    assert len(sheet_name("长" * 40)) == 31


def test_error_report_is_the_users_own_file_marked():
    original = workbook(GOOD, ["王五", 7])
    errors = [*read_rows(original, PEOPLE).errors, RowError(3, "", "已报名本批次。")]
    book = opened(error_workbook(original, PEOPLE, errors))
    sheet = book["名单"]
    assert sheet["B3"].fill.start_color.rgb == "00FFC7CE"
    assert sheet["B3"].comment.text == errors[0].reason
    assert sheet["A3"].comment is None
    assert sheet["G1"].value == "导入结果"
    assert sheet["G2"].value is None
    assert sheet["G3"].value == f"证件号码：{errors[0].reason}；已报名本批次。"
    assert sheet["B2"].value == GOOD[1]


def test_error_report_can_be_corrected_and_sent_again():
    original = workbook(["王五", 7])
    report = error_workbook(original, PEOPLE, read_rows(original, PEOPLE).errors)
    again = error_workbook(report, PEOPLE, read_rows(report, PEOPLE).errors)
    sheet = opened(again)["名单"]
    assert [cell.value for cell in sheet[1]][-2:] == ["成绩", "导入结果"]
    sheet["B2"].value = "9"
    out = io.BytesIO()
    sheet.parent.save(out)
    assert read_rows(out.getvalue(), PEOPLE).errors == []


def test_error_report_of_wrong_headings():
    original = workbook(["a", "b"], titles=["姓名", "爱好"])
    report = error_workbook(original, PEOPLE, read_rows(original, PEOPLE).errors)
    cells = opened(report)["名单"][1]
    assert "证件号码：缺少这一列" in cells[2].value
    assert cells[1].comment is None


def test_error_report_of_a_csv():
    original = "姓名,证件号码\n=1+1,9\n王五,\n".encode("gb18030")
    report = error_workbook(original, PEOPLE, read_rows(original, PEOPLE).errors)
    sheet = opened(report)["人员名单"]
    assert [cell.value or None for cell in sheet[2]] == ["=1+1", "9", None]
    assert sheet["A2"].data_type == "s"
    assert [cell.value or None for cell in sheet[3]] == [
        "王五",
        None,
        "证件号码：必填项为空，请填写。",
    ]
    assert sheet["B3"].comment.text == "必填项为空，请填写。"
