"""Verbs over the agency: its profile, its sites, the levels it is filed for."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from examsys.agency import queries
from examsys.agency.codes import AgencyKind, Category
from examsys.agency.events import AgencyEvent
from examsys.agency.models import Agency, FiledLevel, Occupation, Site
from examsys.audit import service as audit
from examsys.kernel import files
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, expect_version
from examsys.kernel.errors import Conflict, Missing
from examsys.rules.states import LEVEL_SHORT

OCCUPATION_CODE = "4-07-03-02"


@dataclass(frozen=True, slots=True)
class Profile:
    """What is filed about the agency."""

    name: str
    kind: AgencyKind
    category_code: Category
    agency_code: str
    province_code: str
    uscc: str
    legal_person: str
    address: str
    phone: str
    filing_authority: str


@dataclass(frozen=True, slots=True)
class SiteIntake:
    """What is filed about a site."""

    name: str
    address: str
    province_code: str
    serial: str
    capacity: int


def save_profile(
    profile: Profile, *, actor: Actor, at: datetime, version: int | None = None
) -> Agency:
    """Fill in or change the profile; the first time the occupation is set up with it.

    version: what the page showed, None for a profile that was still empty. raises: Stale.
    """
    own = queries.find_agency()
    if own is None:
        own = Agency(id=1, **asdict(profile))
        db.session.add(own)
        _set_up_occupation()
        changed = sorted(asdict(profile))
    else:
        expect_version(own, version)
        changed = _write(own, asdict(profile))
    audit.record(
        AgencyEvent.PROFILE_SAVED, actor=actor, subject="agency:1", at=at, detail=_names(changed)
    )
    return own


def keep_seal_image(
    png: bytes, *, actor: Actor, at: datetime, version: int | None
) -> files.KeptFile:
    """Replace the picture of the seal used on prints; it never is an electronic seal."""
    own = queries.agency()
    expect_version(own, version)
    kept = files.keep(png, name="印章图样.png", media_type="image/png", purpose="seal", at=at)
    own.seal_file_uuid = kept.uuid
    detail = {"sha256": kept.sha256}
    audit.record(
        AgencyEvent.SEAL_IMAGE_REPLACED, actor=actor, subject="agency:1", at=at, detail=detail
    )
    return kept


def add_site(intake: SiteIntake, *, actor: Actor, at: datetime) -> Site:
    """Add a site. raises: Conflict when its name or its code is taken."""
    _refuse_twins(intake, own_id=None)
    place = Site(**asdict(intake), active=True)
    db.session.add(place)
    db.session.flush()
    _note(AgencyEvent.SITE_ADDED, place, actor=actor, at=at, **_names(sorted(asdict(intake))))
    return place


def change_site(
    place: Site, intake: SiteIntake, *, actor: Actor, at: datetime, version: int | None
) -> None:
    """Change a site. raises: Stale, Conflict."""
    expect_version(place, version)
    _refuse_twins(intake, own_id=place.id)
    changed = _write(place, asdict(intake))
    _note(AgencyEvent.SITE_CHANGED, place, actor=actor, at=at, **_names(changed))


def close_site(place: Site, *, actor: Actor, at: datetime) -> None:
    """Take a site out of use; batches that use it keep it. raises: Conflict."""
    if not place.active:
        raise Conflict(f"考点“{place.name}”已经停用。")
    place.active = False
    _note(AgencyEvent.SITE_CLOSED, place, actor=actor, at=at)


def reopen_site(place: Site, *, actor: Actor, at: datetime) -> None:
    """Take a closed site into use again. raises: Conflict."""
    if place.active:
        raise Conflict(f"考点“{place.name}”正在使用。")
    place.active = True
    _note(AgencyEvent.SITE_OPENED, place, actor=actor, at=at)


def file_level(
    level: int, *, filed_on: date, receipt_no: str, actor: Actor, at: datetime
) -> FiledLevel:
    """Enter a level the authority has on file. raises: Conflict when it is there already."""
    occupation = queries.occupation()
    if any(filed.level == level for filed in queries.filed_levels()):
        raise Conflict(f"{LEVEL_SHORT[level]}已登记备案。需要更正时请先删除原登记。")
    filed = FiledLevel(
        occupation_id=occupation.id, level=level, filed_on=filed_on, receipt_no=receipt_no
    )
    db.session.add(filed)
    detail = {"level": level, "filed_on": filed_on.isoformat(), "receipt_no": receipt_no}
    audit.record(
        AgencyEvent.LEVEL_FILED, actor=actor, subject=f"level:{level}", at=at, detail=detail
    )
    return filed


def withdraw_level(level: int, *, actor: Actor, at: datetime) -> None:
    """Remove a level from those on file; batches keep theirs. raises: Missing."""
    found = db.session.scalar(select(FiledLevel).where(FiledLevel.level == level))
    if found is None:
        raise Missing("这个等级没有备案登记。")
    detail = {"level": level, "receipt_no": found.receipt_no}
    db.session.delete(found)
    audit.record(
        AgencyEvent.LEVEL_WITHDRAWN, actor=actor, subject=f"level:{level}", at=at, detail=detail
    )


def _set_up_occupation() -> None:
    known = select(Occupation.id).where(Occupation.name == queries.OCCUPATION)
    if db.session.scalar(known) is None:
        row = Occupation(name=queries.OCCUPATION, code=OCCUPATION_CODE, trade="", active=True)
        db.session.add(row)
    db.session.flush()


def _refuse_twins(intake: SiteIntake, *, own_id: int | None) -> None:
    for other in queries.sites():
        if other.id == own_id:
            continue
        if other.name == intake.name:
            raise Conflict(f"已有名为“{intake.name}”的考点。请核对名称。")
        if (other.province_code, other.serial) == (intake.province_code, intake.serial):
            raise Conflict(f"站点序列码 {intake.serial} 已用于考点“{other.name}”。请核对批复文件。")


def _write(row: Any, values: dict[str, Any]) -> list[str]:
    """Set the values that differ. returns: their names."""
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _names(changed: list[str]) -> dict[str, Any]:
    return {"changed": changed}


def _note(event: AgencyEvent, place: Site, *, actor: Actor, at: datetime, **detail: Any) -> None:
    audit.record(event, actor=actor, subject=f"site:{place.id}", at=at, detail=detail)
