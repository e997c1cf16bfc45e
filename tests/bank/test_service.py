"""Writing, reviewing and retiring items: what changes, what is refused, what is logged."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from examsys.audit.models import AuditDetail, AuditEvent
from examsys.bank import gateway, queries, service
from examsys.bank.models import BANK, ItemReview
from examsys.kernel import clock as wall
from examsys.kernel.actor import Actor
from examsys.kernel.db import db as database
from examsys.kernel.errors import Conflict, Invalid, NotAllowed, Stale
from examsys.kernel.work import unit_of_work
from examsys.personnel.models import Agreement
from examsys.rules.states import Component, ItemDecision, ItemStatus
from question_bank import Component as BankComponent
from question_bank import ItemRow, Kind, Question, RubricLine
from tests import make

WRITER = Actor(name="writer", roles=("item_writer",))
OFFICE = Actor(name="office", roles=("item_office",))
REVIEWER = Actor(name="item-reviewer", roles=("item_reviewer",))
pytestmark = pytest.mark.usefixtures("app")


def events(action):
    query = select(AuditEvent).where(AuditEvent.action == action)
    return database.session.scalars(query.order_by(AuditEvent.id)).all()


def detail(event):
    return database.session.get(AuditDetail, event.id).detail


def items_stored():
    return database.session.execute(select(BANK.item.c.uuid)).all()


def draft(**over):
    values = {
        "level": 3,
        "component": Component.THEORY,
        "point_code": "B-A-001",
        "kind": Kind.SINGLE,
        "difficulty": 3,
        "question": make.make_question(),
        **over,
    }
    return service.ItemDraft(**values)


def add(given, actor=WRITER):
    with unit_of_work():
        return service.add_item(given, actor=actor, at=wall.now())


def writer_account(login="writer", **over):
    """A person of the register with an account of the same ID number."""
    number = make.fictional_id_number(700)
    over.setdefault("certificates", [make.make_held_certificate(2)])
    person = make.make_person(id_number=number, **over)
    account = make.make_account(roles=("item_writer",), login=login)
    with unit_of_work(audited=False):
        account.id_number_index = person.id_number_index
    return person


def agreement(until=date(2027, 12, 31)):
    return Agreement(signed_on=date(2026, 1, 1), until=until)


def test_an_item_is_sealed_as_a_draft_and_logged_without_text():
    make.make_spec()
    item = add(draft(question=make.make_question(7)))
    record = queries.record(item)
    assert (record.status.value, record.written_by, record.card.ref.version) == (
        "draft",
        "writer",
        1,
    )
    (event,) = events("bank.item.written")
    assert event.object == f"item:{item}"
    assert detail(event) == {
        "version": 1,
        "level": 3,
        "component": "theory",
        "point": "B-A-001",
        "kind": "single",
        "difficulty": 3,
        "writer": "writer",
    }


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({"options": ("甲", "乙", "丙")}, "单选题须有 4 个选项，现有 3 个"),
        ({"answer": "AB"}, "只有|有且只有 1 个正确选项"),
        ({"stem": "机密★启用前\n下列说法正确的是（ ）。"}, "本系统不得存储国家秘密"),
        ({"options": ("甲", "甲", "丙", "丁")}, "选项 A 与选项 B 相同"),
    ],
)
def test_an_unsound_question_changes_nothing(over, reason):
    make.make_spec()
    with pytest.raises(Invalid, match=reason):
        add(draft(question=make.make_question(1, **over)))
    assert items_stored() == []


def test_a_point_outside_the_table_and_a_missing_table_are_refused():
    with pytest.raises(Conflict, match="三级还没有启用的鉴定要素细目表"):
        add(draft())
    make.make_spec()
    with pytest.raises(Conflict, match="三级现行细目表中没有鉴定点 B-A-009"):
        add(draft(point_code="B-A-009"))
    assert items_stored() == []


def test_the_same_stem_and_options_reordered_are_a_duplicate_at_that_level_only():
    make.make_spec(3)
    make.make_spec(4)
    question = make.make_question(5)
    add(draft(question=question))
    turned = replace(question, options=question.options[::-1], answer="C")
    with pytest.raises(Conflict, match="题库中已有题干和选项相同的试题，鉴定点 B-A-001"):
        add(draft(question=turned, point_code="B-A-002"))
    add(draft(question=turned, level=4))
    assert len(items_stored()) == 2


def test_a_registered_writer_needs_an_agreement_and_the_appointment_of_the_level():
    make.make_spec()
    person = writer_account()
    with pytest.raises(Conflict, match="没有有效的保密协议"):
        add(draft())
    with unit_of_work(audited=False):
        person.agreements.append(agreement())
    with pytest.raises(Conflict, match="现在没有三级命题专家的聘任"):
        add(draft())
    make.make_appointment(person, role="item_writer", level=4)
    with pytest.raises(Conflict, match="现在没有三级命题专家的聘任"):
        add(draft())
    make.make_appointment(person, role="item_writer", level=3)
    item = add(draft())
    assert queries.record(item).written_by == f"person:{person.id}"


def test_the_rulebook_is_asked_on_the_day_of_writing():
    make.make_spec()
    person = writer_account(agreements=[agreement()])
    make.make_appointment(person, role="item_writer", level=3)
    add(draft())
    with unit_of_work(audited=False):
        person.ethics_declaration = False
    with pytest.raises(Conflict, match="不符合三级命题专家条件：不通过"):
        add(draft(question=make.make_question(stem="试用期最长（ ）。")))


def test_an_agreement_that_ended_yesterday_stops_the_writer(clock):
    make.make_spec()
    person = writer_account(agreements=[agreement(until=date(2026, 11, 20))])
    make.make_appointment(person, role="item_writer", level=3)
    with pytest.raises(Conflict, match="没有有效的保密协议"):
        add(draft())
    with unit_of_work(audited=False):
        person.agreements[0].until = date(2026, 11, 21)
    assert queries.record(add(draft())).status.value == "draft"


def test_only_the_office_enters_items_on_behalf_of_an_appointed_writer():
    make.make_spec()
    person = make.make_person(
        agreements=[agreement()], certificates=[make.make_held_certificate(2)]
    )
    make.make_appointment(person, role="item_writer", level=3)
    with pytest.raises(NotAllowed, match="只有题库管理员"):
        add(draft(writer_id=person.id))
    item = add(draft(writer_id=person.id), OFFICE)
    assert queries.record(item).written_by == f"person:{person.id}"
    stranger = make.make_person(agreements=[agreement()])
    with pytest.raises(Conflict, match="现在没有三级命题专家的聘任"):
        add(draft(writer_id=stranger.id), OFFICE)


def test_a_reviewer_passes_an_item_into_use_and_papers_see_its_card():
    make.make_spec()
    item = make.make_item(status=ItemStatus.IN_USE, marks=None)
    (card,) = queries.cards(3, Component.THEORY)
    assert (card.ref.item, card.point_code) == (item, "B-A-001")
    assert list(queries.cards(3, Component.SKILL)) == []
    assert list(queries.cards(4, Component.THEORY)) == []
    notes = [(n.decision, n.reviewer, n.item_version) for n in queries.reviews(item)]
    assert notes == [
        (ItemDecision.PASSED, "item-reviewer", 1),
        (ItemDecision.SENT, "writer", 1),
    ]
    assert [e.object for e in events("bank.item.passed")] == [f"item:{item}"]


def test_the_writer_never_decides_and_a_return_needs_words():
    make.make_spec()
    item = make.make_item(status=ItemStatus.REVIEWING)

    def decide(actor, **over):
        with unit_of_work():
            values = {"passed": True, "comment": "", "version": 1, **over}
            service.decide_item(queries.record(item), actor=actor, at=wall.now(), **values)

    both = Actor(name="writer", roles=("item_writer", "item_reviewer"))
    with pytest.raises(NotAllowed, match="命题人不能审定自己写的题"):
        decide(both)
    with pytest.raises(Invalid, match="退回修改须写明意见"):
        decide(REVIEWER, passed=False)
    with pytest.raises(Stale, match="已有新版本"):
        decide(REVIEWER, version=2)
    assert queries.record(item).status.value == "reviewing"
    assert events("bank.item.passed") == []
    decide(REVIEWER, passed=False, comment="选项 C 与题干不一致")
    assert queries.record(item).status.value == "returned"
    with pytest.raises(Conflict, match="不在待审之列"):
        decide(REVIEWER)


def test_the_writer_under_a_second_name_still_does_not_decide():
    """Work signed with the register's entry, reviewed from an account of the same person."""
    make.make_spec()
    person = writer_account(login="li", agreements=[agreement()])
    make.make_appointment(person, role="item_writer", level=3)
    li = Actor(name="li", roles=("item_writer", "item_reviewer"))
    item = add(draft(writer_id=person.id), OFFICE)
    with unit_of_work():
        service.send_items([item], actor=OFFICE, at=wall.now())
    with pytest.raises(NotAllowed, match="命题人不能审定"), unit_of_work():
        service.decide_item(
            queries.record(item), passed=True, comment="", version=1, actor=li, at=wall.now()
        )


