"""Reads about the agency. Always ordered; one row is one statement."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from examsys.agency.codes import prefix
from examsys.agency.models import Agency, FiledLevel, Occupation, Site
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Missing

OCCUPATION = "劳动关系协调师"


def find_agency() -> Agency | None:
    """The profile, or None before anybody filled it in."""
    return db.session.get(Agency, 1)


def agency() -> Agency:
    """raises: Conflict while the profile is empty."""
    found = find_agency()
    if found is None:
        raise Conflict("机构信息尚未填写。请先由机构负责人在“机构信息”中填写并保存。")
    return found


def sites(*, active_only: bool = False) -> Sequence[Site]:
    query = select(Site).order_by(Site.active.desc(), Site.province_code, Site.serial)
    if active_only:
        query = query.where(Site.active.is_(True))
    return db.session.scalars(query).all()


def site(site_id: int) -> Site:
    """raises: Missing."""
    found = db.session.get(Site, site_id)
    if found is None:
        raise Missing("没有这个考点。请返回机构信息核对。")
    return found


def occupation() -> Occupation:
    """The occupation of the house. raises: Conflict before it is set up."""
    found = db.session.scalar(select(Occupation).where(Occupation.name == OCCUPATION))
    if found is None:
        raise Conflict("职业尚未建立。请先由机构负责人在“机构信息”中填写并保存。")
    return found


def filed_levels() -> Sequence[FiledLevel]:
    """The levels on file, lowest first (四级 before 三级)."""
    query = select(FiledLevel).options(joinedload(FiledLevel.occupation))
    return db.session.scalars(query.order_by(FiledLevel.level.desc())).all()


def certificate_prefix(place: Site) -> str:
    """The 13 characters that the certificates of this site begin with. raises: Conflict."""
    own = agency()
    return prefix(own.category_code, own.agency_code, place.province_code, place.serial)
