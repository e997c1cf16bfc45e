"""Reads of filings: ordered, eager."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ScalarSelect, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from examsys.agency import queries as agency
from examsys.agency.models import Site
from examsys.filing.models import (
    Dossier,
    FilingCase,
    FilingDuty,
    FilingFact,
    FilingMatter,
    FilingPaper,
    ReadinessDay,
    SiteTenure,
)
from examsys.kernel.db import db
from examsys.kernel.errors import Missing
from examsys.parameters import queries as parameters
from examsys.rules.filinglife import EDITABLE, CaseState, MatterState


def case(case_id: int) -> FilingCase:
    """A filing with its dossiers. raises: Missing."""
    query = select(FilingCase).where(FilingCase.id == case_id)
    found = db.session.scalar(query.options(selectinload(FilingCase.dossiers)))
    if found is None:
        raise Missing("没有这项备案申报。请从备案列表重新选择。")
    return found


def cases() -> Sequence[FilingCase]:
    """All filings, the newest first."""
    query = select(FilingCase).options(selectinload(FilingCase.dossiers))
    return db.session.scalars(query.order_by(FilingCase.id.desc())).all()


def facts(case_id: int) -> Sequence[FilingFact]:
    query = select(FilingFact).where(FilingFact.case_id == case_id)
    return db.session.scalars(query.order_by(FilingFact.id)).all()


def fact(case_id: int, key: str) -> FilingFact | None:
    query = select(FilingFact).where(FilingFact.case_id == case_id, FilingFact.key == key)
    return db.session.scalar(query)


def papers(case_id: int) -> Sequence[FilingPaper]:
    """The papers of a filing that were not withdrawn."""
    query = select(FilingPaper).where(
        FilingPaper.case_id == case_id, FilingPaper.withdrawn_at.is_(None)
    )
    return db.session.scalars(query.order_by(FilingPaper.key, FilingPaper.id)).all()


def paper(case_id: int, paper_id: int) -> FilingPaper:
    """raises: Missing, also for a paper of another filing."""
    found = db.session.get(FilingPaper, paper_id)
    if found is None or found.case_id != case_id:
        raise Missing("没有这份材料。请返回备案检查单重新选择。")
    return found


def duties(case_id: int) -> dict[str, FilingDuty]:
    """Who mends what, by the key of the line."""
    query = select(FilingDuty).where(FilingDuty.case_id == case_id)
    return {row.key: row for row in db.session.scalars(query.order_by(FilingDuty.id))}


def sites() -> list[tuple[Site, SiteTenure | None]]:
    """The sites in use, each with the right by which it is used."""
    query = select(SiteTenure).order_by(SiteTenure.site_id)
    known = {row.site_id: row for row in db.session.scalars(query)}
    return [(site, known.get(site.id)) for site in agency.sites(active_only=True)]


def tenure(site_id: int) -> SiteTenure | None:
    return db.session.scalar(select(SiteTenure).where(SiteTenure.site_id == site_id))


def history(case_id: int) -> Sequence[ReadinessDay]:
    """The readiness of the days on which it was kept, the newest first."""
    query = select(ReadinessDay).where(ReadinessDay.case_id == case_id)
    return db.session.scalars(query.order_by(ReadinessDay.on.desc()).limit(60)).all()


def dossier(dossier_id: int) -> Dossier:
    """raises: Missing."""
    query = select(Dossier).where(Dossier.id == dossier_id).options(joinedload(Dossier.case))
    found = db.session.scalar(query)
    if found is None:
        raise Missing("没有这个申报材料包。请返回备案页面重新选择。")
    return found


def matter(matter_id: int) -> FilingMatter:
    """raises: Missing."""
    query = select(FilingMatter).where(FilingMatter.id == matter_id)
    found = db.session.scalar(query.options(joinedload(FilingMatter.case)))
    if found is None:
        raise Missing("没有这个备案事项。请返回备案页面重新选择。")
    return found


def matters(case_id: int) -> Sequence[FilingMatter]:
    """What followed a filing: open ones first, by the day they are due."""
    query = select(FilingMatter).where(FilingMatter.case_id == case_id)
    done = FilingMatter.state == MatterState.CLOSED
    return db.session.scalars(query.order_by(done, FilingMatter.due_on, FilingMatter.id)).all()


def matters_open() -> ScalarSelect[int]:
    """How many matters wait: for the list of what waits."""
    query = select(func.count(FilingMatter.id)).where(FilingMatter.state == MatterState.OPEN)
    return query.scalar_subquery()


def matters_due() -> ScalarSelect[date]:
    """The nearest day by which an open matter is due."""
    query = select(func.min(FilingMatter.due_on)).where(FilingMatter.state == MatterState.OPEN)
    return query.scalar_subquery()


def renewals_due(on: date) -> ScalarSelect[int]:
    """How many accepted filings end so soon that they are reminded of."""
    days = parameters.value("filing.renewal_days", on=on)
    query = select(func.count(FilingCase.id)).where(
        FilingCase.state == CaseState.ACCEPTED,
        FilingCase.valid_until <= on + timedelta(days=days),
    )
    return query.scalar_subquery()


def lines_due(on: date) -> ScalarSelect[int]:
    """How many lines of checklists in preparation are past their day."""
    query = select(func.count(FilingDuty.id)).join(FilingCase, FilingCase.id == FilingDuty.case_id)
    query = query.where(FilingCase.state.in_(EDITABLE), FilingDuty.due_on <= on)
    return query.scalar_subquery()


def other_open(province_code: str, scope: str) -> bool:
    """Whether a filing for the same place is being prepared, handed in or corrected."""
    query = select(FilingCase.id).where(
        FilingCase.province_code == province_code,
        FilingCase.scope == scope,
        or_(FilingCase.state.in_((*EDITABLE, CaseState.SUBMITTED))),
    )
    return db.session.scalar(query.limit(1)) is not None