def test_whoever_submitted_an_item_does_not_decide_it():
    make.make_spec()
    item = make.make_item()
    both = Actor(name="office", roles=("item_office", "item_reviewer"))
    with unit_of_work():
        service.send_items([item], actor=both, at=wall.now())
    with pytest.raises(NotAllowed, match="提交审核的人不能审定"), unit_of_work():
        service.decide_item(
            queries.record(item), passed=True, comment="", version=1, actor=both, at=wall.now()
        )
    assert database.session.execute(queries.waiting(["office"])).all() == []
    assert len(database.session.execute(queries.waiting(["item-reviewer"])).all()) == 1


def test_an_edit_is_a_new_version_that_is_reviewed_anew():
    make.make_spec()
    item = make.make_item(status=ItemStatus.IN_USE)
    changed = draft(question=make.make_question(99, answer="C"), difficulty=5)
    with unit_of_work():
        ref = service.revise_item(
            queries.record(item), changed, version=1, actor=WRITER, at=wall.now()
        )
    record = queries.record(item)
    assert (ref.version, record.card.difficulty, record.status.value) == (2, 5, "draft")
    assert list(queries.cards(3, Component.THEORY)) == []
    assert [v.version for v in queries.versions(item)] == [1, 2]
    old = gateway.open_item(replace(ref, version=1), actor=OFFICE, reason="核对旧版本")
    assert old.answer == "B"
    with pytest.raises(Stale, match="已有新版本"), unit_of_work():
        service.revise_item(record, changed, version=1, actor=WRITER, at=wall.now())


