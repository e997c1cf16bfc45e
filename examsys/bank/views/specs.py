"""The table of specification of each level: in force, being edited, and how it is covered."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from examsys.bank import coverage, queries, service, workbook
from examsys.bank.facts import problems
from examsys.bank.forms import EnactForm, RowForm
from examsys.bank.models import SpecTable
from examsys.bank.views.blueprint import WORDS, bp, crumbs
from examsys.kernel import clock, staging
from examsys.kernel.errors import Conflict, Invalid, Missing
from examsys.kernel.stagingpages import (
    UploadForm,
    errors_file,
    preview_page,
    template_file,
    upload_page,
)
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.parameters import queries as parameters
from examsys.rules.states import LEVEL_SHORT, LEVELS

IMPORT = workbook.SPEC_IMPORT


@bp.get("/specs")
@allow("bank.read")
def specs() -> ResponseReturnValue:
    level = request.args.get("level", 3, type=int)
    _known(level)
    today = clock.today()
    current, draft = queries.table(level, on=today), queries.draft_table(level)
    editing = draft is not None and (current is None or request.args.get("draft") == "1")
    shown = draft if editing else current
    return page(
        "bank/specs.html",
        title=f"鉴定要素细目表 {LEVEL_SHORT[level]}",
        level=level,
        table=shown,
        draft=draft,
        editing=editing,
        tables=queries.tables(level),
        tabs=[(n, LEVEL_SHORT[n], url_for("bank.specs", level=n)) for n in LEVELS],
        crumbs=crumbs("鉴定要素细目表"),
        **_covered(shown, level, editing=editing),
        **WORDS,
    )


@bp.post("/specs/<int:level>/draft")
@allow("bank.spec")
def begin_draft(level: int) -> ResponseReturnValue:
    _known(level)
    with unit_of_work():
        service.draft_from_current(level, actor=actor(), at=clock.now())
    say("已开始编制新的细目表，现行细目表继续有效。")
    return see_other("bank.specs", level=level, draft=1)


@bp.route("/specs/<int:level>/row", methods=["GET", "POST"])
@allow("bank.spec")
def spec_row(level: int) -> ResponseReturnValue:
    """Add a row to the draft, or change the one named by `code` in the address."""
    table, code = _draft(level), request.args.get("code", "")
    old = service.row_of(table, code)
    form = RowForm.bind()
    if request.method == "GET":
        form.version.data = str(table.version)
        if old is not None:
            form.show(old)
    if form.accepted() and (row := form.row()) is not None:
        try:
            with unit_of_work():
                service.put_row(
                    table,
                    row,
                    instead_of=code,
                    version=form.shown_version,
                    actor=actor(),
                    at=clock.now(),
                )
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
        else:
            say(f"{row.code} {row.name} 已保存。")
            return see_other("bank.specs", level=level, draft=1)
    title = f"修改 {code}" if old else "增加范围或鉴定点"
    return form_page("bank/spec_row.html", form, title=title, level=level, old=old,
                     table=table, crumbs=crumbs(title, level=level))  # fmt: skip


@bp.post("/specs/<int:level>/remove")
@allow("bank.spec")
def remove_row(level: int) -> ResponseReturnValue:
    table, code = _draft(level), request.form.get("code", "")
    version = request.form.get("version", type=int)
    with unit_of_work():
        service.remove_row(table, code, version=version, actor=actor(), at=clock.now())
    say(f"已从编制中的细目表去掉 {code}。")
    return see_other("bank.specs", level=level, draft=1)


@bp.route("/specs/<int:level>/enact", methods=["GET", "POST"])
@allow("bank.spec")
def enact(level: int) -> ResponseReturnValue:
    table = _draft(level)
    form = EnactForm.bind(effective_from=clock.today())
    if form.accepted():
        try:
            with unit_of_work():
                service.enact_table(
                    table, effective_from=form.effective_from.data, actor=actor(), at=clock.now()
                )
        except Conflict as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("细目表已启用，录入试题和组卷按它办理。")
            return see_other("bank.specs", level=level)
    return form_page("bank/enact.html", form, title=f"启用{LEVEL_SHORT[level]}细目表",
                     level=level, table=table, crumbs=crumbs("启用", level=level))  # fmt: skip


@bp.post("/specs/<int:level>/discard")
@allow("bank.spec")
def discard(level: int) -> ResponseReturnValue:
    table = _draft(level)
    with unit_of_work():
        service.discard_draft(table, actor=actor(), at=clock.now())
    say("编制中的细目表已放弃，现行细目表不变。", "wait")
    return see_other("bank.specs", level=level)


@bp.route("/specs/<int:level>/import", methods=["GET", "POST"])
@allow("bank.spec")
def spec_upload(level: int) -> ResponseReturnValue:
    _known(level)
    form = UploadForm.bind()
    if form.accepted():
        try:
            staged = staging.stage(
                IMPORT,
                form.workbook.data,
                actor=actor(),
                at=clock.now(),
                subject=str(workbook.Into(level)),
            )
        except Invalid as refusal:
            form.workbook.errors = [str(refusal)]
        else:
            return see_other("bank.spec_preview", level=level, uuid=staged.uuid)
    return upload_page(
        IMPORT,
        form,
        title=f"导入{LEVEL_SHORT[level]}鉴定要素细目表",
        crumbs=crumbs("导入", level=level),
        template_url=url_for("bank.spec_template"),
    )


@bp.get("/specs/template")
@allow("bank.spec")
def spec_template() -> ResponseReturnValue:
    return template_file(IMPORT)


@bp.get("/specs/<int:level>/import/<uuid>/")
@allow("bank.spec")
def spec_preview(level: int, uuid: str) -> ResponseReturnValue:
    return preview_page(
        staging.preview(IMPORT, uuid, actor=actor()),
        title=f"核对{LEVEL_SHORT[level]}细目表",
        crumbs=crumbs("导入", level=level),
        confirm_url=url_for("bank.spec_confirm", level=level, uuid=uuid),
        errors_url=url_for("bank.spec_errors", level=level, uuid=uuid),
        upload_url=url_for("bank.spec_upload", level=level),
    )


@bp.get("/specs/<int:level>/import/<uuid>/errors")
@allow("bank.spec")
def spec_errors(level: int, uuid: str) -> ResponseReturnValue:
    return errors_file(staging.preview(IMPORT, uuid, actor=actor()))


@bp.post("/specs/<int:level>/import/<uuid>/confirm")
@allow("bank.spec")
def spec_confirm(level: int, uuid: str) -> ResponseReturnValue:
    read = staging.reread(IMPORT, uuid, actor=actor())
    with unit_of_work():
        staging.confirm(read, at=clock.now())
        into = workbook.into_of(read)
        ranges, points = workbook.spec_rows(read.rows.rows)
        service.put_table(into.level, ranges, points, actor=actor(), at=clock.now())
    say(f"已导入 {len(ranges)} 个范围、{len(points)} 个鉴定点。下一步：核对后启用。")
    return see_other("bank.specs", level=into.level, draft=1)


def _covered(table: SpecTable | None, level: int, *, editing: bool) -> dict[str, Any]:
    """The lines of the page; nothing but empty lists while there is no table."""
    if table is None:
        return {"points": [], "ranges": [], "totals": None, "faults": []}
    today = clock.today()
    per_point = parameters.value("itembank.min_items_per_point", on=today)
    least = coverage.wanted(per_point, level)
    lines = coverage.point_lines(table, queries.tally(level), least)
    return {
        "points": lines,
        "ranges": coverage.range_lines(table, lines),
        "totals": coverage.totals(table, lines),
        "kinds": coverage.KINDS,
        "per_point": per_point,
        "least_points": parameters.value("itembank.min_points_per_level", on=today),
        "faults": problems(table.ranges, table.points, on=today) if editing else [],
    }


def _known(level: int) -> None:
    if level not in LEVELS:
        raise Missing("没有这个等级，请从细目表页面选择。")


def _draft(level: int) -> SpecTable:
    _known(level)
    found = queries.draft_table(level)
    if found is None:
        raise Missing("没有编制中的细目表，请先新编一份或导入。")
    return found
