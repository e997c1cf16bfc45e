"""The list of items by their metadata: filters, counts, bulk submission, export."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from examsys.audit.memo import until_next_event
from examsys.bank import printing, queries, service
from examsys.bank.views.blueprint import WORDS, bp, own_only
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.kernel.errors import Invalid
from examsys.kernel.paging import listing
from examsys.kernel.sheets import download, export_xlsx
from examsys.kernel.web import actor, allow, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.states import LEVELS, ItemStatus, label

ITEM = queries.ITEM.c
SORTS = {
    "point": (ITEM.level, ITEM.point_code, ITEM.created_at, ITEM.uuid),
    "difficulty": (ITEM.difficulty, ITEM.point_code, ITEM.uuid),
    "updated": (ITEM.updated_at, ITEM.uuid),
    "used": (ITEM.times_used, ITEM.last_used_on, ITEM.uuid),
}


@bp.get("/")
@allow("bank.read")
def index() -> ResponseReturnValue:
    asked = _asked()
    found = listing(queries.items(asked), sorts=SORTS, default="point")
    people = until_next_event("bank people", queries.people)
    writers = list(people.writers if asked.writers is None else asked.writers)
    return page(
        "bank/index.html",
        title="试题",
        listing=found,
        statuses=until_next_event((every := _asked(status="")), lambda: queries.statuses(every)),
        points=queries.point_names(on=clock.today()),
        names=people.names,
        writers=[(key, people.names.get(key, key)) for key in writers],
        levels=list(LEVELS.items()),
        stages=[(stage.value, label(stage)) for stage in ItemStatus],
        stage_of=ItemStatus,
        **WORDS,
    )


@bp.get("/export.xlsx")
@allow("bank.export")
def export() -> ResponseReturnValue:
    """The current filter without any text; the log says who took how many."""
    rows = db.session.execute(queries.items(_asked()).order_by(*SORTS["point"])).all()
    table = printing.metadata_rows(rows, on=clock.today())
    with unit_of_work():
        service.record_export(len(table), actor=actor(), at=clock.now())
    content = export_xlsx("试题清单", printing.METADATA_COLUMNS, table)
    return download(content, f"试题清单-{clock.today()}.xlsx")


@bp.post("/send")
@allow("bank.write")
def send() -> ResponseReturnValue:
    """Submit the ticked items for review."""
    try:
        items = [UUID(text) for text in dict.fromkeys(request.form.getlist("item"))]
    except ValueError:
        raise Invalid("所选试题的编号无法识别，请刷新列表后重新勾选。") from None
    with unit_of_work():
        count = service.send_items(items, actor=actor(), at=clock.now())
    say(f"已提交审核 {count} 题，下一步：由命题人以外的审题专家审定。")
    if count == 1:
        return see_other("bank.show", item=items[0])
    return see_other("bank.index", status=ItemStatus.REVIEWING.value)


def _asked(**over: str) -> queries.Asked:
    args = request.args
    return queries.Asked(
        level=args.get("level", type=int),
        component=args.get("component", ""),
        kind=args.get("kind", ""),
        under=args.get("under", "").strip().upper(),
        difficulty=args.get("difficulty", type=int),
        status=over.get("status", args.get("status", "")),
        writer=args.get("writer", ""),
        q=args.get("q", "").strip(),
        writers=own_only(),
    )