def test_others_do_not_edit_and_nobody_edits_under_review():
    make.make_spec()
    item = make.make_item()
    other = Actor(name="zhao", roles=("item_writer",))
    with pytest.raises(NotAllowed, match="由他人命制"), unit_of_work():
        service.revise_item(queries.record(item), draft(), version=1, actor=other, at=wall.now())
    with pytest.raises(NotAllowed, match="由他人命制"), unit_of_work():
        service.send_items([item], actor=other, at=wall.now())
    with unit_of_work():
        service.send_items([item], actor=WRITER, at=wall.now())
    with pytest.raises(Conflict, match="正在审核"), unit_of_work():
        service.revise_item(queries.record(item), draft(), version=1, actor=WRITER, at=wall.now())


def test_sending_is_all_or_nothing():
    make.make_spec()
    first, second = make.make_item(), make.make_item(status=ItemStatus.IN_USE)
    with pytest.raises(Conflict, match="现为“在用”，不能提交审核"), unit_of_work():
        service.send_items([first, second], actor=OFFICE, at=wall.now())
    assert queries.record(first).status.value == "draft"
    with pytest.raises(Invalid, match="没有选择试题"), unit_of_work():
        service.send_items([], actor=OFFICE, at=wall.now())


def test_a_retired_item_leaves_the_pool_with_its_reason_and_may_be_sent_again():
    make.make_spec()
    item = make.make_item(status=ItemStatus.IN_USE)
    with unit_of_work():
        service.retire_item(
            queries.record(item), reason="所依据的条款已修改", actor=OFFICE, at=wall.now()
        )
    assert list(queries.cards(3, Component.THEORY)) == []
    assert queries.reviews(item)[0].comment == "所依据的条款已修改"
    assert detail(events("bank.item.retired")[0]) == {
        "version": 1,
        "reason": "所依据的条款已修改",
    }
    with pytest.raises(Conflict, match="已经停用"), unit_of_work():
        service.retire_item(queries.record(item), reason="再次", actor=OFFICE, at=wall.now())
    with unit_of_work():
        service.send_items([item], actor=OFFICE, at=wall.now())
    assert queries.record(item).status.value == "reviewing"


