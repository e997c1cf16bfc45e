"""Figures against a year one can count by hand; building, signing, supplement, refusals."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from examsys.audit.models import AuditEvent
from examsys.kernel import files, pii, signing
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.kernel.work import unit_of_work
from examsys.rules.states import ItemStatus
from examsys.scoring.models import Outcome
from examsys.yearend import package, service
from examsys.yearend.counting import Window
from examsys.yearend.figures import behind, figures
from tests.make import make_agency, make_item, make_spec
from tests.yearend.make import give, make_year

OFFICE = Actor(name="office", roles=("exam_office",))
HEAD = Actor(name="chief", roles=("head",))
LAST_DAYS = datetime(2026, 12, 30, 4, 0, tzinfo=UTC)
CUT = date(2026, 12, 28)


def values(row: dict, keys: str) -> list[int]:
    return [row[key]["value"] for key in keys.split()]


def counted(cut_off: date, keys: str) -> list[int]:
    found = figures(Window(2026, cut_off), kind="annual", before=None)
    return values(next(row for row in found["levels"] if row["level"] == 3), keys)


ALL = "planned registered approved participated absent violated passed certified revoked"


@pytest.fixture
def year(app, clock):
    made = make_year()
    clock.at = LAST_DAYS
    return made


def build(cut_off: date = CUT, at: datetime = LAST_DAYS):
    with unit_of_work():
        return service.build_report(2026, cut_off=cut_off, actor=OFFICE, at=at)


def sealed(report, at: datetime = LAST_DAYS):
    with unit_of_work():
        service.seal_report(report, actor=HEAD, at=at)
    return report


def test_a_year_is_counted_as_one_counts_by_hand(year):
    assert counted(CUT, ALL) == [60, 4, 4, 3, 1, 1, 2, 1, 0]


def test_both_readings_of_the_number_assessed_are_reported(year):
    give(year.late, date(2026, 12, 26))

    assert counted(CUT, "participated certified") == [3, 2]


@pytest.mark.parametrize(
    ("cut_off", "expected"),
    [
        (date(2026, 12, 18), [0, 0, 0]),  # the day before the examination
        (date(2026, 12, 19), [3, 0, 0]),  # the day itself: nothing published yet
        (date(2026, 12, 21), [3, 0, 0]),  # published at the start of the 22nd
        (date(2026, 12, 22), [3, 2, 0]),
        (date(2026, 12, 23), [3, 2, 0]),
        (date(2026, 12, 24), [3, 2, 1]),  # the day of issue
    ],
)
def test_nothing_after_the_cut_off_counts(year, cut_off, expected):
    assert counted(cut_off, "participated passed certified") == expected


def test_presence_is_counted_per_component(year):
    found = figures(Window(2026, CUT), kind="annual", before=None)

    level = next(row for row in found["levels"] if row["level"] == 3)
    assert [(p["component"], p["value"]) for p in level["present"]] == [("theory", 3), ("skill", 3)]


def test_a_revoked_certificate_no_longer_counts(year, db):
    made = give(year.late, date(2026, 12, 26))
    with unit_of_work(audited=False):
        made.revoked_at = datetime(2026, 12, 27, 4, 0, tzinfo=UTC)

    assert counted(date(2026, 12, 26), "certified revoked") == [2, 0]
    assert counted(CUT, "certified revoked") == [1, 1]


def test_every_number_finds_its_rows_again(year):
    found = figures(Window(2026, CUT), kind="annual", before=None)
    row = next(r for r in found["levels"] if r["level"] == 3)

    for what in ("approved", "participated", "absent", "violated", "passed", "certified"):
        assert len(behind(found, what, level=3, component="")) == row[what]["value"], what
    assert [r["registration_id"] for r in behind(found, "absent", level=3, component="")] == [
        year.absent.id
    ]


def test_the_bank_counts_points_items_and_changes(app, clock):
    make_agency()
    make_spec()
    for status in (ItemStatus.IN_USE, ItemStatus.IN_USE, ItemStatus.DRAFT):
        make_item(status=status)
    found = figures(Window(2026, date(2026, 11, 21)), kind="annual", before=None)["bank"]

    assert [row["level"] for row in found] == [3]
    assert values(found[0], "points in_use added revised retired papers") == [4, 2, 3, 0, 0, 0]
    assert found[0]["in_use"]["address"] == "/bank/?level=3&status=in_use"


def test_a_report_is_built_checked_and_signed(year, db):
    report = sealed(build())

    kept = files.kept_file(report.package_uuid, purpose="report")
    found = package.check(files.read(kept), key=pii.keys().report.public_key())
    assert found.problems == ()
    assert found.statement["status"] == "sealed"
    assert (found.statement["participated"], found.statement["certified"]) == (3, 1)
    assert (found.statement["built_by"], found.statement["sealed_by"]) == ("office", "chief")
    assert found.statement["audit_root"] == report.audit_root
    actions = [row.action for row in db.session.query(AuditEvent).order_by(AuditEvent.id)]
    assert actions[-2:] == ["yearend.report.built", "yearend.report.sealed"]


def test_full_numbers_stand_in_the_signed_list_only(year):
    report = sealed(build())
    number = pii.get(year.passed.candidate, "id_number")

    content = files.read(files.kept_file(report.package_uuid, purpose="report"))
    inside = signing.read_package(content, key=pii.keys().report.public_key()).files
    listed = json.loads(inside["report.json"])["list"]
    assert [r["id_number"] for r in listed if r["registration_id"] == year.passed.id] == [number]
    assert number not in json.dumps(report.figures)


def test_the_builder_may_not_sign(year):
    report = build()

    with pytest.raises(NotAllowed, match="另一人"), unit_of_work():
        service.seal_report(report, actor=OFFICE, at=LAST_DAYS)
    assert (report.sealed_at, report.package_uuid) == (None, None)


def test_figures_that_do_not_add_up_are_not_signed(year):
    report = build()
    with unit_of_work(audited=False):
        wrong = json.loads(json.dumps(report.figures))
        wrong["totals"]["participated"]["value"] = 9
        report.figures = wrong

    with pytest.raises(Conflict, match="还不能签发"), unit_of_work():
        service.seal_report(report, actor=HEAD, at=LAST_DAYS)


def test_a_report_on_changed_scores_is_not_signed(year, db):
    report = build()
    with unit_of_work(audited=False):
        db.session.execute(update(Outcome).values(passed=True))
        db.session().info["changed"] = False
    with pytest.raises(Conflict) as refusal:
        sealed(report)
    assert str(refusal.value).startswith(
        f"批次 {year.batch.number} 的合格结论与已确认的成绩不一致。报告不能签发。"
    )
    assert report.sealed_at is None


def test_a_draft_is_counted_anew_and_a_signed_report_is_not(year):
    first = build(date(2026, 12, 19))
    again = build()
    assert again.id == first.id
    sealed(again)

    with pytest.raises(Conflict, match="已经签发"), unit_of_work():
        service.seal_report(again, actor=HEAD, at=LAST_DAYS)
    with pytest.raises(Conflict, match="须在其后"):
        build()


def test_what_came_later_goes_into_a_supplement(year):
    sealed(build())
    give(year.late, date(2026, 12, 30))
    later = datetime(2027, 1, 15, 4, 0, tzinfo=UTC)

    extra = sealed(build(date(2027, 1, 10), later), later)

    assert extra.kind == "supplement"
    assert values(extra.figures["totals"], "participated certified") == [3, 2]
    assert extra.figures["before"]["levels"]["3"] == {
        "participated": 3, "passed": 2, "certified": 1,
    }  # fmt: skip
    changed = {r["registration_id"]: r["change"] for r in extra.figures["list"] if r["change"]}
    assert changed == {year.late.id: "原为合格"}


@pytest.mark.parametrize("cut_off", [date(2026, 12, 31), date(2025, 12, 31)])
def test_a_cut_off_outside_what_is_known_is_refused(year, cut_off):
    with pytest.raises(Invalid):
        build(cut_off)


def test_taking_the_package_is_logged_with_its_reason(year, db):
    report = sealed(build())

    content = service.take_package(report, reason="报送省厅", actor=OFFICE, at=LAST_DAYS)

    assert len(content) > 1000
    last = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert (last.action, last.object) == ("yearend.report.downloaded", f"report:{report.id}")
