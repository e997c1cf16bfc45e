"""Pages of long work: one's own jobs, the progress of one, its result file."""

from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from examsys.audit import service as audit
from examsys.jobs import queries, registry, service
from examsys.jobs.events import JobEvent
from examsys.jobs.models import Job
from examsys.kernel import clock, files
from examsys.kernel.errors import Conflict, Missing
from examsys.kernel.exports import download
from examsys.kernel.paging import listing
from examsys.kernel.web import actor, allow, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.states import JobState

bp = Blueprint("jobs", __name__, url_prefix="/jobs")
blueprints = (bp,)

HOME = ("工作台", "/")

# The words of `_parts/job.html`.
PART_STATES = {JobState.QUEUED: "waiting"}


@bp.get("/")
@allow("jobs.read")
def index() -> ResponseReturnValue:
    sorts = {"created": (Job.created_at, Job.id), "state": (Job.state, Job.id)}
    shown = listing(queries.jobs(actor()), sorts=sorts, default="-created")
    return page(
        "jobs/index.html",
        listing=shown,
        label_of=label_of,
        everybody=queries.sees_all(actor()),
        title="后台任务",
        crumbs=[HOME, ("后台任务", None)],
    )


@bp.get("/<uuid>/")
@allow("jobs.read")
def show(uuid: str) -> ResponseReturnValue:
    found = queries.job(uuid, actor=actor())
    return page(
        "jobs/show.html",
        job=found,
        shown=part_of(found),
        title=label_of(found),
        crumbs=[HOME, ("后台任务", url_for("jobs.index")), (label_of(found), None)],
    )


@bp.post("/<uuid>/cancel")
@allow("jobs.read")
def cancel(uuid: str) -> ResponseReturnValue:
    with unit_of_work():
        found = queries.job(uuid, actor=actor())
        service.cancel_job(found, actor=actor(), at=clock.now())
        ended = found.state is JobState.CANCELLED
    say("任务已停止。" if ended else "已要求停止，办完当前一步后停止。", "info")
    return see_other("jobs.show", uuid=uuid)


@bp.get("/<uuid>/result")
@allow("jobs.read")
def result(uuid: str) -> ResponseReturnValue:
    found = queries.job(uuid, actor=actor())
    if found.owner != actor().name:
        raise Missing("结果文件只能由发起任务的账号下载。")
    if found.result_file_uuid is None:
        raise Conflict("这项任务没有结果文件。")
    kept = files.kept_file(found.result_file_uuid)
    kind = registry.known(found.kind)
    if kind is None or kind.personal:
        subject, reason = f"job:{found.uuid}", f"下载{label_of(found)}的结果文件"
        audit.disclose(
            JobEvent.RESULT_TAKEN, actor=actor(), subject=subject, at=clock.now(), reason=reason
        )
    return download(files.read(kept), kept.name, media_type=kept.media_type)


def label_of(job: Job) -> str:
    """What is made, in the words of who asked for it; of other work the kind's own name."""
    kind = registry.known(job.kind)
    return str(job.args.get("title") or (kind.label if kind else job.kind))


def part_of(job: Job) -> dict[str, Any]:
    """The arguments of `_parts/job.html` for one job; other features' pages use it too."""
    kind = registry.known(job.kind)
    stoppable = job.live and job.cancel_asked_by is None
    if job.state is JobState.RUNNING:
        stoppable = stoppable and kind is not None and kind.cancellable
    has_result = job.state is JobState.DONE and job.result_file_uuid is not None
    return {
        "id": f"job-{job.uuid}",
        "label": label_of(job),
        "state": PART_STATES.get(job.state, job.state.value),
        "done": job.done,
        "total": job.total,
        "url": url_for("jobs.show", uuid=job.uuid),
        "note": job.error or job.message or ("正在停止" if job.cancel_asked_by else ""),
        "result_url": url_for("jobs.result", uuid=job.uuid) if has_result else None,
        "cancel_url": url_for("jobs.cancel", uuid=job.uuid) if stoppable else None,
    }
