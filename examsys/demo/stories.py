"""The lives of the sample year's batches, told act by act with the ordinary verbs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from examsys.batches import queries as batches
from examsys.batches import service as batch_service
from examsys.batches.announcement import announcement
from examsys.batches.models import Batch
from examsys.candidates import service as candidate_service
from examsys.candidates.intake import CandidateIntake
from examsys.candidates.models import Registration
from examsys.candidates.plan import SeatOrder
from examsys.demo import exams
from examsys.demo.applicants import photo
from examsys.demo.cast import Almanac, actor
from examsys.demo.certifying import certified, revoked
from examsys.demo.dispatching import drawn_panel
from examsys.demo.endings import archived
from examsys.demo.exams import CALM, Fate
from examsys.demo.timeline import Story
from examsys.kernel.db import db
from examsys.kernel.work import unit_of_work
from examsys.personnel.models import Person
from examsys.publicity import service as publicity
from examsys.rules.states import BatchState, Component, RegistrationState

DAY = timedelta(days=1)
BLURRED = "毕业证书照片模糊，看不清发证日期，请重新提交原件照片。"
STARTS = {Component.THEORY: time(8, 30), Component.SKILL: time(10, 30)}


@dataclass(frozen=True, slots=True)
class Cast:
    """Who serves in a batch, by name."""

    leader: str = "林静远"
    panel: tuple[str, ...] = ("徐㛃", "欧阳若水")
    invigilators: tuple[str, ...] = ("李慧", "赵磊", "孙悦", "吴桐")
    supervisor: str = "王建国"
    expert: str = "陈国梁"


@dataclass(frozen=True, slots=True)
class Script:
    """One batch: its plan and its people."""

    level: int
    site_id: int
    exam_on: date
    people: Sequence[CandidateIntake]
    register: dict[str, Person]
    cast: Cast = Cast()
    fate: Fate = CALM
    revoke: int | None = None
    by_lot: bool = False  # the panel is drawn and sent, not named

    @property
    def opens(self) -> date:
        return self.exam_on - 36 * DAY

    @property
    def closes(self) -> date:
        return self.exam_on - 15 * DAY

    def plan(self) -> batch_service.PlanInput:
        return batch_service.PlanInput(
            level=self.level,
            site_id=self.site_id,
            planned_count=max(len(self.people), 30),
            registration_from=self.opens,
            registration_until=self.closes,
            exam_on=self.exam_on,
            starts=STARTS,
        )


def finished(script: Script, almanac: Almanac) -> Story:
    """From plan to archive."""
    keep: list[int] = []
    yield from planned(script, almanac, keep)
    yield from announced(script, almanac, keep)
    yield from registered(script, almanac, keep)
    yield from reviewed(script, almanac, keep)
    yield from seated(script, almanac, keep)
    yield from exams.drawn(keep[0], script.exam_on, almanac)
    yield from exams.sat(keep[0], script.exam_on, script.fate, almanac)
    yield from exams.scored(keep[0], script.exam_on, script.fate, almanac)
    yield from certified(keep[0], script.exam_on, almanac)
    yield from archived(keep[0], script.exam_on, almanac)
    if script.revoke is not None:
        yield from revoked(keep[0], script.exam_on, almanac, place=script.revoke)


def in_review(script: Script, almanac: Almanac) -> Story:
    """A batch whose review is under way today."""
    keep: list[int] = []
    yield from planned(script, almanac, keep)
    yield from announced(script, almanac, keep)
    yield from registered(script, almanac, keep)
    yield from reviewed(script, almanac, keep, leave=8)


def registering(script: Script, almanac: Almanac) -> Story:
    """A batch whose registration is open today: the first ones are reviewed already."""
    keep: list[int] = []
    yield from planned(script, almanac, keep)
    yield from announced(script, almanac, keep)
    early = replace(script, people=script.people[:-1])
    yield from registered(early, almanac, keep)
    at = yield almanac.at(script.opens + len(script.people) * DAY, 16)
    with unit_of_work():
        office = actor("kaowu")
        candidate_service.register(batches.batch(keep[0]), script.people[-1], actor=office, at=at)
    at = yield almanac.at(script.opens + len(script.people) * DAY, 17)
    first, second, third, *_ = _in_state(keep[0], RegistrationState.SUBMITTED)
    reviewer = actor("shenhe1")
    for row in (first, second):
        with unit_of_work():
            candidate_service.pass_first(row, version=row.version, actor=reviewer, at=at)
    with unit_of_work():
        candidate_service.return_registration(
            third, reason=BLURRED, version=third.version, actor=reviewer, at=at
        )


def in_planning(script: Script, almanac: Almanac) -> Story:
    """A batch that is planned and waits for its filing."""
    keep: list[int] = []
    yield from planned(script, almanac, keep)


def planned(script: Script, almanac: Almanac, keep: list[int]) -> Story:
    """A batch from its plan to its filing. keep: receives the batch's id."""
    at = yield almanac.at(script.exam_on - 70 * DAY, 10)
    with unit_of_work():
        batch = batch_service.plan_batch(script.plan(), actor=actor("kaowu"), at=at)
    keep.append(batch.id)
    at = yield almanac.at(script.exam_on - 50 * DAY, 15)
    with unit_of_work():
        batch_service.record_filing(
            batches.batch(keep[0]),
            filed_on=at.date(),
            receipt=f"浙认备〔{at.year}〕{keep[0]:03d} 号",
            actor=actor("fuzeren"),
            at=at,
        )


