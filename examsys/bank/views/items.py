"""One item: written by hand, shown unopened, opened with a reason, changed, taken out."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from examsys.bank import gateway, queries, service
from examsys.bank.forms import ItemForm, OpenForm, ReasonForm
from examsys.bank.views.blueprint import WORDS, about, bp, crumbs, seen_record
from examsys.kernel import clock
from examsys.kernel.errors import AppError, Conflict, Invalid, NotAllowed
from examsys.kernel.forms import choices
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.permissions import Role
from examsys.rules.states import LEVEL_SHORT, LEVELS, Component
from question_bank import COMPONENT_NAMES, KIND_NAMES, Kind, Record, Ref

REFUSALS = (Invalid, Conflict, NotAllowed)
KEEP = "保持原命题人"


@bp.route("/new", methods=["GET", "POST"])
@allow("bank.write")
def new() -> ResponseReturnValue:
    """First level, component and kind; then the form of that kind."""
    args = request.args
    level, kind = args.get("level", type=int), args.get("kind", "")
    component = args.get("component", "")
    if (
        level is None
        or level not in LEVELS
        or kind not in KIND_NAMES
        or component not in COMPONENT_NAMES
    ):
        return page("bank/choose.html", title="录入试题", levels=list(LEVELS.items()),
                    crumbs=crumbs("录入试题"), **WORDS)  # fmt: skip
    form = _form(Kind(kind), level)
    if form.accepted():
        draft = form.draft(level=level, component=Component(component), kind=Kind(kind))
        try:
            with unit_of_work():
                item = service.add_item(draft, actor=actor(), at=clock.now())
        except REFUSALS as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("试题已封存入库，状态为草稿。下一步：提交审核。")
            return see_other("bank.show", item=item)
    return form_page(
        "bank/edit.html",
        form,
        title=f"录入试题 {LEVEL_SHORT[level]} · {KIND_NAMES[Kind(kind)]}",
        record=None,
        mark=None,
        table=queries.table(level, on=clock.today()),
        crumbs=crumbs("录入试题"),
    )


@bp.get("/<uuid:item>/")
@allow("bank.read")
def show(item: UUID) -> ResponseReturnValue:
    record = seen_record(item)
    return _show(record, _open_form(record))


@bp.post("/<uuid:item>/open")
@allow("bank.open")
def open_text(item: UUID) -> ResponseReturnValue:
    record = seen_record(item)
    form = _open_form(record)
    if not form.accepted():
        return _show(record, form)
    service.require_may_open(record, actor=actor())
    ref = Ref(item, int(form.version.data))
    reason = form.reason.data or ""
    question = gateway.open_item(ref, actor=actor(), reason=reason)
    # In the answer itself, not after a redirect: nothing may keep the text until then.
    return page(
        "bank/opened.html",
        title=f"试题 {record.card.point_code}",
        ref=ref,
        question=question,
        mark=watermark(reason),
        crumbs=crumbs("查看内容", item=record),
        **about(record),
    )


@bp.route("/<uuid:item>/edit", methods=["GET", "POST"])
@allow("bank.write")
def edit(item: UUID) -> ResponseReturnValue:
    """GET asks why the text is wanted; POST saves the next version."""
    record = seen_record(item)
    service.require_editable(record, actor=actor())
    card = record.card
    if request.method == "GET":
        return _ask_to_edit(record, _open_form(record))
    form = _form(card.kind, card.level, nobody=KEEP)
    if form.accepted():
        draft = form.draft(
            level=card.level, component=Component(card.component.value), kind=card.kind
        )
        try:
            with unit_of_work():
                ref = service.revise_item(
                    record, draft, version=form.shown_version, actor=actor(), at=clock.now()
                )
        except REFUSALS as refusal:
            form.form_errors.append(str(refusal))
        else:
            say(f"已另存为第 {ref.version} 版，状态为草稿。下一步：提交审核。")
            return see_other("bank.show", item=item)
    return _edit_page(record, form)


@bp.post("/<uuid:item>/edit/open")
@allow("bank.write")
def edit_open(item: UUID) -> ResponseReturnValue:
    """The form over the stored text, once the reading is on record."""
    record = seen_record(item)
    service.require_editable(record, actor=actor())
    asked = _open_form(record)
    if not asked.accepted():
        return _ask_to_edit(record, asked)
    ref = record.card.ref
    question = gateway.open_item(ref, actor=actor(), reason=asked.reason.data or "")
    form = _form(record.card.kind, record.card.level, blank=True, nobody=KEEP)
    form.show(record.card, question)
    mark = watermark(asked.reason.data or "")
    return _edit_page(record, form, status=200, mark=mark)


@bp.route("/<uuid:item>/retire", methods=["GET", "POST"])
@allow("bank.retire")
def retire(item: UUID) -> ResponseReturnValue:
    record, form = seen_record(item), ReasonForm.bind()
    form.reason.label.text = "停用原因"
    if form.accepted():
        with unit_of_work():
            service.retire_item(
                queries.record(item), reason=form.reason.data or "", actor=actor(), at=clock.now()
            )
        say("试题已停用，不再参加组卷；内容和历史保留。", "wait")
        return see_other("bank.show", item=item)
    return form_page("bank/retire.html", form, title="停用试题",
                     crumbs=crumbs("停用", item=record), **about(record))  # fmt: skip


def watermark(reason: str) -> dict[str, Any]:
    """Who reads a text, when and why; it stands on every page that shows one."""
    who = actor()
    name = queries.names([who.name])[who.name]
    return {"who": f"{name}（{who.name}）", "at": clock.now(), "reason": reason}


def _show(record: Record, form: OpenForm) -> ResponseReturnValue:
    item = record.card.ref.item
    versions, notes = queries.versions(item), queries.reviews(item)
    keys = [version.written_by for version in versions] + [note.reviewer for note in notes]
    shown = about(record)
    shown["names"] = {**shown["names"], **queries.names(keys)}
    return form_page(
        "bank/show.html",
        form,
        title=f"试题 {record.card.point_code}",
        versions=list(reversed(versions)),
        notes=notes,
        own=bool({v.written_by for v in versions}.intersection(queries.keys_of(actor()))),
        may_open=_may_open(record),
        crumbs=crumbs(f"试题 {record.card.point_code}"),
        **shown,
    )


def _may_open(record: Record) -> bool:
    try:
        service.require_may_open(record, actor=actor())
    except AppError:
        return False
    return True


def _open_form(record: Record) -> OpenForm:
    form = OpenForm.bind()
    newest = record.card.ref.version
    form.version.choices = choices((str(n), f"第 {n} 版") for n in range(newest, 0, -1))
    if form.version.data is None:
        form.version.data = str(newest)
    return form


def _ask_to_edit(record: Record, form: OpenForm) -> ResponseReturnValue:
    return form_page("bank/edit_open.html", form, title="修改试题",
                     crumbs=crumbs("修改", item=record), **about(record))  # fmt: skip


def _edit_page(
    record: Record, form: ItemForm, *, status: int = 422, mark: dict[str, Any] | None = None
) -> ResponseReturnValue:
    return page(
        "bank/edit.html",
        status=status,
        form=form,
        title=f"修改试题 {record.card.point_code}",
        record=record,
        mark=mark,
        table=queries.table(record.card.level, on=clock.today()),
        crumbs=crumbs("修改", item=record),
    )


def _form(kind: Kind, level: int, *, blank: bool = False, nobody: str = "本人") -> ItemForm:
    """The form of a kind. blank: do not read the request, which carries another form."""
    form = ItemForm.bind(formdata=None) if blank else ItemForm.bind()
    form.shape(kind)
    on = clock.today()
    office = Role.ITEM_OFFICE in actor().roles
    writers = [(held.person_id, held.person.name) for held in service.appointed(level, on=on)]
    form.offer(queries.table(level, on=on), writers if office else None, nobody=nobody)
    return form
