"""Pages of the log: list, one event, verify, export."""

from datetime import date

from flask import Blueprint, Response, request, stream_with_context
from flask.typing import ResponseReturnValue

from examsys.audit import checkpoints, export, queries, verify, wording
from examsys.audit.events import LogEvent
from examsys.audit.models import AuditEvent
from examsys.audit.phrases import PHRASES
from examsys.audit.service import record
from examsys.kernel import clock
from examsys.kernel.paging import listing
from examsys.kernel.web import actor, allow, page, say, see_other
from examsys.kernel.work import unit_of_work

bp = Blueprint("audit", __name__, url_prefix="/audit")
blueprints = (bp,)
FILTERS = {
    "phrase": wording.phrase,
    "thing": wording.thing,
    "posts": wording.posts,
    "said": wording.said,
    "detail_key": wording.key,
}
bp.record_once(lambda state: state.app.jinja_env.filters.update(FILTERS))
SORTS = {"seq": AuditEvent.id}


@bp.get("/")
@allow("audit.read")
def index() -> ResponseReturnValue:
    asked = queries.Asked(
        actor=request.args.get("actor", "").strip().lower(),
        action=request.args.get("action", ""),
        subject=request.args.get("object", "").strip(),
        since=_day(request.args.get("since")),
        until=_day(request.args.get("until")),
    )
    found = listing(queries.events(asked), sorts=SORTS, default="-seq")
    return page(
        "audit/index.html",
        listing=found,
        actions=sorted(PHRASES.items()),
        checkpoint=checkpoints.last(),
        occasions=checkpoints.OCCASIONS,
    )


@bp.get("/<int:seq>/")
@allow("audit.read")
def show(seq: int) -> ResponseReturnValue:
    event, detail = queries.event(seq)
    return page("audit/show.html", event=event, detail=detail)


@bp.post("/verify")
@allow("audit.read")
def verify_log() -> ResponseReturnValue:
    at = clock.now()
    verdict = verify.check(export.lines(at))
    first = verdict.first
    with unit_of_work():
        record(
            LogEvent.LOG_VERIFIED,
            actor=actor(),
            subject="audit:log",
            at=at,
            detail={"events": verdict.events, "first_bad": first.seq if first else None},
            result="done" if verdict.ok else "refused",
        )
    if first is None:
        say(f"已核验{verdict.events}条日志：序号连续，内容、次序与签名均未改动。")
    else:
        say(f"核验不通过：{first.message}请保留现场并联系系统管理员。", "fail")
    return see_other("audit.index")


@bp.post("/export")
@allow("audit.export")
def export_log() -> ResponseReturnValue:
    at = clock.now()
    with unit_of_work():
        detail = {"reason": "页面导出"}
        record(LogEvent.LOG_EXPORTED, actor=actor(), subject="audit:log", at=at, detail=detail)
        checkpoints.take("export", at)
    name = f"audit-{clock.local(at):%Y%m%d-%H%M}.jsonl"
    return Response(
        stream_with_context(export.lines(at)),
        mimetype="application/x-ndjson",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.get("/checkpoint")
@allow("audit.read")
def checkpoint() -> ResponseReturnValue:
    """The last checkpoint as text, to be kept elsewhere as an anchor."""
    last = checkpoints.last()
    headers = {"Content-Disposition": 'attachment; filename="audit-checkpoint.txt"'}
    return Response(last.note if last else "", mimetype="text/plain", headers=headers)


@bp.post("/checkpoint")
@allow("audit.read")
def take_checkpoint() -> ResponseReturnValue:
    with unit_of_work(audited=False):
        taken = checkpoints.take("manual", clock.now())
    say(
        f"检查点已签署，覆盖前{taken.size}条日志。" if taken else "日志还是空的，没有可签署的内容。"
    )
    return see_other("audit.index")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
