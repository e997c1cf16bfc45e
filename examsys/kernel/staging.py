"""The one way in for workbooks: upload, preview with every row's errors, confirm, done once.

Nothing of the feature is written before the confirmation, and nothing while one row is wrong.
A feature describes its import once and writes five thin views:

    ROSTER = staging.Import(kind="personnel.people", spec=SPEC, check=intake.check)

    def check(rows, subject):                       # reads only; also runs at confirmation
        errors, plan = [], []
        for number, row in rows:                    # rows that are well-formed by SPEC
            known = people.get(row["id_number"])
            if known and known.left:
                errors.append(RowError(number, "身份证件号码", "该人员已离职：请先办理返聘。"))
                continue
            effect = Effect.NEW if known is None else Effect.SAME
            plan.append(Planned(number, effect, PersonIntake(**row)))
        return errors, plan

    @bp.route("/import", methods=["GET", "POST"])
    @allow("personnel.change")
    def upload():
        form = UploadForm.bind()
        if form.accepted():
            try:
                staged = staging.stage(ROSTER, form.workbook.data, actor=actor(), at=clock.now())
                return see_other("personnel.import_preview", uuid=staged.uuid)
            except Invalid as refusal:
                form.workbook.errors = [str(refusal)]
        return upload_page(ROSTER, form, title="导入人员", crumbs=[…],
                           template_url=url_for("personnel.import_template"))

    @bp.get("/import/template")                     # stagingpages.template_file(ROSTER)
    @bp.get("/import/<uuid>/")                      # stagingpages.preview_page(preview, …)
    @bp.get("/import/<uuid>/errors")                # stagingpages.errors_file(preview)

    @bp.post("/import/<uuid>/confirm")
    @allow("personnel.change")
    def import_confirm(uuid):
        upload = staging.reread(ROSTER, uuid, actor=actor())         # outside the unit: slow
        with unit_of_work():
            plan = staging.confirm(upload, at=clock.now())           # checks again, under the lock
            service.take_in([p.value for p in plan], actor=actor(), at=clock.now())
        say(f"已导入 {len(plan)} 人。")
        return see_other("personnel.index")

`confirm` returns only the planned rows that change something and refuses while there is none.
The feature's verb records the audit event; the staged upload itself is plumbing.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from examsys.kernel import chores, files
from examsys.kernel.actor import Actor
from examsys.kernel.db import Model, db, new_uuid
from examsys.kernel.errors import Conflict, Invalid, Missing
from examsys.kernel.exports import XLSX
from examsys.kernel.sheetread import read_rows
from examsys.kernel.sheetspec import RowError, SheetContent, SheetSpec, Value
from examsys.kernel.work import unit_of_work

LIFE = timedelta(days=1)
PURPOSE = "staging"


class StagedImport(Model):
    """One upload that was previewed; confirmed at most once."""

    __tablename__ = "staged_import"
    __audited__ = False

    uuid: Mapped[str] = mapped_column(unique=True, default=new_uuid)
    kind: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    file_uuid: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Effect(StrEnum):
    """What a sound row would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Planned:
    """One sound row. value: what the feature's verb takes; row: as the user counts them."""

    row: int
    effect: Effect
    value: Any


Rows = Sequence[tuple[int, dict[str, Value]]]
Check = Callable[[Rows, str], tuple[list[RowError], list[Planned]]]


