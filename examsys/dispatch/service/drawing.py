"""Drawing a panel, and replacing a member with a reason: repeatable, and each duty examined."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from examsys.audit import service as audit
from examsys.batches import queries as batches
from examsys.batches import service as staffing
from examsys.batches.models import Batch
from examsys.dispatch import queries
from examsys.dispatch.events import DispatchEvent
from examsys.dispatch.facts import Acquainted, share, turn
from examsys.dispatch.models import Dispatch, Drawing
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid
from examsys.personnel import service as people
from examsys.personnel.models import Person
from examsys.personnel.service.standing import judged_appointees
from examsys.rules import dispatch as rules
from examsys.rules.dispatch import Member, Panel
from examsys.rules.lives import DISPATCH_LIFE
from examsys.rules.states import LEVEL_SHORT, DispatchState


@dataclass(frozen=True, slots=True)
class Pool:
    """Who may be drawn for a batch, who may not and why, and the last panel at the site."""

    batch: Batch
    people: dict[int, Person]
    members: tuple[Member, ...]
    left_out: tuple[tuple[Person, str], ...]
    last: Panel | None


def pool(batch: Batch) -> Pool:
    """Everybody appointed for the level on the examination day, each asked by the rulebooks."""
    on = batch.exam_on
    judged = judged_appointees("examiner", level=batch.level, on=on)
    known = Acquainted(batch, [person.id for person, _ in judged])
    panels, past = queries.past_panels(batch), queries.served(batch)
    refused = queries.refusals(on=on)
    members, left_out = [], []
    for person, qualified in judged:
        reports = (
            qualified,
            known.report(person, "examiner"),
            turn(person, batch, panels=panels, refused=refused.get(person.id, 0)),
        )
        if against := "".join(people.in_brief(one) for one in reports if not one.passed):
            left_out.append((person, against))
        else:
            members.append(Member(person.id, *past.get(person.id, (0, None))))
    last = panels[0] if panels else None
    found = {person.id: person for person, _ in judged}
    return Pool(batch, found, tuple(members), tuple(left_out), last)


def draw_panel(batch: Batch, *, size: int, seed: str, actor: Actor, at: datetime) -> Drawing:
    """Draw a panel with its leader and give them the duties; the seed goes into the log.

    raises: Invalid for a size or seed that cannot be; Conflict when a panel is named or too few
    may be drawn.
    """
    _sound(batch, size, seed, on=clock.day_of(at))
    if any(duty.role in queries.PANEL for duty in batch.duties):
        raise Conflict("本批次已经安排了考评小组。需要重新抽取的，请先移除原有安排。")
    ready, part = pool(batch), share(batch)
    chosen = rules.draw(
        ready.members, size=size, seed=seed, on=batch.exam_on, last=ready.last, share=part
    )
    if len(chosen) < size:
        raise Conflict(
            f"需要 {size} 人，可以抽取的只有 {len(ready.members)} 人，"
            f"按轮换要求只能组成 {len(chosen)} 人。请补充聘任{LEVEL_SHORT[batch.level]}考评员。"
        )
    drawing = _drawing(ready, size=size, seed=seed, part=str(part), actor=actor, at=at)
    leader = rules.leader_of(chosen, ready.members)
    for person_id in chosen:
        role = "panel_leader" if person_id == leader else "examiner"
        _send(drawing, ready.people[person_id], role, actor=actor, at=at)
    audit.record(
        DispatchEvent.PANEL_DRAWN,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        detail={"seed": seed, "size": size, "drawing": drawing.id, "people": chosen},
    )
    return drawing


def redraw(drawing: Drawing) -> list[int]:
    """The panel that the kept seed and pool give today: whoever doubts the draw may compare."""
    members = [
        Member(one["person"], one["past"], date.fromisoformat(one["last"]) if one["last"] else None)
        for one in drawing.pool
    ]
    last = None if drawing.last_panel is None else frozenset(drawing.last_panel)
    return rules.draw(
        members,
        size=drawing.size,
        seed=drawing.seed,
        on=drawing.batch.exam_on,
        last=last,
        share=Fraction(drawing.share),
    )


def replace_member(
    row: Dispatch, substitute: Person, *, reason: str, actor: Actor, at: datetime
) -> Dispatch:
    """Send somebody else, chosen by hand, for a written reason; the same rules hold for them.

    raises: Invalid without a reason; Conflict when the substitute may not be sent.
    """
    if not reason:
        raise Invalid("请填写更换原因。")
    batch = batches.batch(row.batch_id)
    ready = pool(batch)
    if substitute.id not in {member.person_id for member in ready.members}:
        why = {person.id: text for person, text in ready.left_out}.get(substitute.id)
        raise Conflict(f"{substitute.name}不能派遣：{why or '没有本等级考评员的聘任。'}")
    panel = frozenset(one.person_id for one in queries.current(batch.id) if one.id != row.id) | {
        substitute.id
    }
    report = rules.ROTATION.examine(
        rules.PanelFacts(batch.exam_on, panel, ready.last, share(batch))
    )
    if not report.passed:
        raise Conflict(f"{substitute.name}不能派遣：{people.reasons(report)}")
    if row.state is not DispatchState.REFUSED:
        step(row, DispatchState.REPLACED)
        stand_down(row, actor=actor, at=at)
    fresh = _send(row.drawing, substitute, row.role, actor=actor, at=at)
    fresh.instead_of_id, fresh.reason = row.id, reason
    audit.record(
        DispatchEvent.MEMBER_REPLACED,
        actor=actor,
        subject=f"batch:{batch.id}",
        at=at,
        detail={"person": row.person_id, "by": substitute.id, "reason": reason},
    )
    return fresh


def step(row: Dispatch, to: DispatchState) -> None:
    """raises: Conflict when the dispatch's state does not lead there."""
    if to not in DISPATCH_LIFE[row.state]:
        raise Conflict("这条派遣已经办结或尚未通知，请刷新页面查看。")
    row.state = to


