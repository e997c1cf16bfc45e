"""Reading workbooks and CSV: every error of every row, in words, or the exact values."""

from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

import pytest

from examsys.kernel.cells import NUMERIC_ID
from examsys.kernel.errors import Invalid
from examsys.kernel.sheets import RowError, SheetContent, read_rows
from tests.kernel.sheetmake import GOOD, PEOPLE, TITLES, workbook

EMPTY = {"born_on": None, "level": None, "years": None, "score": None}


def test_a_good_row_in_all_kinds():
    content = workbook(["李四", "11010519491231002X", date(1949, 12, 31), "三级", 12, 88.5])
    assert read_rows(content, PEOPLE) == SheetContent(
        rows=[
            (
                2,
                {
                    "name": "李四",
                    "id_number": "11010519491231002X",
                    "born_on": date(1949, 12, 31),
                    "level": "三级",
                    "years": 12,
                    "score": Decimal("88.5"),
                },
            )
        ],
        errors=[],
        sha256=sha256(content).hexdigest(),
        total=1,
    )


def test_a_path_is_read_like_its_bytes(tmp_path):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(workbook(GOOD))
    assert read_rows(path, PEOPLE) == read_rows(path.read_bytes(), PEOPLE)


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        (["", "1"], "姓名", "必填项为空，请填写。"),
        (["李四", None], "证件号码", "必填项为空，请填写。"),
        (["李四", 110105194912310021], "证件号码", NUMERIC_ID),
        (["李四", 1], "证件号码", NUMERIC_ID),
        (["李四", "1.10105E+17"], "证件号码", NUMERIC_ID),
        (["李四", date(2026, 1, 1)], "证件号码", NUMERIC_ID),
        (["李" * 21, "1"], "姓名", "有 21 个字，最多 20 个字：请缩短后重新填写。"),
        (
            ["李\ue863", "1"],
            "姓名",
            "含有自造字（U+E863），其他电脑上无法显示：请改为“䶮”。",
        ),
        (
            ["李\ue000", "1"],
            "姓名",
            "含有自造字（U+E000），其他电脑上无法显示：请用新版输入法重新输入该字。",
        ),
        (["李四", "1", "明天"], "出生日期", "“明天”不是日期：请按 2026-11-21 的样式填写。"),
        (["李四", "1", "2026-02-29"], "出生日期", "“2026-02-29”不是存在的日期，请核对。"),
        (["李四", "1", 46347], "出生日期", "“46347”不是日期：请按 2026-11-21 的样式填写。"),
        (["李四", "1", "", "五级"], "级别", "“五级”不在可选范围内：请从 三级、四级 中选择。"),
        (["李四", "1", "", "", 1.5], "从业年限", "“1.5”不是整数：请填写整数。"),
        (["李四", "1", "", "", "十二"], "从业年限", "“十二”不是数字：请填写数字。"),
        (["李四", "1", "", "", "", "NaN"], "成绩", "“NaN”不是可用的数字：请核对后重新填写。"),
        (["李四", "1", "", "", "", "1e99"], "成绩", "“1e99”不是可用的数字：请核对后重新填写。"),
        ([True, "1"], "姓名", "单元格是逻辑值（TRUE/FALSE）：请改为文字后重新填写。"),
    ],
)
def test_a_bad_cell_is_named(cells, column, reason):
    content = read_rows(workbook(cells), PEOPLE)
    assert (content.rows, content.errors, content.total) == ([], [RowError(2, column, reason)], 1)


@pytest.mark.parametrize(
    "written",
    [
        date(2026, 11, 21), datetime(2026, 11, 21, 9, 30), "2026-11-21", "2026/11/21", "20261121",
        "2026.11.21", "2026年11月21日", "２０２６－１１－２１", 20261121, " 2026-11-21 ",
    ],
)  # fmt: skip
def test_days_in_all_their_spellings(written):
    content = read_rows(workbook([*GOOD, written]), PEOPLE)
    assert content.errors == []
    assert content.rows[0][1]["born_on"] == date(2026, 11, 21)