class Upload(Protocol):
    """A file field's data."""

    filename: str | None

    def read(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Import:
    """A kind of workbook. check: (well-formed rows, subject) → errors, plan; it only reads."""

    kind: str
    spec: SheetSpec
    check: Check


@dataclass(frozen=True, slots=True)
class Reread:
    """A staged upload with its bytes and its rows, before the feature's own check."""

    wanted: Import
    uuid: str
    content: bytes
    rows: SheetContent


@dataclass(frozen=True)
class Preview:
    """What an upload would do, judged now."""

    wanted: Import
    staged: StagedImport
    upload: Reread
    errors: list[RowError]
    plan: list[Planned]
    imported_before: datetime | None  # when the same bytes were confirmed

    @cached_property
    def counts(self) -> dict[str, int]:
        """total, wrong, new, changed, same: rows, not errors."""
        effects = Counter(planned.effect for planned in self.plan)
        wrong = len({error.row for error in self.errors})
        known = {effect.value: effects[effect] for effect in Effect}
        return {"total": self.upload.rows.total, "wrong": wrong, **known}

    @property
    def changes(self) -> list[Planned]:
        return [planned for planned in self.plan if planned.effect is not Effect.SAME]

    @property
    def obstacle(self) -> str:
        """Why it cannot be confirmed; empty when it can."""
        if self.staged.confirmed_at is not None:
            return "这份文件已经导入，没有重复导入。"
        if self.errors:
            return "文件中还有错误，没有导入任何内容。请按错误报告更正后重新上传。"
        if not self.changes:
            return "导入后没有任何变化，无需导入。"
        return ""


def stage(
    wanted: Import, upload: Upload, *, actor: Actor, at: datetime, subject: str = ""
) -> StagedImport:
    """Keep an upload for its preview, in a unit of its own. Old unconfirmed ones are forgotten.

    subject: what it is imported into, e.g. "batch:3". raises: Invalid when it is not such a table.
    """
    name, content = (upload.filename or "").strip(), upload.read()
    if not name or not content:
        raise Invalid("没有选择文件或文件是空的，请选择填写好的表格。")
    rows = read_rows(content, wanted.spec, name=name)
    media_type = XLSX if content.startswith(b"PK") else "text/csv"
    with unit_of_work(audited=False):
        purge(at=at)
        kept = files.keep(content, name=name, media_type=media_type, purpose=PURPOSE, at=at)
        staged = StagedImport(
            kind=wanted.kind,
            subject=subject,
            file_uuid=kept.uuid,
            sha256=sha256(content).hexdigest(),
            name=name,
            created_by=actor.name,
            created_at=at,
            summary={"total": rows.total},
        )
        db.session.add(staged)
    return staged


def reread(wanted: Import, uuid: str, *, actor: Actor) -> Reread:
    """Read a staged upload again. raises: Missing when it is gone, or somebody else's."""
    staged = _staged(wanted, uuid)
    if staged.created_by != actor.name:
        raise Missing("没有这次上传，或它不是由本账号上传的。请重新上传。")
    content = files.read(files.kept_file(staged.file_uuid, purpose=PURPOSE))
    return Reread(wanted, uuid, content, read_rows(content, wanted.spec, name=staged.name))


def preview(wanted: Import, uuid: str, *, actor: Actor) -> Preview:
    """What a staged upload would do now. raises: Missing."""
    return judge(reread(wanted, uuid, actor=actor))


def judge(upload: Reread) -> Preview:
    """Run the feature's check over the rows of an upload."""
    wanted, staged = upload.wanted, _staged(upload.wanted, upload.uuid)
    errors, plan = wanted.check(upload.rows.rows, staged.subject)
    together = sorted([*upload.rows.errors, *errors], key=lambda error: error.row)
    return Preview(wanted, staged, upload, together, plan, _imported_before(staged))


def confirm(upload: Reread, *, at: datetime) -> list[Planned]:
    """Mark an upload as imported, in the caller's unit. returns: the rows that change something.

    raises: Conflict while a row is wrong, when nothing would change, or the second time.
    """
    db.session.refresh(_staged(upload.wanted, upload.uuid), with_for_update=True)
    shown = judge(upload)
    if shown.obstacle:
        raise Conflict(shown.obstacle)
    shown.staged.confirmed_at = at
    shown.staged.summary = shown.counts
    db.session.flush()
    return shown.changes


def purge(*, at: datetime) -> int:
    """Forget uploads of more than a day ago that were never confirmed. returns: how many."""
    late = select(StagedImport).where(
        StagedImport.confirmed_at.is_(None), StagedImport.created_at < at - LIFE
    )
    old = db.session.scalars(late).all()
    for staged in old:
        files.forget(files.kept_file(staged.file_uuid, purpose=PURPOSE))
        db.session.delete(staged)
    return len(old)


chores.register("uploads nobody confirmed", purge)


def _staged(wanted: Import, uuid: str) -> StagedImport:
    query = select(StagedImport).where(StagedImport.uuid == uuid, StagedImport.kind == wanted.kind)
    found = db.session.scalar(query)
    if found is None:
        raise Missing("没有这次上传：可能已超过一天未确认而被清理。请重新上传。")
    return found


def _imported_before(staged: StagedImport) -> datetime | None:
    same = select(StagedImport.confirmed_at).where(
        StagedImport.kind == staged.kind,
        StagedImport.subject == staged.subject,
        StagedImport.sha256 == staged.sha256,
        StagedImport.confirmed_at.is_not(None),
    )
    return db.session.scalar(same.order_by(StagedImport.confirmed_at.desc()).limit(1))