def rows(*questions):
    return [
        ItemRow(3 + n, "B-A-001", BankComponent.THEORY, Kind.SINGLE, 3, None, question)
        for n, question in enumerate(questions)
    ]


def test_rows_of_a_workbook_come_in_together_under_one_event():
    make.make_spec()
    made = make.make_question(1), make.make_question(2)
    with unit_of_work():
        items = service.take_in(rows(*made), level=3, actor=OFFICE, at=wall.now())
    assert [queries.record(i).written_by for i in items] == ["office", "office"]
    (event,) = events("bank.items.imported")
    assert detail(event) == {"level": 3, "writer": "office", "count": 2, "kinds": {"单选": 2}}
    with pytest.raises(Conflict, match="第 4 行：题库中已有"), unit_of_work():
        service.take_in(rows(make.make_question(3), made[1]), level=3, actor=OFFICE, at=wall.now())
    assert len(items_stored()) == 2


def test_a_written_item_keeps_its_rubric_and_marks():
    make.make_spec()
    question = Question(
        stem="某公司约定试用期八个月，请分析。",
        answer="违法，三年以上合同试用期不得超过六个月。",
        rubric=(RubricLine("指出违法", Decimal(5)), RubricLine("说明依据", Decimal("2.5"))),
    )
    item = add(
        draft(kind=Kind.CASE, component=Component.SKILL, question=question, marks=Decimal("7.5"))
    )
    card = queries.record(item).card
    assert (card.marks, card.component.value) == (Decimal("7.5"), "skill")
    assert gateway.open_item(card.ref, actor=OFFICE, reason="核对") == question


def test_figures_count_additions_revisions_and_retirements_of_a_span(clock):
    make.make_spec()
    item = make.make_item(status=ItemStatus.IN_USE)
    make.make_item()
    with unit_of_work():
        service.revise_item(queries.record(item), draft(), version=1, actor=WRITER, at=wall.now())
    with unit_of_work():
        service.retire_item(queries.record(item), reason="重复", actor=OFFICE, at=wall.now())
    span = {"since": wall.instant(date(2026, 1, 1)), "until": wall.instant(date(2027, 1, 1))}
    assert queries.counts(**span) == {"added": {3: 2}, "revised": {3: 1}, "retired": {3: 1}}
    before = {"since": wall.instant(date(2025, 1, 1)), "until": wall.instant(date(2026, 1, 1))}
    assert queries.counts(**before) == {"added": {}, "revised": {}, "retired": {}}
    assert queries.stock() == {
        (3, Kind.SINGLE, ItemStatus.DRAFT): 1,
        (3, Kind.SINGLE, ItemStatus.RETIRED): 1,
    }
    assert database.session.scalars(select(ItemReview.item_version)).all() == [1, 1, 2]
