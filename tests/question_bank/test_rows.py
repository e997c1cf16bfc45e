"""A file is read whole: every row becomes an item or says what to mend."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.cards import Component, Kind, Ref
from question_bank.formats import cells
from question_bank.formats.columns import ITEM_COLUMNS, SPEC_COLUMNS, Fault
from question_bank.formats.rows import read_items
from question_bank.formats.spec_rows import read_spec
from question_bank.items import RubricLine
from question_bank.soundness import MARKED
from tests.question_bank.make import SINGLE

ROW = {column.key: column.example for column in ITEM_COLUMNS}


def read(*rows, **over):
    return read_items(list(enumerate([{**ROW, **row} for row in rows], start=3)), **over)


def test_the_example_row_of_the_template_is_a_sound_item():
    reading = read({})
    (item,) = reading.items
    assert (reading.total, reading.faults, reading.refused) == (1, (), 0)
    assert item.question == replace(SINGLE, explanation="建立劳动关系，应当订立书面劳动合同。")
    card = item.card(UUID(int=5), level=3)
    assert (card.ref, card.point_code, card.kind) == (Ref(UUID(int=5), 1), "B-A-001", Kind.SINGLE)
    assert (card.component, card.difficulty, card.marks) == (Component.THEORY, 3, None)


def test_what_office_people_write_is_understood():
    reading = read(
        {
            "point_code": "b—a-００1",
            "kind": "多项选择题",
            "difficulty": "较难",
            "option_a": "A．口头",
            "option_b": "（B）书面",
            "option_e": "默示",
            "answer": "c、ａ，D",
            "marks": 2.0,
        },
        {"kind": "判断", "answer": "错", "difficulty": 5, **dict.fromkeys(options(), None)},
        {
            "kind": "案例分析",
            "component": "技能",
            "stem": "案情\r\n　第二段",
            "answer": "违法",
            "marks": "15 分",
            "rubric": "1. 指出违法（5分）\n说明后果：10分。",
            **dict.fromkeys(options(), ""),
        },
    )
    many, judged, case = reading.items
    assert reading.faults == ()
    assert (many.point_code, many.kind, many.difficulty) == ("B-A-001", Kind.MULTIPLE, 4)
    assert (many.question.answer, many.marks) == ("ACD", Decimal(2))
    assert many.question.options == ("口头", "书面", "电子", "格式", "默示")
    assert (judged.question.answer, judged.question.options) == ("×", ())
    assert (case.component, case.marks) == (Component.SKILL, Decimal(15))
    assert case.question.stem == "案情\n第二段"
    assert case.question.rubric == (
        RubricLine("1. 指出违法", Decimal(5)),
        RubricLine("说明后果", Decimal(10)),
    )


def options():
    return [f"option_{letter}" for letter in "abcde"]


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({"point_code": "甲"}, [("鉴定点代码", "鉴定点代码“甲”不符合“A-B-C-001”的写法")]),
        (
            {"point_code": "B-A-009"},
            [("鉴定点代码", "鉴定点“B-A-009”不在细目表中，请核对或先补细目表")],
        ),
        ({"kind": "填空"}, [("题型", "不认识题型“填空”，请填单选、多选、判断、简答、案例之一")]),
        (
            {"component": "面试"},
            [("科目", "不认识科目“面试”，请填理论知识考试、技能考核、综合评审之一")],
        ),
        ({"difficulty": 6}, [("难度", "难度须为 1（易）至 5（难），现填“6”")]),
        ({"difficulty": ""}, [("难度", "难度须为 1（易）至 5（难），现填“”")]),
        ({"marks": "-1"}, [("配分", "配分须为大于 0、不超过 1000 的数，最多一位小数，现填“-1”")]),
        (
            {"marks": "0.25"},
            [("配分", "配分须为大于 0、不超过 1000 的数，最多一位小数，现填“0.25”")],
        ),
        ({"marks": "nan"}, [("配分", "配分须为大于 0、不超过 1000 的数，最多一位小数，现填“nan”")]),
        (
            {"marks": "1E999999"},
            [("配分", "配分须为大于 0、不超过 1000 的数，最多一位小数，现填“1E999999”")],
        ),
        (
            {"rubric": "指出违法"},
            [("评分标准", "评分标准第 1 行没有写明分值，写法如“指出约定违法（5分）”")],
        ),
        ({"option_c": "", "answer": "F"}, [("", "答案“F”没有对应的选项"), ("", "选项 C 为空")]),
        ({"stem": "机密★启用前"}, [("", MARKED)]),
        (
            {"stem": "", "difficulty": "x"},
            [("难度", "难度须为 1（易）至 5（难），现填“x”"), ("", "题干为空，请填写题干")],
        ),
    ],
)
def test_each_fault_names_its_row_and_column(over, expected):
    reading = read(over, points={"B-A-001"})
    assert list(reading.faults) == [Fault(3, column, reason) for column, reason in expected]
    assert (reading.items, reading.total, reading.refused) == ((), 1, 1)


def test_of_duplicates_in_a_file_the_first_one_stands():
    again = {"option_a": "书面", "option_b": "口头", "answer": "A", "explanation": ""}
    reading = read({}, again, {"stem": "另一题（ ）"})
    assert [item.row for item in reading.items] == [3, 5]
    assert reading.faults == (Fault(4, "题干", "与第 3 行的题干和选项相同，请删去一行"),)


cell_values = st.one_of(
    st.none(), st.text(max_size=20), st.integers(-9, 99), st.floats(), st.sampled_from("ABCD√×3")
)


@given(
    rows=st.lists(
        st.fixed_dictionaries({}, optional={c.key: cell_values for c in ITEM_COLUMNS}), max_size=6
    )
)
def test_whatever_comes_in_is_counted_out(rows):
    reading = read(*rows)
    assert reading.total == len(rows) == len(reading.items) + reading.refused
    assert not {item.row for item in reading.items} & {fault.row for fault in reading.faults}


@pytest.mark.parametrize(
    ("value", "of", "expected"),
    [
        ("（B）", Kind.SINGLE, "B"),
        ("D C", Kind.MULTIPLE, "CD"),
        ("AA", Kind.MULTIPLE, "AA"),
        ("甲", Kind.SINGLE, "甲"),
        ("正确", Kind.TRUE_FALSE, "√"),
        ("x", Kind.TRUE_FALSE, "×"),
        ("或许", Kind.TRUE_FALSE, "或许"),
        (" 依法 ", Kind.SHORT, "依法"),
    ],
)
def test_answers_are_normalised_by_kind(value, of, expected):
    assert cells.answer(value, of) == expected


SPEC_ROWS = [
    {"code": "A", "name": "职业道德", "weight": 30.0},
    {"code": "A-001", "name": "职业守则", "importance": "x"},
    {"code": "B", "name": "劳动合同管理", "weight": "70%"},
    {"code": "B-001", "name": "合同订立", "importance": "Y"},
]


def spec_of(rows):
    return read_spec(list(enumerate(rows, start=2)), level=3, component=Component.THEORY)


def test_a_table_of_specification_is_read_in_its_order():
    reading = spec_of(SPEC_ROWS)
    assert (reading.total, reading.faults) == (4, ())
    assert [(r.code, r.weight) for r in reading.spec.ranges] == [("A", 30), ("B", 70)]
    assert [(p.code, p.importance) for p in reading.spec.points] == [("A-001", "X"), ("B-001", "Y")]
    assert {column.key for column in SPEC_COLUMNS} == {"code", "name", "weight", "importance"}


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        (
            {"weight": "x"},
            Fault(2, "比重", "比重须为大于 0、不超过 1000 的数，最多一位小数，现填“x”"),
        ),
        ({"weight": 31}, Fault(0, "", "各鉴定范围比重合计为 101，应为 100")),
        ({"name": ""}, Fault(2, "名称", "名称为空，请填写")),
        (
            {"importance": "X"},
            Fault(2, "", "鉴定范围只填比重，鉴定点只填重要程度，请二选一"),
        ),
        (
            {"weight": "", "importance": "W"},
            Fault(2, "重要程度", "重要程度须为 X、Y、Z，现填“W”"),
        ),
    ],
)
def test_a_faulty_table_is_no_table(over, expected):
    reading = spec_of([{**SPEC_ROWS[0], **over}, *SPEC_ROWS[1:]])
    assert (reading.spec, reading.faults) == (None, (expected,))
