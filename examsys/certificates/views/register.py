"""The register of certificates: list, export, one certificate, its PDF, its revocation."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from examsys.audit.memo import until_next_event
from examsys.certificates import queries, service
from examsys.certificates.forms import ReasonForm, RevokeForm
from examsys.certificates.models import Certificate
from examsys.certificates.views.blueprint import bp, crumbs
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.kernel.exports import download, export_csv, export_xlsx
from examsys.kernel.paging import listing
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.rules.states import LEVELS, CertificateState, FilingState, label

SORTS = {
    "number": Certificate.number,
    "name": (Certificate.name, Certificate.number),
    "issued": (Certificate.issued_on, Certificate.number),
    "state": (Certificate.state, Certificate.number),
}
COLUMNS = (
    "证书编号", "姓名", "等级", "批次", "发证日期", "状态", "上网备案", "撤销日期",
)  # fmt: skip


@bp.get("/")
@allow("certificates.read")
def index() -> ResponseReturnValue:
    return page(
        "certificates/index.html",
        part="certificates/_list.html",
        title="证书",
        listing=listing(_filtered(), sorts=SORTS, default="-issued"),
        batches=until_next_event("certifying batches", _batches),
        pending=until_next_event("pending requests", _pending),
        levels=list(LEVELS.items()),
        states=[(one.value, label(one)) for one in CertificateState],
        filings=[(one.value, label(one)) for one in FilingState],
    )


def _batches() -> list[dict[str, Any]]:
    rows = queries.certifying_batches()
    return [{"id": one.id, "title": one.title, "state": one.state} for one in rows]


def _pending() -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "title": one.batch.title,
            "count": len(one.registration_ids),
            "by": one.requested_by,
            "at": one.requested_at,
        }
        for one in queries.pending_requests()
    ]


def _filtered() -> Any:
    args = request.args
    return queries.certificates(
        q=args.get("q", ""),
        batch_id=args.get("batch_id", type=int),
        level=args.get("level", type=int),
        state=args.get("state", ""),
        filing=args.get("filing", ""),
    )


@bp.get("/export.<any(xlsx, csv):form>")
@allow("certificates.read")
def export(form: str) -> ResponseReturnValue:
    """The current filter as a table without ID numbers; the log says who took how many."""
    found = db.session.scalars(_filtered().order_by(Certificate.number)).all()
    rows = [
        (
            one.number,
            one.name,
            LEVELS[one.level],
            one.batch.number,
            one.issued_on,
            label(one.state),
            label(one.filing),
            clock.day_of(one.revoked_at) if one.revoked_at else None,
        )
        for one in found
    ]
    with unit_of_work():
        service.record_export(len(rows), form=form, actor=actor(), at=clock.now())
    name = f"证书名册-{clock.today()}.{form}"
    if form == "csv":
        return download(export_csv(COLUMNS, rows), name)
    return download(export_xlsx("证书名册", COLUMNS, rows), name)


@bp.get("/<int:certificate_id>/")
@allow("certificates.read")
def show(certificate_id: int) -> ResponseReturnValue:
    found = queries.certificate(certificate_id)
    return page(
        "certificates/show.html",
        title=f"证书 {found.number}",
        certificate=found,
        history=queries.history(found.id),
        crumbs=crumbs(found.number, batch=found.batch),
    )


@bp.route("/<int:certificate_id>/download", methods=["GET", "POST"])
@allow("certificates.print")
def get(certificate_id: int) -> ResponseReturnValue:
    """The signed PDF, after the reason is on record."""
    found, form = queries.certificate(certificate_id), ReasonForm.bind()
    form.reason.label.text = "下载用途"
    if form.accepted():
        content, name = service.disclose_certificate(
            found, reason=form.reason.data or "", actor=actor(), at=clock.now()
        )
        return download(content, name)
    return form_page(
        "certificates/act.html",
        form,
        fields=(form.reason,),
        title=f"下载证书 {found.number}",
        lead="证书上有完整身份证号，下载人、时间和用途将记入审计日志。",
        button="下载证书",
        tone="primary",
        back=url_for("certificates.show", certificate_id=found.id),
        crumbs=crumbs(found.number, "下载", batch=found.batch),
    )


@bp.route("/<int:certificate_id>/revoke", methods=["GET", "POST"])
@allow("certificates.revoke")
def revoke(certificate_id: int) -> ResponseReturnValue:
    found = queries.certificate(certificate_id)
    form = RevokeForm.bind(expected=found.number)
    form.reason.label.text = "撤销原因"
    if form.accepted():
        with unit_of_work():
            service.revoke(
                found,
                reason=form.reason.data or "",
                version=form.shown_version,
                actor=actor(),
                at=clock.now(),
            )
        say(f"证书 {found.number} 已撤销，编号不再使用，公开查验显示“已撤销”。", "wait")
        return see_other("certificates.show", certificate_id=certificate_id)
    if request.method == "GET":
        form.version.data = str(found.version)
    return form_page(
        "certificates/act.html",
        form,
        fields=(form.reason, form.number),
        title=f"撤销证书 {found.number}",
        lead=f"撤销后不能恢复：{found.name}的证书编号不再使用，公开查验显示“已撤销”。"
        "数据已上网备案的，还须向主管部门申请撤销。确认撤销请输入证书编号。",
        button="撤销证书",
        tone="danger",
        back=url_for("certificates.show", certificate_id=found.id),
        crumbs=crumbs(found.number, "撤销", batch=found.batch),
    )