def test_text_is_normalised_but_names_stay_themselves():
    cells = ["\u3000\u200b𠮷·e\u0301\uf92d\ufeff ", " １１０１０５１９４９１２３１００２ｘ\u00a0"]
    row = read_rows(workbook(cells), PEOPLE).rows[0][1]
    assert (row["name"], row["id_number"]) == ("𠮷·é\uf92d", "11010519491231002x")


def test_a_number_in_a_text_column_reads_as_it_looks():
    assert read_rows(workbook([2019, "1"]), PEOPLE).rows[0][1]["name"] == "2019"


def test_all_errors_of_all_rows_at_once():
    content = read_rows(workbook(GOOD, ["", 7], ["王五", "2", "x"]), PEOPLE)
    assert [str(error) for error in content.errors] == [
        "第 3 行“姓名”：必填项为空，请填写。",
        f"第 3 行“证件号码”：{NUMERIC_ID}",
        "第 4 行“出生日期”：“x”不是日期：请按 2026-11-21 的样式填写。",
    ]
    assert [number for number, _ in content.rows] == [2]
    assert content.total == 3


def test_a_repeated_key_is_found_whatever_its_case():
    content = read_rows(workbook(GOOD, ["王五", "9"], ["李四", "11010519491231002x"]), PEOPLE)
    assert content.errors == [
        RowError(4, "证件号码", "与第 2 行重复：同一文件中只能出现一次，请删除其中一行。")
    ]
    assert [number for number, _ in content.rows] == [2, 3]


def test_headings_in_any_order_without_stars_and_with_an_old_result():
    content = workbook(["x", "9", "李四"], titles=["导入结果", "证件号码", " 姓 名（必填）"])
    assert read_rows(content, PEOPLE).rows == [(2, {"name": "李四", "id_number": "9", **EMPTY})]


def test_wrong_headings_are_all_reported():
    content = workbook(["a", "b", "c"], titles=["姓名", "姓名", "爱好"])
    assert read_rows(content, PEOPLE).errors == [
        RowError(1, "证件号码", "缺少这一列：请在表头行补上，或使用下载的模板。"),
        RowError(1, "爱好", "模板里没有这一列：请删除该列，或改为模板的列名。"),
        RowError(1, "姓名", "列名重复：请只保留一列。"),
    ]


def test_no_headings_at_all():
    with pytest.raises(
        Invalid, match="没有找到表头行：请使用下载的模板，保留列名（姓名、证件号码）。"
    ):
        read_rows(workbook(["a"], titles=["b"]), PEOPLE)


def test_headings_but_no_rows():
    with pytest.raises(Invalid, match="没有数据行"):
        read_rows(workbook(), PEOPLE)


def test_row_numbers_are_those_of_the_file():
    content = read_rows(workbook([], GOOD, [], [], ["王五", "2"]), PEOPLE)
    assert [number for number, _ in content.rows] == [3, 6]


def test_the_first_visible_sheet_is_read():
    assert len(read_rows(workbook(GOOD, hidden_first=True), PEOPLE).rows) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_in_every_encoding(encoding, separator):
    lines = [TITLES[:2], ["𠮷㐂", "11010519491231002X"]]
    text = "\r\n".join(separator.join(line) for line in lines)
    row = read_rows(text.encode(encoding), PEOPLE).rows[0][1]
    assert (row["name"], row["id_number"]) == ("𠮷㐂", "11010519491231002X")


def test_csv_with_the_template_rows_above():
    text = "每人一行，请勿改动表头。\n姓名*,证件号码*\n李四,9\n"
    assert read_rows(text.encode("gb18030"), PEOPLE).rows == [
        (3, {"name": "李四", "id_number": "9", **EMPTY})
    ]
