"""Verbs of papers: what is drawn, what is refused, and that a refusal changes nothing."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from examsys.audit import queries as log
from examsys.audit.models import AuditEvent
from examsys.bank import gateway
from examsys.bank import queries as bank
from examsys.batches import gates
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid, NotAllowed, Stale
from examsys.kernel.work import unit_of_work
from examsys.papers import service
from examsys.papers.models import BlueprintRevision, PaperForm, PaperSet
from examsys.papers.plans import pick
from examsys.rules.states import BatchState, Component, PaperState
from question_bank import Kind, Ref, Section
from tests.make import make_batch
from tests.papers.make import make_blueprint, make_paper_bank, make_paper_set

pytestmark = pytest.mark.usefixtures("app")
DRAWER, HEAD = Actor(name="drawer"), Actor(name="head")


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def actions():
    return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def refs(form):
    return [pick(row).ref for row in form.refs]


def approve(paper_set, *, actor=HEAD):
    with unit_of_work():
        service.approve_set(paper_set, version=paper_set.version, actor=actor, at=clock.now())


def withdraw(paper_set, reason="第12题有歧义"):
    with unit_of_work():
        service.withdraw_set(
            paper_set, reason=reason, version=paper_set.version, actor=HEAD, at=clock.now()
        )


@pytest.mark.parametrize(
    ("sections", "message"),
    [
        ((Section(Kind.SINGLE, 99, Decimal(1)),), "各题分值合计 99 分，要求 100 分。"),
        ((Section(Kind.SINGLE, 101, Decimal(1)),), "各题分值合计 101 分，要求 100 分。"),
        ((), "尚无组卷方案，要求试卷总分 100 分。"),
    ],
)
def test_a_blueprint_must_make_one_hundred_marks(sections, message):
    with pytest.raises(Invalid) as refusal:
        make_blueprint(sections=sections)

    assert message in str(refusal.value)
    assert count(BlueprintRevision) == 0


def test_shares_of_difficulty_must_make_one_hundred():
    with pytest.raises(Invalid, match="各级难度比例合计为 90，应为 100"):
        make_blueprint(difficulty={3: Decimal(90)})


def test_a_changed_blueprint_keeps_what_it_was():
    blueprint = make_blueprint()
    plan = service.plan_of(blueprint)
    with unit_of_work():
        service.change_blueprint(
            blueprint,
            replace(plan, minutes=120),
            version=blueprint.version,
            actor=HEAD,
            at=clock.now(),
        )

    assert [(row.number, row.minutes) for row in blueprint.revisions] == [(2, 120), (1, 90)]
    with pytest.raises(Stale), unit_of_work():
        service.change_blueprint(blueprint, plan, version=1, actor=HEAD, at=clock.now())


def test_a_draw_seals_main_and_spare_with_little_in_common():
    paper_set = make_paper_set()
    main, spare = paper_set.forms

    assert (main.kind, spare.kind) == ("main", "spare")
    assert (main.number, spare.number) == ("2026-01-3T1-A", "2026-01-3T1-B")
    common = {r.item for r in refs(main)} & {r.item for r in refs(spare)}
    assert len(common) == paper_set.reached["overlap"] <= paper_set.reached["overlap_limit"] == 2
    assert paper_set.state is PaperState.DRAWN
    assert actions()[-2:] == ["bank.items.opened", "papers.set.drawn"]


def test_a_shortfall_is_said_in_full_and_nothing_is_opened_or_kept():
    make_paper_bank(per_point=1)
    blueprint, batch, before = make_blueprint(), make_batch(), count(AuditEvent)
    before = count(AuditEvent)

    with pytest.raises(Conflict, match=r"题库不能满足组卷方案，没有组卷：.*需 18，可用 10，缺 8"):
        service.prepare_draw(batch, Component.THEORY, blueprint, actor=DRAWER, at=clock.now())

    assert (count(PaperSet), count(AuditEvent)) == (0, before)


def test_a_preview_names_every_shortfall_and_leaves_no_trace():
    make_paper_bank(per_point=1)
    blueprint, at = make_blueprint(), clock.now()
    before = count(AuditEvent)
    plan, terms = service.plan_of(blueprint), service.terms_now(on=clock.day_of(at))
    tried = service.preview(plan, 3, Component.THEORY, terms=terms, at=at)

    assert not tried.feasible
    assert [(need.what, need.least, need.items) for need in tried.ranges] == [
        ("A-A 职业道德", 2, 2),
        ("B-A 劳动合同管理", 8, 8),
    ]
    assert count(AuditEvent) == before


def test_a_bank_that_changed_during_the_draw_refuses_it():
    make_paper_bank(per_point=3)
    blueprint, batch, at = make_blueprint(), make_batch(), clock.now()
    drawn = service.prepare_draw(batch, Component.THEORY, blueprint, actor=DRAWER, at=at)
    used = bank.cards(3, Component.THEORY)[0].ref.item
    with unit_of_work(audited=False):
        gateway.store().mark_used([used], on=clock.day_of(at))

    with pytest.raises(Conflict, match="题库在组卷期间有变化"), unit_of_work():
        service.keep_draw(drawn, batch, blueprint, actor=DRAWER, at=at)
    assert count(PaperSet) == 0


def test_a_second_draw_for_the_same_component_is_refused():
    paper_set = make_paper_set()

    with pytest.raises(Conflict, match="本批次已有理论知识考试试卷"):
        make_paper_set(paper_set.batch)


def test_the_drawer_may_not_approve():
    paper_set = make_paper_set()

    with pytest.raises(NotAllowed, match="组卷人不能审定自己组的试卷"):
        approve(paper_set, actor=DRAWER)
    assert paper_set.state is PaperState.DRAWN
    assert sum(card.times_used for card in bank.cards(3, Component.THEORY)) == 0


def test_approval_counts_the_use_of_every_item_on_the_day_of_the_examination():
    paper_set = make_paper_set(approved=True)
    used = {ref.item for form in paper_set.forms for ref in refs(form)}
    cards = {card.ref.item: card for card in bank.cards(3, Component.THEORY)}

    assert {item for item, card in cards.items() if card.times_used} == used
    assert {cards[item].last_used for item in used} == {paper_set.batch.exam_on}
    with pytest.raises(Conflict, match="不能再审定"):
        approve(paper_set)


def test_a_withdrawn_set_makes_room_for_another_and_is_not_opened_any_more():
    first = make_paper_set()
    withdraw(first)
    second = make_paper_set(first.batch)

    assert (second.draw_no, second.forms[0].number) == (2, "2026-01-3T2-A")
    assert first.withdrawn_reason == "第12题有歧义"
    with pytest.raises(Conflict, match="已作废，不再启封"):
        service.open_form(
            first.forms[0], document="paper", reason="制卷", actor=DRAWER, at=clock.now()
        )


def test_withdrawing_needs_a_reason_and_ends_when_the_batch_sits():
    paper_set = make_paper_set(approved=True)
    with pytest.raises(Invalid, match="作废原因"):
        withdraw(paper_set, reason=" ")
    with unit_of_work(audited=False):
        paper_set.batch.state = BatchState.SITTING
    with pytest.raises(Conflict, match="试卷已启用，不能作废"):
        withdraw(paper_set)


def test_items_of_the_last_batches_of_the_level_are_left_out():
    make_paper_bank(per_point=4)
    first = make_paper_set(approved=True)
    second = make_paper_set(make_batch())

    used = {ref.item for form in first.forms for ref in refs(form)}
    again = {ref.item for form in second.forms for ref in refs(form)}
    assert used & again == set()
    assert len(second.blueprint["barred"]) == len({str(r) for f in first.forms for r in refs(f)})


def test_a_draw_is_proved_from_its_seed_even_after_the_bank_moved_on():
    paper_set = make_paper_set(approved=True)
    proof = service.verify_draw(paper_set, reason="年度抽查", actor=HEAD, at=clock.now())

    assert proof.holds
    assert actions()[-1] == "papers.seed.opened"


def test_a_changed_form_fails_the_proof():
    paper_set = make_paper_set()
    with unit_of_work(audited=False):
        paper_set.forms[0].refs = list(reversed(paper_set.forms[0].refs))

    proof = service.verify_draw(paper_set, reason="抽查", actor=HEAD, at=clock.now())
    assert (proof.same_pool, proof.same_forms) == (True, False)


def test_an_opening_is_on_record_before_the_text_is_there():
    form = make_paper_set().forms[0]
    paper = service.open_form(form, document="key", reason="制卷", actor=DRAWER, at=clock.now())

    assert [item.ref for item in paper.items] == refs(form)
    event = log.about(f"paper:{form.number}")[0]
    assert (event.action, event.actor) == ("papers.paper.opened", "drawer")
    assert log.event(event.id)[1].detail == {
        "reason": "制卷",
        "document": "key",
        "digest": form.digest,
    }


def test_what_cannot_be_recorded_is_not_opened(app):
    """A record needs a unit of its own: inside another one it cannot be written."""
    form = make_paper_set().forms[0]
    keys, asked = app.extensions["keys"], []

    class Watched:
        def open(self, envelope, *, place):
            asked.append(place)
            return keys.bank.open(envelope, place=place)

    app.extensions["keys"] = replace(keys, bank=Watched())
    with pytest.raises(RuntimeError, match="does not nest"), unit_of_work():
        service.open_form(form, document="paper", reason="制卷", actor=DRAWER, at=clock.now())
    assert asked == []

    service.open_form(form, document="paper", reason="制卷", actor=DRAWER, at=clock.now())
    assert len(asked) == 1


def test_an_opening_needs_a_reason():
    form = make_paper_set().forms[0]
    with pytest.raises(Invalid, match="请写明启封事由"):
        service.open_form(form, document="paper", reason=" ", actor=DRAWER, at=clock.now())
    assert log.about(f"paper:{form.number}") == []


def test_moved_bytes_do_not_open_and_the_refusal_is_on_record():
    main, spare = make_paper_set().forms
    with unit_of_work(audited=False):
        main.envelope = spare.envelope

    with pytest.raises(Conflict, match="密文无法通过完整性校验"):
        service.open_form(main, document="paper", reason="制卷", actor=DRAWER, at=clock.now())
    events = log.about(f"paper:{main.number}")
    assert [(event.action, event.result) for event in events] == [
        ("papers.paper.refused", "refused"),
        ("papers.paper.opened", "done"),
    ]


def test_no_text_of_a_paper_lies_in_the_database(settings):
    make_paper_set()
    db.session.remove()
    files = list(settings.instance.glob("examsys.sqlite*"))
    if not files:
        return
    stored = b"".join(path.read_bytes() for path in files)
    assert "订立书面劳动合同。第".encode() not in stored


def test_a_batch_does_not_sit_before_its_papers_are_approved():
    paper_set = make_paper_set()
    on = paper_set.batch.exam_on
    missing = ["理论知识考试试卷尚未审定。", "技能考核试卷尚未审定。"]
    told = [r for r in gates.reasons(paper_set.batch, BatchState.SITTING, on=on) if "试卷" in r]
    assert told == missing

    approve(paper_set)
    told = [r for r in gates.reasons(paper_set.batch, BatchState.SITTING, on=on) if "试卷" in r]
    assert told == missing[1:]


def test_forms_and_refs_are_metadata_alone():
    form = make_paper_set().forms[0]
    assert {len(row) for row in form.refs} == {7}
    assert all(isinstance(Ref.parse(row[0]), Ref) for row in form.refs)
    assert db.session.scalar(select(func.count()).select_from(PaperForm)) == 2
