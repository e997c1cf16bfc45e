"""The profile, sites and filed levels: versions, twins, and the 13 characters."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from examsys.agency import queries, service
from examsys.agency.codes import AgencyKind, Category
from examsys.agency.models import Agency, FiledLevel, Site
from examsys.agency.service import Profile, SiteIntake
from examsys.audit.models import AuditDetail, AuditEvent
from examsys.kernel.db import db as database
from examsys.kernel.errors import Conflict, Missing, Stale
from examsys.kernel.work import unit_of_work
from tests.make import ACTOR

PROFILE = Profile(
    name="某某人力资源评价中心",
    kind=AgencyKind.COMPANY,
    category_code=Category.SOCIAL,
    agency_code="0000",
    province_code="33",
    uscc="91110000600037341L",
    legal_person="陈明",
    address="杭州市西湖区文三路1号",
    phone="0571-88000000",
    filing_authority="浙江省人力资源和社会保障厅",
)
SITE = SiteIntake("城西考点", "文三路1号", "33", "000123", 90)


def save(clock, profile: Profile = PROFILE, version: int | None = None) -> Agency:
    with unit_of_work():
        return service.save_profile(profile, actor=ACTOR, at=clock.at, version=version)


def add(clock, intake: SiteIntake = SITE) -> Site:
    with unit_of_work():
        return service.add_site(intake, actor=ACTOR, at=clock.at)


def last_event() -> tuple[str, str, dict]:
    event = database.session.scalar(select(AuditEvent).order_by(AuditEvent.id.desc()))
    return event.action, event.object, database.session.get_one(AuditDetail, event.id).detail


def test_before_the_profile_is_filled_in_others_are_told_so(app):
    assert queries.find_agency() is None
    with pytest.raises(Conflict, match="尚未填写"):
        queries.agency()
    with pytest.raises(Conflict, match="尚未建立"):
        queries.occupation()


def test_the_first_saving_sets_up_the_occupation(app, clock):
    save(clock)
    occupation = queries.occupation()
    assert (occupation.name, occupation.code) == ("劳动关系协调师", "4-07-03-02")
    assert last_event()[:2] == ("agency.profile.saved", "agency:1")


def test_a_change_names_the_changed_fields_and_no_content(app, clock):
    own = save(clock)
    save(clock, replace(PROFILE, phone="0571-1", name="新名"), version=own.version)
    assert last_event() == ("agency.profile.saved", "agency:1", {"changed": ["name", "phone"]})
    assert queries.agency().name == "新名"


@pytest.mark.parametrize("category", list(Category))
@pytest.mark.parametrize("kind", list(AgencyKind))
def test_the_category_is_never_derived_from_the_legal_kind(app, clock, kind, category):
    own = save(clock, replace(PROFILE, kind=kind, category_code=category))
    assert (own.kind, own.category_code) == (kind, category)


def test_a_stale_page_changes_nothing(app, clock):
    own = save(clock)
    shown = own.version
    save(clock, replace(PROFILE, phone="0571-1"), version=shown)
    with pytest.raises(Stale):
        save(clock, replace(PROFILE, phone="0571-2"), version=shown)
    with pytest.raises(Stale):
        save(clock, replace(PROFILE, phone="0571-2"), version=None)
    assert queries.agency().phone == "0571-1"


def test_the_prefix_of_a_site_is_the_first_13_characters(app, clock):
    save(clock)
    assert queries.certificate_prefix(add(clock)) == "S000033000123"


def test_two_sites_share_neither_name_nor_code(app, clock):
    save(clock)
    add(clock)
    with pytest.raises(Conflict, match="已有名为“城西考点”"):
        add(clock, replace(SITE, serial="000124"))
    with pytest.raises(Conflict, match="000123 已用于考点“城西考点”"):
        add(clock, replace(SITE, name="城东考点"))
    add(clock, replace(SITE, name="城东考点", province_code="32"))
    assert [site.name for site in queries.sites()] == ["城东考点", "城西考点"]


def test_a_site_may_keep_its_own_name_and_code(app, clock):
    place = add(clock)
    with unit_of_work():
        service.change_site(
            place, replace(SITE, capacity=60), actor=ACTOR, at=clock.at, version=place.version
        )
    assert (queries.site(place.id).capacity, last_event()[2]) == (60, {"changed": ["capacity"]})


def test_a_closed_site_is_not_offered_and_can_be_reopened(app, clock):
    place = add(clock)
    with unit_of_work():
        service.close_site(place, actor=ACTOR, at=clock.at)
    assert (list(queries.sites(active_only=True)), len(queries.sites())) == ([], 1)
    with pytest.raises(Conflict, match="已经停用"), unit_of_work():
        service.close_site(place, actor=ACTOR, at=clock.at)
    with unit_of_work():
        service.reopen_site(place, actor=ACTOR, at=clock.at)
    with pytest.raises(Conflict, match="正在使用"), unit_of_work():
        service.reopen_site(place, actor=ACTOR, at=clock.at)
    assert queries.sites(active_only=True) == [place]


def file(clock, level: int) -> FiledLevel:
    with unit_of_work():
        return service.file_level(
            level, filed_on=date(2026, 1, 5), receipt_no="备〔2026〕1号", actor=ACTOR, at=clock.at
        )


def test_levels_are_filed_once_and_can_be_withdrawn(app, clock):
    save(clock)
    file(clock, 3)
    file(clock, 4)
    assert [filed.level for filed in queries.filed_levels()] == [4, 3]
    with pytest.raises(Conflict, match="三级已登记备案"):
        file(clock, 3)
    with unit_of_work():
        service.withdraw_level(3, actor=ACTOR, at=clock.at)
    assert [filed.level for filed in queries.filed_levels()] == [4]
    with pytest.raises(Missing), unit_of_work():
        service.withdraw_level(3, actor=ACTOR, at=clock.at)
