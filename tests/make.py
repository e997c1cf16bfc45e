"""One builder per noun, sound by default."""

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import count
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from examsys.accounts import queries
from examsys.accounts.models import Account
from examsys.accounts.service import sessions
from examsys.agency.models import Agency, FiledLevel, Occupation, Site
from examsys.audit import service as audit
from examsys.bank import queries as bank_queries
from examsys.bank import service as bank
from examsys.bank.models import SpecTable
from examsys.batches import service as batches
from examsys.batches.events import BatchEvent
from examsys.batches.models import Batch, Room
from examsys.candidates import intake as candidate_intake
from examsys.candidates import service as candidates
from examsys.candidates.models import AttendanceRecord, Registration
from examsys.kernel import clock, files, pii
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, new_uuid
from examsys.kernel.textual import name_key
from examsys.kernel.work import unit_of_work
from examsys.personnel.models import Appointment, Person, PersonCertificate
from examsys.rules.identity import check_character
from examsys.rules.states import (
    AppointmentState,
    Attendance,
    BatchState,
    Component,
    ItemStatus,
    RegistrationState,
    components_of,
)
from examsys.scoring import queries as scoring_queries
from examsys.scoring import service as scoring
from examsys.scoring.marks import read as read_typed
from question_bank import Kind, Question

ACTOR = Actor(name="tester", roles=("head",))

PASSWORD = "Lan-Hua-2026-kai"
# Argon2id of PASSWORD, made once: hashing in every builder would be half of the suite's time.
PASSWORD_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$BANizBgwbjMYUGjhB+KABw"
    "$YS2IdZ/RLrg7cjpJBvu9cecfz2CQeEF3wYZU3mkdd9Y"
)
_serial = count(1)


def fictional_id_number(serial: int) -> str:
    """A resident number of nobody, with a right check digit."""
    body = f"11010119{70 + serial % 30:02d}0101{serial % 1000:03d}"
    return body + check_character(body)


def make_account(*, roles: tuple[str, ...] = ("exam_office",), **over: Any) -> Account:
    """An enabled account that may sign in with PASSWORD and needs no second factor."""
    serial, at = next(_serial), clock.now()
    values = {
        "login": f"user{serial}",
        "name": f"账号{serial}",
        "password_hash": PASSWORD_HASH,
        "password_changed_at": at,
        "password_history": [PASSWORD_HASH],
        "totp_exempt": True,
        "created_at": at,
        **over,
    }
    account = Account(uuid=new_uuid(), roles=sorted(roles), **values)
    pii.put(account, "id_number", fictional_id_number(serial))
    with unit_of_work(audited=False):
        db.session.add(account)
    return account


def sign_in(
    client: FlaskClient, roles: tuple[str, ...] = ("head",), login: str | None = None
) -> Account:
    """Give the browser a real session of an account with these roles, past the password form."""
    account = queries.account_by_login(login) if login else None
    if account is None:
        account = make_account(roles=roles, **({"login": login} if login else {}))
    with unit_of_work(audited=False):
        sid = sessions.open_session(
            account, ip="127.0.0.1", agent="test", second_factor=True, at=clock.now()
        )
    with client.session_transaction() as cookie:
        cookie["sid"] = sid
    return account


def make_agency() -> Agency:
    """A profile with one site and 三级, 四级 on file; the one that is there already if any."""
    if (found := db.session.get(Agency, 1)) is not None:
        return found
    agency = Agency(
        id=1,
        name="之江劳动关系评价中心",
        kind="association",
        category_code="S",
        agency_code="0000",
        province_code="33",
        uscc="91330000MA27XXXX0X",
        legal_person="林静远",
        address="杭州市西湖区文三路 1 号",
        phone="0571-88880000",
        filing_authority="浙江省人力资源和社会保障厅",
    )
    occupation = Occupation(name="劳动关系协调师", code="4-07-03-02", trade="")
    site = Site(
        name="杭州考点", address="杭州市西湖区", province_code="33", serial="000123", capacity=120
    )
    with unit_of_work(audited=False):
        db.session.add_all([agency, site, occupation])
        for level in (3, 4):
            db.session.add(
                FiledLevel(
                    occupation=occupation,
                    level=level,
                    filed_on=date(2025, 3, 1),
                    receipt_no=f"浙备〔2025〕{level}号",
                )
            )
    return agency


def make_batch(*, state: BatchState = BatchState.PLANNED, **over: Any) -> Batch:
    """A planned batch of 三级 on 2026-12-19, registration 23 November to 4 December.

    state: set outright, past the gates: for tests that begin in the middle.
    over: fields of `PlanInput`.
    """
    make_agency()
    values = {
        "level": 3,
        "site_id": db.session.scalars(select(Site.id)).one(),
        "planned_count": 60,
        "registration_from": date(2026, 11, 23),
        "registration_until": date(2026, 12, 4),
        "exam_on": date(2026, 12, 19),
        "starts": {Component.THEORY: time(8, 30), Component.SKILL: time(10, 30)},
        **over,
    }
    with unit_of_work():
        batch = batches.plan_batch(
            batches.PlanInput(**values), actor=Actor(name="planner"), at=clock.now()
        )
        batch.state = state
    return batch


