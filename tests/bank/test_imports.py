"""Workbooks of items and of tables: good, bad, twice; and tables edited by hand."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from sqlalchemy import select

from examsys.bank import queries, service
from examsys.bank.workbook import ITEMS, SPEC
from examsys.kernel import clock as wall
from examsys.kernel.actor import Actor
from examsys.kernel.db import db as database
from examsys.kernel.errors import Conflict, Stale
from examsys.kernel.files import KeptFile
from examsys.kernel.work import unit_of_work
from examsys.rules.states import Component, SpecState
from question_bank import Importance, Range
from tests import make

OFFICE = Actor(name="office", roles=("item_office",))
pytestmark = pytest.mark.usefixtures("app")
SOUND = {
    "鉴定点代码": "B-A-001",
    "题型": "单选",
    "难度": "3",
    "题干": "建立劳动关系应当订立（ ）劳动合同。",
    "选项A": "口头",
    "选项B": "书面",
    "选项C": "电子",
    "选项D": "格式",
    "答案": "B",
    "解析": "应当订立书面劳动合同。",
    "依据": "《劳动合同法》第十条",
}
CASE = {
    "鉴定点代码": "B-A-002",
    "科目": "技能考核",
    "题型": "案例",
    "难度": 4,
    "题干": "某公司与张某约定试用期八个月。\n请分析。",
    "答案": "约定违法。",
    "配分": 15,
    "评分标准": "指出违法（5分）\n说明依据（10分）",
}


def send(browser, content, address="/bank/import", **fields):
    data = {"level": "3", "writer_id": "", **fields, "workbook": (BytesIO(content), "试题.xlsx")}
    return browser.post(address, data=data)


def send_spec(browser, content):
    data = {"workbook": (BytesIO(content), "细目表.xlsx")}
    return browser.post("/bank/specs/3/import", data=data)


def confirm(browser, sent):
    return browser.post(f"{sent.location}confirm")


def stored():
    rows = database.session.execute(select(queries.ITEM).order_by(queries.ITEM.c.point_code))
    return [(row.point_code, row.kind, row.component, row.marks, row.status) for row in rows]


def test_a_good_workbook_comes_in_and_a_second_time_changes_nothing(client, workbook):
    make.make_spec()
    browser = client("item_office")
    content = workbook(ITEMS, [SOUND, CASE])
    sent = send(browser, content)
    assert sent.status_code == 303
    assert stored() == []
    shown = browser.get(sent.location).get_data(as_text=True)
    assert shown.count('<span class="state is-info">新增</span>') == 2
    assert confirm(browser, sent).status_code == 303
    expected = [
        ("B-A-001", "single", "theory", None, "draft"),
        ("B-A-002", "case", "skill", Decimal(15), "draft"),
    ]
    assert stored() == expected
    again = send(browser, content)
    shown = browser.get(again.location).get_data(as_text=True)
    assert shown.count('<span class="state is-plain">无变化</span>') == 2
    assert confirm(browser, again).status_code == 409
    assert stored() == expected


def test_the_uploaded_text_is_forgotten_once_it_is_in(client, workbook):
    make.make_spec()
    browser = client("item_office")
    sent = send(browser, workbook(ITEMS, [SOUND]))
    assert database.session.scalars(select(KeptFile.purpose)).all() == ["staging"]
    confirm(browser, sent)
    assert database.session.scalars(select(KeptFile.purpose)).all() == []
    assert browser.get(sent.location).status_code == 404


@pytest.mark.parametrize(
    ("over", "told"),
    [
        ({"鉴定点代码": "B-A-009"}, "鉴定点“B-A-009”不在细目表中"),
        ({"难度": "6"}, "“难度”：“6”不在可选范围内"),
        ({"选项D": None}, "单选题须有 4 个选项，现有 3 个"),
        ({"答案": "E"}, "答案“E”没有对应的选项"),
        ({"题干": "【机密】\n下列说法正确的是"}, "本系统不得存储国家秘密"),
        ({"题型": "案例"}, "缺评分标准"),
        ({"题干": None}, "“题干”：必填项为空"),
    ],
)
def test_a_bad_row_is_named_and_nothing_comes_in(client, workbook, over, told):
    make.make_spec()
    browser = client("item_office")
    sent = send(browser, workbook(ITEMS, [CASE, {**SOUND, **over}]))
    shown = browser.get(sent.location).get_data(as_text=True)
    assert told in shown
    assert confirm(browser, sent).status_code == 409
    assert stored() == []
    assert browser.get(f"{sent.location}errors").data[:2] == b"PK"


def test_duplicates_in_the_file_and_against_the_bank_are_errors(client, workbook):
    make.make_spec()
    browser = client("item_office")
    turned = {**SOUND, "选项A": "书面", "选项B": "口头", "答案": "A"}
    sent = send(browser, workbook(ITEMS, [SOUND, turned]))
    assert "与第 2 行的题干和选项相同" in browser.get(sent.location).get_data(as_text=True)
    confirm(browser, send(browser, workbook(ITEMS, [SOUND])))
    moved = {**turned, "鉴定点代码": "B-A-003"}
    sent = send(browser, workbook(ITEMS, [moved]))
    shown = browser.get(sent.location).get_data(as_text=True)
    assert "题库中已有题干和选项相同的试题，鉴定点 B-A-001" in shown
    assert len(stored()) == 1


def test_a_writer_without_appointment_is_refused_at_the_upload(client, workbook):
    make.make_spec()
    browser = client("item_office")
    person = make.make_person()
    make.make_appointment(person, role="item_writer", level=3)
    refused = send(browser, workbook(ITEMS, [SOUND]), writer_id=str(person.id))
    assert refused.status_code == 422  # no agreement: not offered, so not a valid choice
    assert stored() == []


RANGES = [
    {"代码": "A-A", "名称": "职业道德", "理论比重": 20, "技能比重": 0},
    {"代码": "B-A", "名称": "劳动合同管理", "理论比重": 80, "技能比重": 100},
]
POINTS = [
    {"代码": "A-A-001", "名称": "职业守则", "重要程度": "X"},
    {"代码": "B-A-001", "名称": "劳动合同的订立", "重要程度": "Y"},
]


def test_a_table_comes_in_as_a_draft_and_is_enacted(client, workbook):
    browser = client("item_office")
    content = workbook(SPEC, [*RANGES, *POINTS])
    sent = send_spec(browser, content)
    assert confirm(browser, sent).status_code == 303
    assert queries.table(3, on=wall.today()) is None
    draft = queries.draft_table(3)
    assert [(r.code, r.name, r.theory_weight, r.skill_weight) for r in draft.ranges] == [
        ("A", "基本要求", 20, 0),
        ("A-A", "职业道德", 20, 0),
        ("B", "相关知识要求", 80, 100),
        ("B-A", "劳动合同管理", 80, 100),
    ]
    day = {"effective_from": "2026-11-21"}
    assert browser.post("/bank/specs/3/enact", data=day).status_code == 303
    assert queries.table(3, on=date(2026, 11, 20)) is None
    spec = queries.spec(3, Component.SKILL, on=date(2026, 11, 21))
    assert spec.leaves == (Range("B-A", "劳动合同管理", Decimal(100)),)
    assert spec.importance == {"B-A-001": Importance.Y}
    again = send_spec(browser, content)
    assert confirm(browser, again).status_code == 409
    assert queries.draft_table(3) is None


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([{**RANGES[0], "理论比重": 15}, RANGES[1], *POINTS], "一级鉴定范围权重合计 95"),
        ([*RANGES, *POINTS, POINTS[0]], "与第 4 行重复"),
        ([*RANGES, *POINTS, {**POINTS[0], "代码": "A-A-002"}], "职业守则"),
        ([*RANGES, {"代码": "C-A-001", "名称": "无处可归", "重要程度": "X"}], "C-A-001"),
        ([{**RANGES[0], "重要程度": "X"}, RANGES[1]], "两者只填一种"),
        ([{**RANGES[0], "理论比重": 120}, RANGES[1], *POINTS], "比重应为 0 到 100 的数"),
    ],
)
def test_a_bad_table_is_refused_with_its_reason(client, workbook, rows, told):
    browser = client("item_office")
    sent = send_spec(browser, workbook(SPEC, rows))
    assert told in browser.get(sent.location).get_data(as_text=True)
    assert confirm(browser, sent).status_code == 409
    assert queries.draft_table(3) is None


def test_a_table_is_edited_row_by_row_and_enacted_only_at_one_hundred(client):
    make.make_spec()
    browser = client("item_office")
    assert browser.post("/bank/specs/3/draft").status_code == 303
    table = queries.draft_table(3)
    row = {"code": "B-A", "name": "劳动合同管理", "theory_weight": "70", "skill_weight": "100"}
    sent = browser.post(
        "/bank/specs/3/row?code=B-A",
        data={**row, "importance": "", "version": str(table.version)},
    )
    assert sent.status_code == 303
    refused = browser.post("/bank/specs/3/enact", data={"effective_from": "2026-12-01"})
    shown = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "细目表还不能启用" in shown
    assert "B 为 80，下级合计 70" in shown
    assert queries.draft_table(3).state is SpecState.DRAFTING
    assert "B 为 80，下级合计 70" in browser.get("/bank/specs?level=3&draft=1").text


def test_a_row_is_added_removed_and_never_twice():
    make.make_spec()
    with unit_of_work():
        table = service.draft_from_current(3, actor=OFFICE, at=wall.now())
    point = service.PointRow("B-A-004", "竞业限制", "Y")

    def put(row, **over):
        with unit_of_work():
            values = {"version": table.version, **over}
            service.put_row(table, row, actor=OFFICE, at=wall.now(), **values)

    with pytest.raises(Stale):
        put(point, version=table.version - 1)
    put(point)
    with pytest.raises(Conflict, match="代码 B-A-004 已用于“竞业限制”"):
        put(point)
    with pytest.raises(Conflict, match="范围 B-A 之下还有内容"), unit_of_work():
        service.remove_row(table, "B-A", version=table.version, actor=OFFICE, at=wall.now())
    with unit_of_work():
        service.remove_row(table, "B-A-004", version=table.version, actor=OFFICE, at=wall.now())
    codes = [row.code for row in queries.draft_table(3).points]
    assert codes == ["A-A-001", "B-A-001", "B-A-002", "B-A-003"]


def test_a_point_with_items_stays_in_the_table():
    make.make_spec()
    make.make_item(point_code="B-A-002")
    rows = service.current_rows(queries.table(3, on=wall.today()))
    points = [row for row in rows[1] if row.code != "B-A-002"]
    with unit_of_work():
        table = service.put_table(3, rows[0], points, actor=OFFICE, at=wall.now())
    with pytest.raises(Conflict, match="鉴定点 B-A-002 下有 1 道在库试题"), unit_of_work():
        service.enact_table(table, effective_from=wall.today(), actor=OFFICE, at=wall.now())


def test_what_is_in_force_stays_as_it_is():
    table = make.make_spec()
    with pytest.raises(Conflict, match="细目表已启用，不能再改"), unit_of_work():
        service.remove_row(table, "B-A-001", version=table.version, actor=OFFICE, at=wall.now())
    with unit_of_work():
        draft = service.draft_from_current(3, actor=OFFICE, at=wall.now())
    with unit_of_work():
        service.discard_draft(draft, actor=OFFICE, at=wall.now())
    assert [one.id for one in queries.tables(3)] == [table.id]
