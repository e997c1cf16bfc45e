"""From the paper to the publicity of results: the second half of a batch's life."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from examsys.batches import queries as batches
from examsys.batches import service as batch_service
from examsys.candidates import queries as candidates
from examsys.candidates import service as candidate_service
from examsys.candidates.service import Attended
from examsys.demo.cast import Almanac, actor
from examsys.demo.timeline import Story
from examsys.kernel.work import unit_of_work
from examsys.papers import queries as papers
from examsys.papers import service as paper_service
from examsys.papers.plans import USUAL_DIFFICULTY
from examsys.rules.marking import Mark, MarkKind
from examsys.rules.states import LEVEL_SHORT, Attendance, BatchState, Component, label
from examsys.scoring import queries as scoring
from examsys.scoring import service as score_service
from examsys.scoring.models import Script
from examsys.scoring.service import Cell

PARTS = (Component.THEORY, Component.SKILL)
MINUTES = {Component.THEORY: 90, Component.SKILL: 120}
PHONE = "考试开始后 40 分钟发现携带手机，已没收并由两名监考员签字，考生已签字确认。"
LEFT = "未到考，电话联系无应答。"


@dataclass(frozen=True, slots=True)
class Fate:
    """What befell whom on the day: places in the order of the seats."""

    absent: frozenset[int] = frozenset()
    violating: frozenset[int] = frozenset()
    failing: frozenset[int] = frozenset()
    mistyped: frozenset[int] = frozenset()


CALM = Fate()


def blueprints(almanac: Almanac) -> Story:
    """One plan per level and component, as published compositions have them."""
    at = yield almanac.at(almanac.ago(500), 15)
    for level in (3, 4):
        for part in PARTS:
            plan = paper_service.Plan(
                title=f"{LEVEL_SHORT[level]}{label(part)}组卷方案",
                minutes=MINUTES[part],
                sections=paper_service.usual_sections(level, part),
                difficulty=USUAL_DIFFICULTY if part is Component.THEORY else {},
                tolerance=Decimal(15),
            )
            with unit_of_work():
                paper_service.write_blueprint(level, part, plan, actor=actor("tiku"), at=at)


def drawn(batch_id: int, exam_on: date, almanac: Almanac) -> Story:
    """Main and spare papers of both components, approved by the head."""
    at = yield almanac.at(exam_on - timedelta(days=7), 9)
    for part in PARTS:
        batch = batches.batch(batch_id)
        plan = papers.active_blueprints(batch.level, part)[0]
        found = paper_service.prepare_draw(batch, part, plan, actor=actor("tiku"), at=at)
        with unit_of_work():
            paper_service.keep_draw(found, batch, plan, actor=actor("tiku"), at=at)
    at = yield almanac.at(exam_on - timedelta(days=5), 16)
    for paper_set in papers.sets_of(batch_id):
        with unit_of_work():
            paper_service.approve_set(
                paper_set, version=paper_set.version, actor=actor("fuzeren"), at=at
            )


def sat(batch_id: int, exam_on: date, fate: Fate, almanac: Almanac) -> Story:
    """The day itself: everybody is there but those whose fate it is not to be."""
    at = yield almanac.at(exam_on, 8)
    with unit_of_work():
        batch_service.move(batches.batch(batch_id), BatchState.SITTING, actor=actor("kaowu"), at=at)
    for part, hour in zip(PARTS, (9, 11), strict=True):
        at = yield almanac.at(exam_on, hour, 30)
        rows = candidates.approved(batch_id)
        lines = [_attended(row.id, n, part, fate) for n, row in enumerate(rows)]
        with unit_of_work():
            candidate_service.record_attendance(
                batches.batch(batch_id), part, lines, actor=actor("kaowu"), at=at
            )
    at = yield almanac.at(exam_on + timedelta(days=1), 9)
    with unit_of_work():
        batch_service.move(batches.batch(batch_id), BatchState.SCORING, actor=actor("kaowu"), at=at)


def _attended(registration_id: int, n: int, part: Component, fate: Fate) -> Attended:
    if n in fate.absent:
        return Attended(registration_id, Attendance.ABSENT, LEFT)
    if n in fate.violating and part is Component.SKILL:
        return Attended(registration_id, Attendance.VIOLATION, PHONE)
    return Attended(registration_id, Attendance.PRESENT)


def scored(batch_id: int, exam_on: date, fate: Fate, almanac: Almanac) -> Story:
    """Two people enter, a third settles the differences, the head publishes."""
    at = yield almanac.at(exam_on + timedelta(days=2), 9)
    with unit_of_work():
        score_service.make_codes(batches.batch(batch_id), actor=actor("chengji"), at=at)
    order = {row.id: n for n, row in enumerate(candidates.approved(batch_id))}
    for part in PARTS:
        for pass_no, login in ((1, "lufen1"), (2, "lufen2")):
            at = yield at + timedelta(hours=2)
            _enter(batch_id, part, pass_no, login, order, fate, at=at)
        _settle(batch_id, part, order, fate, at=at)
    at = yield almanac.at(exam_on + timedelta(days=4), 10)
    note = "缺考、违纪与考场情况记录单一致。"
    with unit_of_work():
        score_service.confirm_results(
            batches.batch(batch_id), note=note, actor=actor("chengji"), at=at
        )
    at = yield almanac.at(exam_on + timedelta(days=5), 9)
    with unit_of_work():
        score_service.publish_results(batches.batch(batch_id), actor=actor("fuzeren"), at=at)


def _enter(
    batch_id: int,
    part: Component,
    pass_no: int,
    login: str,
    order: dict[int, int],
    fate: Fate,
    *,
    at: datetime,
) -> None:
    batch, who = batches.batch(batch_id), actor(login)
    with unit_of_work():
        score_service.take_pass(batch, part, pass_no, actor=who, at=at)
    cells = []
    for script in scoring.scripts(batch_id, part):
        n = order[script.registration_id]
        mark = _mark(script, n, fate)
        if pass_no == 2 and n in fate.mistyped and mark.score is not None:
            mark = Mark(MarkKind.SCORE, mark.score - 9)
        cells.append(Cell(script.id, mark, None, 0))
    with unit_of_work():
        score_service.save_marks(batch, part, pass_no, cells, actor=who, at=at)
    with unit_of_work():
        score_service.submit_pass(batch, part, pass_no, actor=who, at=at)


def _settle(
    batch_id: int, part: Component, order: dict[int, int], fate: Fate, *, at: datetime
) -> None:
    for script in scoring.scripts(batch_id, part):
        if script.result is None:
            with unit_of_work():
                score_service.resolve_difference(
                    batches.batch(batch_id),
                    script,
                    _mark(script, order[script.registration_id], fate),
                    reason="核对原卷，第二遍录入时看错一位。",
                    actor=actor("chengji"),
                    at=at,
                )


def _mark(script: Script, n: int, fate: Fate) -> Mark:
    """Marks that come out the same however often the sample year is made."""
    if n in fate.absent:
        return Mark(MarkKind.ABSENT)
    if n in fate.violating and script.component is Component.SKILL:
        return Mark(MarkKind.VIOLATION)
    dice = random.Random(f"{n}:{script.component}")  # noqa: S311 -- sample marks, no secret
    if n in fate.failing and (script.component is Component.SKILL or n % 2):
        return Mark(MarkKind.SCORE, Decimal(dice.randint(42, 59)))
    return Mark(MarkKind.SCORE, Decimal(dice.randint(61, 94)) + Decimal(dice.choice((0, 5))) / 10)