def make_person(**over: Any) -> Person:
    """Somebody who may examine at 四级 and 三级: by a 三级 certificate, everything declared.

    over: columns and collections of Person, and `id_number`, `phone`.
    """
    serial = next(_serial)
    name = over.pop("name", f"周衡{serial}")
    id_number = over.pop("id_number", fictional_id_number(serial))
    phone = over.pop("phone", "13900001234")
    values = {
        "employer": "江城市劳动人事争议调解中心",
        "education": "大学本科",
        "post": "调解员",
        "political_declaration": True,
        "ethics_declaration": True,
        "professional_assessment": True,
        "declared_on": date(2026, 1, 5),
        "certificates_known": True,
        "titles_known": True,
        "work_known": True,
        "violations_known": True,
        **over,
    }
    if "certificates" not in values:
        values["certificates"] = [make_held_certificate()]
    person = Person(uuid=new_uuid(), name=name, name_key=name_key(name), **values)
    pii.put(person, "id_number", id_number)
    pii.put(person, "phone", phone)
    with unit_of_work(audited=False):
        db.session.add(person)
    return person


def make_held_certificate(level: int = 3, **over: Any) -> PersonCertificate:
    """A certificate of the occupation, not yet anybody's."""
    values = {
        "occupation": "劳动关系协调师",
        "kind": "skill_level",
        "number": f"S00001100000120{level}{next(_serial):06d}",
        "issued_on": date(2020, 5, 20),
        "status": "valid",
        **over,
    }
    return PersonCertificate(level=level, **values)


def make_appointment(person: Person, **over: Any) -> Appointment:
    """A 三级 examiner's appointment in force on the tests' day."""
    values = {
        "role": "examiner",
        "level": 3,
        "state": AppointmentState.ACTIVE,
        "since": date(2026, 1, 10),
        "until": date(2029, 1, 9),
        "report": {"verdict": "pass", "path": "certificate", "paths": [], "findings": []},
        "decided_by": "tester",
        "decided_at": clock.now(),
        **over,
    }
    held = Appointment(person_id=person.id, **values)
    with unit_of_work(audited=False):
        db.session.add(held)
    return held


def make_spec(level: int = 3, **over: Any) -> SpecTable:
    """A small table in force: two ranges of theory, one of skill, four points.

    over: `ranges`, `points` as rows of `bank.service`.
    """
    ranges = over.pop("ranges", None) or [
        bank.RangeRow("A-A", "职业道德", Decimal(20), Decimal(0)),
        bank.RangeRow("B-A", "劳动合同管理", Decimal(80), Decimal(100)),
    ]
    points = over.pop("points", None) or [
        bank.PointRow("A-A-001", "职业守则", "X"),
        bank.PointRow("B-A-001", "劳动合同的订立", "X"),
        bank.PointRow("B-A-002", "试用期的约定", "Y"),
        bank.PointRow("B-A-003", "劳动合同的解除", "Z"),
    ]
    office = Actor(name="item-office", roles=("item_office",))
    with unit_of_work():
        table = bank.put_table(level, ranges, points, actor=office, at=clock.now())
        bank.enact_table(table, effective_from=date(2026, 1, 1), actor=office, at=clock.now())
    return table


def make_question(serial: int | None = None, **over: Any) -> Question:
    """A sound single-choice question, different from every other one."""
    serial = next(_serial) if serial is None else serial
    values = {
        "stem": f"用人单位自用工之日起（ ）内应当订立书面劳动合同。第{serial}题",
        "options": ("一周", "一个月", "三个月", "半年"),
        "answer": "B",
        "explanation": "自用工之日起一个月内订立书面劳动合同。",
        "basis": "《劳动合同法》第十条",
        **over,
    }
    return Question(**values)


def make_item(
    *, status: ItemStatus = ItemStatus.DRAFT, actor: Actor | None = None, **over: Any
) -> UUID:
    """An item of 三级 theory by the account `writer`; the table in force must be there.

    status: draft, reviewing, in_use or returned. over: fields of `ItemDraft`.
    """
    writer = actor or Actor(name="writer", roles=("item_writer",))
    values = {
        "level": 3,
        "component": Component.THEORY,
        "point_code": "B-A-001",
        "kind": Kind.SINGLE,
        "difficulty": 3,
        **over,
    }
    values.setdefault("question", make_question())
    with unit_of_work():
        item = bank.add_item(bank.ItemDraft(**values), actor=writer, at=clock.now())
    if status is ItemStatus.DRAFT:
        return item
    with unit_of_work():
        bank.send_items([item], actor=writer, at=clock.now())
    if status is not ItemStatus.REVIEWING:
        with unit_of_work():
            bank.decide_item(
                bank_queries.record(item),
                passed=status is ItemStatus.IN_USE,
                comment="题干表述须更正" if status is ItemStatus.RETURNED else "",
                version=1,
                actor=Actor(name="item-reviewer", roles=("item_reviewer",)),
                at=clock.now(),
            )
    return item