def stand_down(row: Dispatch, *, actor: Actor, at: datetime) -> None:
    """Take the duty back that came with a dispatch."""
    for duty in batches.batch(row.batch_id).duties:
        if duty.person_id == row.person_id and duty.role == row.role:
            staffing.remove_duty(duty, actor=actor, at=at)
            break
    db.session.flush()


def _send(drawing: Drawing, person: Person, role: str, *, actor: Actor, at: datetime) -> Dispatch:
    batch = batches.batch(drawing.batch_id)
    staffing.assign_duty(batch, person, role, actor=actor, at=at)
    row = Dispatch(
        drawing=drawing, batch=batch, person=person, role=role, state=DispatchState.DRAWN
    )
    db.session.add(row)
    db.session.flush()
    return row


def _drawing(
    ready: Pool, *, size: int, seed: str, part: str, actor: Actor, at: datetime
) -> Drawing:
    drawing = Drawing(
        batch=ready.batch,
        seed=seed,
        size=size,
        pool=[
            {
                "person": one.person_id,
                "past": one.past,
                "last": one.last.isoformat() if one.last else None,
            }
            for one in ready.members
        ],
        left_out=[{"person": person.id, "why": why} for person, why in ready.left_out],
        last_panel=None if ready.last is None else sorted(ready.last),
        share=part,
        drawn_by=actor.name,
        drawn_at=at,
    )
    db.session.add(drawing)
    db.session.flush()
    return drawing


def _sound(batch: Batch, size: int, seed: str, *, on: date) -> None:
    least = int(batches.parameter(batch, "panel.min_examiners", on=on))
    if size < least:
        raise Invalid(f"考评小组不少于 {least} 人。")
    if size % 2 == 0 and batches.parameter(batch, "panel.odd", on=on):
        raise Invalid("考评小组人数应为单数。")
    if not seed:
        raise Invalid("请填写抽取种子，或者由系统生成。")
