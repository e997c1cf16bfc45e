"""Drawing a set: chosen from cards, opened once to be frozen, sealed, then kept in one unit.

`prepare_draw` runs outside a unit of work, because every opening of text is committed to the log
before it happens; `keep_draw` runs inside one and refuses when anything moved in between.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from examsys.audit import service as audit
from examsys.bank import gateway
from examsys.bank import queries as bank
from examsys.batches.models import Batch
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, new_uuid
from examsys.kernel.errors import Conflict
from examsys.papers import queries
from examsys.papers.events import PapersEvent
from examsys.papers.models import Blueprint, PaperForm, PaperSet
from examsys.papers.plans import full_json, pack_cards, pick_json
from examsys.papers.service.blueprints import plan_of
from examsys.papers.service.previews import Terms, choose, eligible, full_plan_of, terms_of
from examsys.rules.states import (
    LEVEL_SHORT,
    BatchState,
    Component,
    PaperState,
    components_of,
    label,
)
from question_bank import (
    Assembly,
    Card,
    Question,
    Ref,
    check_forms,
    digest,
    freeze,
    seal_paper,
    seal_seed,
)
from question_bank import Blueprint as FullPlan

KINDS = ("main", "spare")
LETTERS = {"main": "A", "spare": "B"}
MARKS = {Component.THEORY: "T", Component.SKILL: "S", Component.REVIEW: "R"}
BEFORE = (
    BatchState.PLANNED,
    BatchState.FILED,
    BatchState.ANNOUNCED,
    BatchState.REGISTERING,
    BatchState.REVIEWING,
    BatchState.SEATED,
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """One form of a draw, ready to be kept."""

    uuid: str
    envelope: bytes = field(repr=False)
    digest: str
    refs: list[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A draw that is not kept yet. fresh: as asked, so that the pool can be compared again."""

    batch_id: int
    component: Component
    blueprint_id: int
    blueprint_version: int
    uuid: str
    plan: dict[str, Any]
    pool: bytes = field(repr=False)
    pool_digest: str
    seed_sealed: bytes = field(repr=False)
    reached: dict[str, Any]
    forms: tuple[Sealed, ...]
    fresh: bool


def prepare_draw(
    batch: Batch,
    component: Component,
    blueprint: Blueprint,
    *,
    fresh: bool = False,
    actor: Actor,
    at: datetime,
) -> Drawn:
    """Draw, open and freeze a main and a spare paper; call it outside a unit of work.

    fresh: leave out the items of this batch's withdrawn sets.
    raises: Conflict with every shortfall; nothing has been opened or changed then.
    """
    require_drawable(batch, component, blueprint)
    on = clock.day_of(at)
    full = full_plan_of(plan_of(blueprint), batch.level, component, on=on)
    terms = terms_of(batch, component, fresh=fresh, on=on)
    pool = eligible(full, terms)
    seed = int.from_bytes(secrets.token_bytes(32), "big")
    found = _chosen(full, pool, terms, seed=seed)
    own = new_uuid()
    # Everything the rows say is read before texts are opened: that ends the read transaction.
    drawn = partial(
        Drawn,
        batch_id=batch.id,
        component=component,
        blueprint_id=blueprint.id,
        blueprint_version=blueprint.version,
        uuid=own,
        plan={**full_json(full), **_circumstances(blueprint, terms)},
        pool=pack_cards(pool),
        pool_digest=found.snapshot,
        seed_sealed=seal_seed(seed, uuid=UUID(own), keys=gateway.keys()),
        reached=_reached(full, found, terms, on=on),
        fresh=fresh,
    )
    texts = gateway.open_items(
        list(dict.fromkeys(ref for form in found.forms for ref in form.refs)),
        actor=actor,
        reason=f"{batch.title}{label(component)}组卷定稿",
        subject=f"batch:{batch.id}",
    )
    return drawn(forms=_sealed(found, texts, full, seed=seed))


