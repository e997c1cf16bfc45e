"""The life of a regime's version: drafted by one, approved by another, superseded or withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from examsys.audit import service as audit
from examsys.kernel import clock, files
from examsys.kernel.actor import Actor
from examsys.kernel.db import db, expect_version
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.regimes import queries
from examsys.regimes.documents import Document
from examsys.regimes.events import RegimesEvent
from examsys.regimes.models import RegimeVersion
from examsys.rules import regimes as rules
from examsys.rules.states import RegimeStanding

PURPOSE = "regime"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a version says about itself. places: demanded point → article of the document."""

    title: str
    owner: str
    effective_from: date
    review_on: date
    places: Mapping[str, str]


def draft_version(
    number: int, draft: Draft, document: Document, *, actor: Actor, at: datetime
) -> RegimeVersion:
    """raises: Conflict while another version of the regime waits for approval; Invalid."""
    known = queries.versions(number)
    today = clock.day_of(at)
    if any(_stands(row, known, today) is RegimeStanding.DRAFTED for row in known):
        raise Conflict("这项制度已有一个版本等待批准。请先批准或废止该版本，再登记新版本。")
    _require_days(draft)
    row = RegimeVersion(
        number=number,
        version_no=max((one.version_no for one in known), default=0) + 1,
        drafted_by=actor.name,
        drafted_at=at,
        **_written(draft, number, actor),
        **_kept(document, at=at),
    )
    db.session.add(row)
    db.session.flush()
    _record(RegimesEvent.VERSION_DRAFTED, row, actor=actor, at=at, sha256=row.file_sha256)
    return row


def change_version(
    row: RegimeVersion,
    draft: Draft,
    document: Document | None,
    *,
    version: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """raises: Stale; Conflict once it is approved or withdrawn; Invalid."""
    expect_version(row, version)
    _require_open(row)
    _require_days(draft)
    values = _written(draft, row.number, actor)
    if document is not None:
        values |= _kept(document, at=at)
    for name, value in values.items():
        setattr(row, name, value)
    _record(RegimesEvent.VERSION_CHANGED, row, actor=actor, at=at, sha256=row.file_sha256)


def approve_version(row: RegimeVersion, *, version: int | None, actor: Actor, at: datetime) -> None:
    """Approve what somebody else drafted; it counts from its first day on.

    raises: Stale; NotAllowed for everybody who ever drafted or changed it; Conflict when it is no
    draft, a demanded point has no article, or its first day would rewrite days that have passed.
    """
    expect_version(row, version)
    _require_open(row)
    if actor.name in queries.drafters(row):
        raise NotAllowed("起草或修改过这个版本的人不能批准，请由另一人批准。")
    regime = queries.regime(row.number)
    if missing := regime.missing(row.places):
        named = "、".join(missing)
        raise Conflict(f"{regime.cite} 要求的内容还没有对应条款：{named}。请先补写条款再批准。")
    _require_first_day(row, today=clock.day_of(at))
    files.read(files.kept_file(row.file_uuid, purpose=PURPOSE))  # still what was uploaded
    row.approved_by, row.approved_at = actor.name, at
    _record(
        RegimesEvent.VERSION_APPROVED,
        row,
        actor=actor,
        at=at,
        sha256=row.file_sha256,
        **{"from": row.effective_from.isoformat()},
    )


def withdraw_version(
    row: RegimeVersion, *, on: date, reason: str, version: int | None, actor: Actor, at: datetime
) -> None:
    """End a version from a day on; a draft is given up at once.

    raises: Stale, Conflict, Invalid.
    """
    expect_version(row, version)
    if row.withdrawn_on is not None:
        raise Conflict("这个版本已经废止。")
    today = clock.day_of(at)
    if on < today:
        raise Invalid("废止日期不能早于今天，已经过去的日期按当时的制度办理。")
    row.withdrawn_on = on if row.approved else today
    row.withdrawn_by, row.withdrawn_reason = actor.name, reason
    _record(
        RegimesEvent.VERSION_WITHDRAWN,
        row,
        actor=actor,
        at=at,
        reason=reason,
        on=row.withdrawn_on.isoformat(),
    )


def record_review(
    row: RegimeVersion, *, next_on: date, version: int | None, actor: Actor, at: datetime
) -> None:
    """The owner looked at a version in force and keeps it. raises: Stale, Conflict, Invalid."""
    expect_version(row, version)
    today = clock.day_of(at)
    known = queries.versions(row.number)
    if _stands(row, known, today) is not RegimeStanding.IN_FORCE:
        raise Conflict("只有现行有效的版本需要复核。")
    if next_on <= today:
        raise Invalid("下次复核日期应在今天以后。")
    row.review_on, row.reviewed_by, row.reviewed_at = next_on, actor.name, at
    _record(RegimesEvent.REVIEW_RECORDED, row, actor=actor, at=at, due=next_on.isoformat())


def _written(draft: Draft, number: int, actor: Actor) -> dict[str, Any]:
    points = queries.regime(number).points
    places = {point: draft.places.get(point, "").strip() for point in points}
    return {
        "title": draft.title,
        "owner": draft.owner,
        "effective_from": draft.effective_from,
        "review_on": draft.review_on,
        "places": {point: place for point, place in places.items() if place},
        "changed_by": actor.name,
    }


def _kept(document: Document, *, at: datetime) -> dict[str, Any]:
    kept = files.keep(
        document.content,
        name=document.name,
        media_type=document.media_type,
        purpose=PURPOSE,
        at=at,
    )
    return {"file_uuid": kept.uuid, "file_name": kept.name, "file_sha256": kept.sha256}


def _require_days(draft: Draft) -> None:
    if draft.review_on <= draft.effective_from:
        raise Invalid("下次复核日期应在施行日期以后。")


def _require_open(row: RegimeVersion) -> None:
    if row.withdrawn_on is not None:
        raise Conflict("这个版本已经废止，不能再改。")
    if row.approved:
        raise Conflict("这个版本已经批准，不能再改。需要修订时请登记新版本，自其施行日起替代。")


def _require_first_day(row: RegimeVersion, *, today: date) -> None:
    """Only the first version may begin in the past: later ones would change what was in force."""
    earlier = [one for one in queries.versions(row.number) if rules.counts(one)]
    if earlier and row.effective_from < today:
        raise Conflict("施行日期早于今天。除首个版本补登外，新版本应自今天或以后施行。")
    if any(one.effective_from >= row.effective_from for one in earlier):
        raise Conflict("施行日期不晚于已批准的版本，请改为更晚的日期。")


def _stands(row: RegimeVersion, known: Any, today: date) -> RegimeStanding:
    return rules.standing(row, known, on=today)


def _record(
    event: RegimesEvent, row: RegimeVersion, *, actor: Actor, at: datetime, **detail: Any
) -> None:
    said = {"number": row.number, "version": row.version_no, **detail}
    audit.record(event, actor=actor, subject=f"regime_version:{row.id}", at=at, detail=said)
