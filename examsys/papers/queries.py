"""Reads of blueprints and paper sets. Never text: a form's envelope is not even loaded."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from examsys.bank.models import BANK
from examsys.bank.queries import PERSON
from examsys.batches.models import Batch
from examsys.kernel.db import db
from examsys.kernel.errors import Missing
from examsys.papers.models import Blueprint, PaperForm, PaperSet
from examsys.papers.plans import pick
from examsys.personnel.models import Person
from examsys.rules.states import Component, PaperState

STANDING = (PaperState.DRAWN, PaperState.APPROVED)
KIND_WORDS = {"main": "主卷", "spare": "备用卷"}


def blueprint(blueprint_id: int) -> Blueprint:
    """raises: Missing."""
    query = select(Blueprint).where(Blueprint.id == blueprint_id)
    found = db.session.scalar(query.options(selectinload(Blueprint.revisions)))
    if found is None:
        raise Missing("没有这个组卷方案。请返回组卷方案列表核对。")
    return found


def blueprints(*, level: int | None = None, component: str = "") -> Select[Blueprint]:
    query = select(Blueprint).options(selectinload(Blueprint.revisions))
    if level:
        query = query.where(Blueprint.level == level)
    return query.where(Blueprint.component == component) if component else query


def active_blueprints(level: int, component: Component) -> Sequence[Blueprint]:
    query = blueprints(level=level, component=component).where(Blueprint.active.is_(True))
    return db.session.scalars(query.order_by(Blueprint.changed_at.desc(), Blueprint.id)).all()


def paper_set(set_id: int) -> PaperSet:
    """raises: Missing."""
    query = select(PaperSet).where(PaperSet.id == set_id)
    found = db.session.scalar(query.options(joinedload(PaperSet.batch), *_forms()))
    if found is None:
        raise Missing("没有这套试卷。请返回试卷列表核对。")
    return found


def paper_sets(
    *, level: int | None = None, component: str = "", state: str = "", batch_id: int | None = None
) -> Select[PaperSet]:
    query = select(PaperSet).join(PaperSet.batch).options(joinedload(PaperSet.batch), *_forms())
    if level:
        query = query.where(Batch.level == level)
    if component:
        query = query.where(PaperSet.component == component)
    if state:
        query = query.where(PaperSet.state == state)
    return query.where(PaperSet.batch_id == batch_id) if batch_id else query


def sets_of(batch_id: int, component: Component | None = None) -> Sequence[PaperSet]:
    """Every set ever drawn for a batch, the withdrawn ones too, in the order of the draws."""
    query = paper_sets(batch_id=batch_id).order_by(PaperSet.component, PaperSet.draw_no)
    if component is not None:
        query = query.where(PaperSet.component == component)
    return db.session.scalars(query).all()


def standing(batch_ids: Sequence[int]) -> dict[tuple[int, Component], PaperSet]:
    """The drawn or approved set of each batch and component, where there is one."""
    query = select(PaperSet).where(PaperSet.batch_id.in_(batch_ids), PaperSet.state.in_(STANDING))
    return {(row.batch_id, row.component): row for row in db.session.scalars(query)}


def writers(batch_id: int) -> Sequence[Person]:
    """The people of the register who wrote items of a batch's standing papers."""
    query = select(PaperForm.refs).join(PaperForm.paper_set)
    query = query.where(PaperSet.batch_id == batch_id, PaperSet.state.in_(STANDING))
    items = {pick(body).ref.item for refs in db.session.scalars(query) for body in refs}
    keys = db.session.scalars(
        select(BANK.item.c.written_by).where(BANK.item.c.uuid.in_(items)).distinct()
    )
    people = [int(key.removeprefix(PERSON)) for key in keys if key.startswith(PERSON)]
    return db.session.scalars(
        select(Person).where(Person.id.in_(people)).order_by(Person.name_key, Person.id)
    ).all()


def approved_set(batch_id: int, component: Component) -> PaperSet | None:
    """The set that is sat in a batch, its forms loaded."""
    query = paper_sets(batch_id=batch_id, component=component, state=PaperState.APPROVED)
    return db.session.scalar(query)


def recent_sets(batch: Batch, component: Component, *, batches: int) -> Sequence[PaperSet]:
    """The standing sets of the last so many other batches of the same level."""
    if batches < 1:
        return []
    of_level = (Batch.level == batch.level, Batch.id != batch.id)
    wanted = (PaperSet.component == component, PaperSet.state.in_(STANDING))
    query = select(PaperSet).join(PaperSet.batch).where(*of_level, *wanted)
    query = query.options(joinedload(PaperSet.batch), *_forms())
    latest = query.order_by(Batch.exam_on.desc(), Batch.id.desc()).limit(batches)
    return db.session.scalars(latest).all()


def draws(batch_id: int, component: Component) -> int:
    """How many sets were ever drawn."""
    query = select(func.count()).select_from(PaperSet)
    own = (PaperSet.batch_id == batch_id, PaperSet.component == component)
    return db.session.scalar(query.where(*own)) or 0


def form(form_id: int) -> PaperForm:
    """raises: Missing."""
    query = select(PaperForm).where(PaperForm.id == form_id)
    eager = joinedload(PaperForm.paper_set).joinedload(PaperSet.batch)
    found = db.session.scalar(query.options(eager))
    if found is None:
        raise Missing("没有这份试卷。请返回试卷列表核对。")
    return found


def _forms() -> tuple[ExecutableOption, ...]:
    return (selectinload(PaperSet.forms),)