def make_registration(
    batch: Batch | None = None,
    *,
    state: RegistrationState = RegistrationState.DRAFT,
    photo: bool = False,
    **over: Any,
) -> Registration:
    """A 三级 candidate who passes by L3-4, in a batch that is registering (its first day).

    state: set outright, past the reviews. over: name, id_number, phone, employer, facts.
    """
    serial = next(_serial)
    batch = batch or make_batch(state=BatchState.REGISTERING)
    values = {
        "name": f"考生{serial}",
        "id_number": fictional_id_number(serial),
        "phone": "13800001234",
        "employer": f"江城第{serial % 7}机械厂",
        "facts": make_candidate_facts(),
        **over,
    }
    first_day = batch.registration_from
    intake = candidate_intake.intake(**values, on=first_day)
    with unit_of_work():
        before, batch.state = batch.state, BatchState.REGISTERING
        made = candidates.register(
            batch, intake, actor=Actor(name="clerk"), at=clock.instant(first_day)
        )
        made.state, batch.state = state, before
        if photo:
            made.candidate.photo_uuid = files.keep(
                make_photo(),
                name="photo.jpg",
                media_type="image/jpeg",
                purpose="photo",
                at=clock.now(),
            ).uuid
    return made


@cache
def make_photo(width: int = 295, height: int = 413, kind: str = "JPEG") -> bytes:
    """A plain photo of these pixels."""
    out = BytesIO()
    Image.new("RGB", (width, height), (120, 150, 190)).save(out, kind)
    return out.getvalue()


def make_candidate_facts(**over: Any) -> dict[str, Any]:
    """A 四级 certificate of 2020, a law degree of 2012 and work in the field ever since."""
    return {
        "certificates": [
            {
                "kind": "skill_level",
                "occupation": "劳动关系协调师",
                "level": 4,
                "issued_on": "2020-05-20",
                "status": "valid",
            }
        ],
        "titles": [],
        "education": [
            {
                "kind": "bachelor",
                "major": "法学",
                "relation": "related",
                "status": "graduated",
                "on": "2012-07-01",
                "evaluated": None,
            }
        ],
        "work": [{"kind": "this", "from": "2012-08-01", "to": None}],
        **over,
    }


def make_scoring(people: int = 3, *, coded: bool = True, **over: Any) -> Batch:
    """A batch in SCORING: everybody seated in one room and present; blind codes made.

    over: fields of `PlanInput`.
    """
    batch = make_batch(state=BatchState.REVIEWING, **over)
    rows = [make_registration(batch, state=RegistrationState.APPROVED) for _ in range(people)]
    with unit_of_work():
        room = Room(batch_id=batch.id, number=1, name="第1考场", capacity=max(30, people))
        db.session.add(room)
        db.session.flush()
        for seat, row in enumerate(rows, start=1):
            row.room_id, row.seat_no = room.id, seat
            row.ticket_no = f"2612{batch.id:02d}301{seat:03d}"
            for part in components_of(batch.level):
                record = AttendanceRecord(registration_id=row.id, component=part)
                record.state, record.recorded_by = Attendance.PRESENT, "invigilator"
                record.recorded_at = clock.now()
                db.session.add(record)
        batch.state = BatchState.SCORING
        if coded:
            scoring.make_codes(batch, actor=Actor(name="approver"), at=clock.now())
        else:
            audit.record(
                BatchEvent.BATCH_MOVED, actor=ACTOR, subject=f"batch:{batch.id}", at=clock.now()
            )
    return batch


def enter_marks(
    batch: Batch, component: Component, pass_no: int, marks: Sequence[str], *, by: str
) -> None:
    """Enter and submit one pass. marks: in the order of the list of candidates."""
    who, at = Actor(name=by), clock.now()
    scripts = scoring_queries.results(batch.id, unpublished=True)
    ids = [row.id for row in scripts if row.component is component]
    cells = [
        scoring.Cell(script_id=key, mark=read_typed(text), seen=None, seen_version=0)
        for key, text in zip(ids, marks, strict=True)
    ]
    with unit_of_work():
        scoring.take_pass(batch, component, pass_no, actor=who, at=at)
        scoring.save_marks(batch, component, pass_no, cells, actor=who, at=at)
        scoring.submit_pass(batch, component, pass_no, actor=who, at=at)


def make_marked(marks: Sequence[tuple[str, str]] = (("80", "75"),), **over: Any) -> Batch:
    """A batch in SCORING whose two passes agree: (theory, skill) of each candidate."""
    batch = make_scoring(len(marks), **over)
    for place, part in enumerate(components_of(batch.level)):
        for pass_no, by in ((1, "first"), (2, "second")):
            enter_marks(batch, part, pass_no, [row[place] for row in marks], by=by)
    return batch


def make_published(marks: Sequence[tuple[str, str]] = (("80", "75"),), **over: Any) -> Batch:
    """A batch in PUBLICITY, its results confirmed by `approver` and published by `boss`."""
    batch = make_marked(marks, **over)
    with unit_of_work():
        scoring.confirm_results(
            batch, note="已核对原卷", actor=Actor(name="approver"), at=clock.now()
        )
        scoring.publish_results(batch, actor=Actor(name="boss"), at=clock.now())
    return batch