def announced(script: Script, almanac: Almanac, keep: list[int]) -> Story:
    """The announcement is drafted, published by another, and registration opens."""
    at = yield almanac.at(script.opens - 3 * DAY, 9)
    with unit_of_work():
        text = announcement(batches.batch(keep[0]))
        notice = publicity.draft_notice(text, actor=actor("kaowu"), at=at)
    at = yield almanac.at(script.opens - 2 * DAY, 11)
    with unit_of_work():
        publicity.publish_notice(notice, actor=actor("fuzeren"), at=at)
    with unit_of_work():
        _move(keep[0], BatchState.ANNOUNCED, at=at)
    at = yield almanac.at(script.opens, 9)
    with unit_of_work():
        _move(keep[0], BatchState.REGISTERING, at=at)


def registered(script: Script, almanac: Almanac, keep: list[int]) -> Story:
    """People register over the window, a few a day, with photos, and hand in."""
    days = (script.closes - script.opens).days - 1
    share = -(-len(script.people) // days)
    for place in range(0, len(script.people), share):
        at = yield almanac.at(script.opens + (1 + place // share) * DAY, 14)
        with unit_of_work():
            for n in range(place, min(place + share, len(script.people))):
                _register(script.people[n], keep[0], n, at=at)


def reviewed(script: Script, almanac: Almanac, keep: list[int], *, leave: int = 0) -> Story:
    """Two people review; the last `leave` registrations wait for the second reviewer."""
    at = yield almanac.at(script.closes + DAY, 9)
    with unit_of_work():
        _move(keep[0], BatchState.REVIEWING, at=at)
    at = yield almanac.at(script.closes + 2 * DAY, 10)
    rows = _in_state(keep[0], RegistrationState.SUBMITTED)
    for row in rows[: len(rows) - leave // 2]:
        with unit_of_work():
            candidate_service.pass_first(row, version=row.version, actor=actor("shenhe1"), at=at)
    at = yield almanac.at(script.closes + 4 * DAY, 10)
    rows = _in_state(keep[0], RegistrationState.FIRST_PASSED)
    for row in rows[: len(rows) - leave // 2]:
        with unit_of_work():
            candidate_service.approve(row, version=row.version, actor=actor("shenhe2"), at=at)


def seated(script: Script, almanac: Almanac, keep: list[int]) -> Story:
    """The panel is drawn or named, the staff is named, and everybody gets a seat."""
    if script.by_lot:
        yield from drawn_panel(keep[0], script.exam_on, almanac)
    at = yield almanac.at(script.exam_on - 9 * DAY, 10)
    _staff(script, batches.batch(keep[0]), at=at)
    at = yield almanac.at(script.exam_on - 8 * DAY, 14)
    with unit_of_work():
        candidate_service.arrange_seats(
            batches.batch(keep[0]),
            order=SeatOrder.EMPLOYER,
            seed=f"{keep[0]}",
            actor=actor("kaowu"),
            at=at,
        )


def _in_state(batch_id: int, state: RegistrationState) -> list[Registration]:
    query = select(Registration).where(
        Registration.batch_id == batch_id, Registration.state == state
    )
    return list(db.session.scalars(query.order_by(Registration.id)))


def _move(batch_id: int, to: BatchState, *, at: datetime) -> None:
    batch_service.move(batches.batch(batch_id), to, actor=actor("kaowu"), at=at)


def _register(person: CandidateIntake, batch_id: int, n: int, *, at: datetime) -> None:
    office = actor("kaowu")
    row = candidate_service.register(batches.batch(batch_id), person, actor=office, at=at)
    candidate_service.set_photo(row, photo(n, woman=row.candidate.sex == "女"), actor=office, at=at)
    candidate_service.submit(row, actor=office, at=at)


def _staff(script: Script, batch: Batch, *, at: datetime) -> None:
    duties = [(script.cast.supervisor, "supervisor")]
    if not script.by_lot:
        duties += [(script.cast.leader, "panel_leader")]
        duties += [(name, "examiner") for name in script.cast.panel]
    duties += [(name, "invigilator") for name in script.cast.invigilators]
    duties.append((script.cast.expert, "duty_expert"))
    for name, role in duties:
        with unit_of_work():
            batch_service.assign_duty(
                batch, script.register[name], role, actor=actor("kaowu"), at=at
            )