def keep_draw(
    drawn: Drawn, batch: Batch, blueprint: Blueprint, *, actor: Actor, at: datetime
) -> PaperSet:
    """Keep a prepared draw, if nothing it rests on has moved. raises: Conflict."""
    require_drawable(batch, drawn.component, blueprint)
    if (blueprint.id, blueprint.version) != (drawn.blueprint_id, drawn.blueprint_version):
        raise Conflict("组卷方案在组卷期间被修改，没有保存。请核对方案后重新组卷。")
    on = clock.day_of(at)
    full = full_plan_of(plan_of(blueprint), batch.level, drawn.component, on=on)
    terms = terms_of(batch, drawn.component, fresh=drawn.fresh, on=on)
    if digest(eligible(full, terms)) != drawn.pool_digest:
        raise Conflict("题库在组卷期间有变化，没有保存。请重新组卷。")
    number = queries.draws(batch.id, drawn.component) + 1
    paper_set = PaperSet(
        uuid=drawn.uuid,
        batch=batch,
        component=drawn.component,
        draw_no=number,
        blueprint=drawn.plan,
        seed_sealed=drawn.seed_sealed,
        pool=drawn.pool,
        pool_digest=drawn.pool_digest,
        reached=drawn.reached,
        state=PaperState.DRAWN,
        drawn_by=actor.name,
        drawn_at=at,
        forms=[
            PaperForm(
                uuid=one.uuid,
                kind=kind,
                number=paper_number(batch, drawn.component, number, kind),
                envelope=one.envelope,
                digest=one.digest,
                refs=one.refs,
            )
            for kind, one in zip(KINDS, drawn.forms, strict=True)
        ],
    )
    db.session.add(paper_set)
    db.session.flush()
    _record_drawn(paper_set, actor=actor, at=at)
    return paper_set


def require_drawable(batch: Batch, component: Component, blueprint: Blueprint) -> None:
    """raises: Conflict when no set may be drawn for this component now."""
    if batch.state not in BEFORE:
        raise Conflict(f"批次处于“{label(batch.state)}”，不能再组卷。")
    if component not in components_of(batch.level):
        raise Conflict(f"{LEVEL_SHORT[batch.level]}没有{label(component)}。")
    if (blueprint.level, blueprint.component) != (batch.level, component):
        raise Conflict("组卷方案与批次的等级或考核项目不一致，请另选方案。")
    if not blueprint.active:
        raise Conflict("这个组卷方案已停用，请另选方案。")
    if (batch.id, component) in queries.standing([batch.id]):
        raise Conflict(
            f"本批次已有{label(component)}试卷。确需重新组卷的，请先作废原卷并说明原因。"
        )


def paper_number(batch: Batch, component: Component, draw_no: int, kind: str) -> str:
    """As printed at the foot: batch, level, component and draw, letter of the form."""
    return f"{batch.number}-{batch.level}{MARKS[component]}{draw_no}-{LETTERS[kind]}"


def _circumstances(blueprint: Blueprint, terms: Terms) -> dict[str, Any]:
    """What a set keeps of its blueprint beside the whole plan."""
    return {
        "blueprint": blueprint.id,
        "title": blueprint.title,
        "minutes": blueprint.minutes,
        "revision": len(blueprint.revisions),
        "overlap_max": str(terms.overlap_max),
        "barred": sorted(str(ref) for ref in terms.barred),
        "barred_from": list(terms.sources),
    }


def _reached(full: FullPlan, found: Assembly, terms: Terms, *, on: date) -> dict[str, Any]:
    """Overlap, difficulties 1 to 5 of each form, and the names of the points that were reached."""
    codes = sorted({pick.point_code for form in found.forms for pick in form.picks})
    names = bank.point_names(on=on)
    return {
        "overlap": found.overlap[0, 1],
        "overlap_limit": int(full.count * terms.overlap_max),
        "points": {code: names.get((full.level, code), "") for code in codes},
        "difficulty": [list(form.difficulties.values()) for form in found.forms],
    }


def _chosen(full: FullPlan, pool: Sequence[Card], terms: Terms, *, seed: int) -> Assembly:
    """The forms, checked a second time by code that is not the solver's."""
    found = choose(full, pool, terms, seed=seed)
    if not found.complete:
        raise Conflict("题库不能满足组卷方案，没有组卷：" + "；".join(found.reasons) + "。")
    if faults := check_forms(full, pool, found.forms, overlap_max=terms.overlap_max):
        raise Conflict("组卷结果复核未通过，没有保存：" + "；".join(faults) + "。")
    return found


def _sealed(
    found: Assembly, texts: Mapping[Ref, Question], full: FullPlan, *, seed: int
) -> tuple[Sealed, ...]:
    uuids = [UUID(new_uuid()) for _ in found.forms]
    papers = freeze(found, texts, blueprint=full, seed=seed, uuids=uuids)
    return tuple(
        Sealed(
            uuid=str(paper.uuid),
            envelope=seal_paper(paper, keys=gateway.keys()),
            digest=paper.digest,
            refs=[pick_json(pick) for pick in form.picks],
        )
        for paper, form in zip(papers, found.forms, strict=True)
    )


def _record_drawn(paper_set: PaperSet, *, actor: Actor, at: datetime) -> None:
    detail = {
        "batch": paper_set.batch_id,
        "component": paper_set.component.value,
        "draw": paper_set.draw_no,
        "pool": paper_set.pool_digest,
        "forms": {form.number: form.digest for form in paper_set.forms},
    }
    audit.record(
        PapersEvent.SET_DRAWN, actor=actor, subject=f"set:{paper_set.id}", at=at, detail=detail
    )
