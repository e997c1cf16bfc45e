"""Recusal and dispatch in the sample year: what was declared, and a panel drawn by lot."""

from datetime import date, datetime, timedelta

from examsys.batches import queries as batches
from examsys.demo.cast import Almanac, actor
from examsys.demo.timeline import Story
from examsys.dispatch import queries, service
from examsys.kernel.work import unit_of_work
from examsys.personnel.models import Person
from examsys.rules.recusal import Ruling, Tie

DAY = timedelta(days=1)


def declared(almanac: Almanac, people: dict[str, Person]) -> Story:
    """A common employer that somebody else decides, and an apprentice to stand back from."""
    office, since = actor("renyuan"), almanac.ago(530)
    colleague, master = people["徐㛃"], people["尉迟恭平"]
    at = yield almanac.at(almanac.ago(120), 10)
    with unit_of_work():
        said = service.TieInput(Tie.EMPLOYER, colleague.employer, since, note="本院有学员报名。")
        tie = service.declare_tie(colleague, said, actor=office, at=at)
    with unit_of_work():
        said = service.TieInput(Tie.MASTER, "卓一鸣", since, note="曾带教的书记员。")
        service.declare_tie(master, said, actor=office, at=at)
    at = yield almanac.at(almanac.ago(119), 15)
    with unit_of_work():
        service.decide_tie(
            queries.tie(tie.id),
            Ruling.ALLOWED,
            reason="不在同一部门，不任教相关课程",
            actor=actor("fuzeren"),
            at=at,
        )


def drawn_panel(batch_id: int, exam_on: date, almanac: Almanac) -> Story:
    """Drawn from a seed called out on the spot; one refuses for a cause and is replaced."""
    office = actor("renyuan")
    at = yield almanac.at(exam_on - 11 * DAY, 11)
    with unit_of_work():
        drawing = service.draw_panel(
            batches.batch(batch_id), size=3, seed=f"{exam_on:%Y%m%d}0371", actor=office, at=at
        )
    members = [row.id for row in drawing.dispatches]
    at = yield almanac.at(exam_on - 11 * DAY, 12)
    _send(members, at=at)
    at = yield almanac.at(exam_on - 10 * DAY, 15)
    for place, row_id in enumerate(members):
        away = place == len(members) - 1
        _answer(row_id, "当天已安排外出培训" if away else "", at=at)
    at = yield almanac.at(exam_on - 10 * DAY, 16)
    with unit_of_work():
        row = queries.dispatch(members[-1])
        taken = {queries.dispatch(one).person_id for one in members}
        ready = service.pool(batches.batch(batch_id))
        spare = next(
            m.person_id
            for m in ready.members
            if m.person_id not in taken and m.person_id not in (ready.last or ())
        )
        fresh = service.replace_member(
            row, ready.people[spare], reason="原抽取人员不接受派遣", actor=office, at=at
        )
    at = yield almanac.at(exam_on - 10 * DAY, 17)
    _send([fresh.id], at=at)
    at = yield almanac.at(exam_on - 9 * DAY, 9)
    _answer(fresh.id, "", at=at)


def _send(rows: list[int], *, at: datetime) -> None:
    for row_id in rows:
        with unit_of_work():
            service.send_letter(queries.dispatch(row_id), actor=actor("renyuan"), at=at)


def _answer(row_id: int, against: str, *, at: datetime) -> None:
    with unit_of_work():
        service.record_answer(
            queries.dispatch(row_id),
            accepted=not against,
            without_cause=False,
            words=against,
            on=at.date(),
            actor=actor("renyuan"),
            at=at,
        )
