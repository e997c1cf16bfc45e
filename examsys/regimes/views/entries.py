"""The rows of registers: entering, reading, approving, correcting, voiding."""

from typing import Any

from flask.typing import ResponseReturnValue

from examsys.accounts import queries as accounts
from examsys.agency import queries as agency
from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.kernel.forms import VersionedForm
from examsys.kernel.web import actor, allow, form_page, may, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.parameters import queries as parameters
from examsys.personnel import queries as personnel
from examsys.regimes import queries, service
from examsys.regimes.entryform import EntryForm, entry_form
from examsys.regimes.forms import ReasonForm
from examsys.regimes.registers import Kind, Register, cell, words
from examsys.regimes.views.blueprint import bp, register_crumbs


@bp.route("/registers/<slug>/new", methods=["GET", "POST"])
@allow("registers.write")
def new_entry(slug: str) -> ResponseReturnValue:
    register = queries.register(slug)
    form = _form(register)
    if form.accepted():
        try:
            with unit_of_work():
                row = service.add_entry(register, form.values(), actor=actor(), at=clock.now())
            say(f"{register.title}已登记。")
            return see_other("regimes.entry", slug=slug, entry_id=row.id)
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
    return form_page("regimes/entry_form.html", form, title=f"登记{register.title}",
                     register=register, crumbs=register_crumbs(register, "登记"))  # fmt: skip


@bp.get("/registers/<slug>/<int:entry_id>/")
@allow("registers.read")
def entry(slug: str, entry_id: int) -> ResponseReturnValue:
    register = queries.register(slug)
    row = queries.entry(register, entry_id)
    return page(
        "regimes/entry.html",
        title=f"{register.title} {entry_id}",
        register=register,
        row=row,
        shown=[(c.label, words(cell(c, row))) for c in register.columns],
        checks=[getattr(row, c.name) for c in register.of_kind(Kind.CHECKS)],
        corrections=queries.corrections(register, entry_id),
        mine=(mine := actor().name in queries.writers(register, row)),
        may_void=may(_voids(register)) and not (register.approval and mine),
        crumbs=register_crumbs(register, str(entry_id)),
    )


@bp.post("/registers/<slug>/<int:entry_id>/approve")
@allow("registers.approve")
def approve_entry(slug: str, entry_id: int) -> ResponseReturnValue:
    register, form = queries.register(slug), VersionedForm.bind()
    if not form.accepted():
        return entry(slug, entry_id)
    own = accounts.names([actor().name]).values()
    with unit_of_work():
        row = queries.entry(register, entry_id)
        shown = form.shown_version
        service.approve_entry(
            register, row, names=set(own), version=shown, actor=actor(), at=clock.now()
        )
    say("已批准。")
    return see_other("regimes.entry", slug=slug, entry_id=entry_id)


@bp.route("/registers/<slug>/<int:entry_id>/correct", methods=["GET", "POST"])
@allow("registers.write")
def correct_entry(slug: str, entry_id: int) -> ResponseReturnValue:
    register = queries.register(slug)
    form = _form(register, queries.entry(register, entry_id))
    if form.accepted():
        try:
            with unit_of_work():
                service.correct_entry(
                    register,
                    queries.entry(register, entry_id),
                    form.values(),
                    reason=form.reason,
                    version=form.shown_version,
                    actor=actor(),
                    at=clock.now(),
                )
            say("更正已保存，更正前的内容一并保留。")
            return see_other("regimes.entry", slug=slug, entry_id=entry_id)
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
    return form_page("regimes/entry_form.html", form, title=f"更正{register.title}",
                     register=register, crumbs=register_crumbs(register, "更正"))  # fmt: skip


@bp.route("/registers/<slug>/<int:entry_id>/void", methods=["GET", "POST"])
@allow("registers.void")
def void_entry(slug: str, entry_id: int) -> ResponseReturnValue:
    register = queries.register(slug)
    if not may(_voids(register)):
        raise NotAllowed("这本登记簿的记录须由有相应权限的人作废。需要办理时请联系机构负责人。")
    row = queries.entry(register, entry_id)
    form = ReasonForm.bind(version=row.version)
    if form.accepted():
        try:
            with unit_of_work():
                service.void_entry(
                    register,
                    queries.entry(register, entry_id),
                    reason=form.reason.data or "",
                    version=form.shown_version,
                    actor=actor(),
                    at=clock.now(),
                )
            say("记录已作废，仍保留备查。", "wait")
            return see_other("regimes.entry", slug=slug, entry_id=entry_id)
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
    return form_page("regimes/void.html", form, title="作废记录", slug=slug, entry_id=entry_id,
                     crumbs=register_crumbs(register, "作废"))  # fmt: skip


def _voids(register: Register) -> str:
    """The operation that lets a row be voided: approval where the register asks for one."""
    return "registers.approve" if register.approval else "registers.write"


def _form(register: Register, row: Any = None) -> EntryForm:
    """The form with what the house offers for choice; a row's own checklist stays what it was."""
    checks = register.of_kind(Kind.CHECKS)
    if not checks:
        lines: list[str] = []
    elif row is not None:
        lines = [one["line"] for one in getattr(row, checks[0].name)]
    else:
        text = str(parameters.value("safety.check_lines", on=clock.today()))
        lines = [line.strip() for line in text.split("；") if line.strip()]
    kinds = {column.kind for column in register.columns}
    offer = {kind: _offers(kind) for kind in kinds & OFFERED}
    return entry_form(register, offer=offer, lines=lines, row=row)


OFFERED = {Kind.BATCH, Kind.PERSON, Kind.PEOPLE, Kind.SITE}


def _offers(kind: Kind) -> list[tuple[str, str]]:
    if kind is Kind.BATCH:
        return queries.batch_choices()
    if kind is Kind.SITE:
        return [(str(site.id), site.name) for site in agency.sites()]
    people = personnel.all_people()
    return [(str(one.id), f"{one.name}（{one.employer}）") for one in people]
