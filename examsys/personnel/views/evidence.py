"""Scans of papers: uploaded by one person, compared with the entry by another."""

from typing import Any

from flask.typing import ResponseReturnValue

from examsys.kernel import clock, files
from examsys.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from examsys.kernel.sheets import download
from examsys.kernel.web import actor, allow, form_page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.personnel import queries, service
from examsys.personnel.paperforms import PAPERS, ScanForm, VerifyForm
from examsys.personnel.views.blueprint import bp, crumbs
from examsys.personnel.views.papers import described
from examsys.rules.verifying import Verification

SCANNED = ("certificates", "titles", "work")


@bp.route("/<int:person_id>/<kind>/<int:row_id>/scan", methods=["GET", "POST"])
@allow("personnel.change")
def attach_scan(person_id: int, kind: str, row_id: int) -> ResponseReturnValue:
    word, row = _row(person_id, kind, row_id)
    form = ScanForm.bind()
    if form.accepted():
        try:
            scan = form.chosen()
            with unit_of_work():
                service.attach_scan(row, scan, actor=actor(), at=clock.now())
        except (Invalid, Conflict) as refusal:
            form.form_errors.append(str(refusal))
        else:
            say(f"{word}的扫描件已保存，请由另一人核验。")
            return see_other("personnel.show", person_id=person_id, _anchor=kind)
    return form_page(
        "personnel/scan.html",
        form,
        title=f"上传扫描件 {row.person.name}",
        person=row.person,
        lead=f"{word}：{described(row)}。保存后这一条回到“未核验”，原有扫描件留存备查。",
        button="上传扫描件",
        crumbs=crumbs("上传扫描件", person=row.person),
    )


@bp.route("/<int:person_id>/<kind>/<int:row_id>/verify", methods=["GET", "POST"])
@allow("personnel.verify")
def verify_paper(person_id: int, kind: str, row_id: int) -> ResponseReturnValue:
    word, row = _row(person_id, kind, row_id)
    form = VerifyForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                service.verify_paper(
                    row,
                    Verification(form.result.data),
                    note=form.note.data or "",
                    actor=actor(),
                    at=clock.now(),
                )
        except (Invalid, Conflict, NotAllowed) as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("核验结论已记录。")
            return see_other("personnel.show", person_id=person_id, _anchor=kind)
    return form_page(
        "personnel/scan.html",
        form,
        title=f"核验{word} {row.person.name}",
        person=row.person,
        lead=f"{word}：{described(row)}。打开扫描件，与登记的各项逐一对照。",
        button="记录核验结论",
        scans=_scans(row, kind),
        crumbs=crumbs(f"核验{word}", person=row.person),
    )


@bp.get("/<int:person_id>/scans/<uuid>")
@allow("personnel.verify")
def scan(person_id: int, uuid: str) -> ResponseReturnValue:
    """The log says who opened it before it is shown."""
    person = queries.person(person_id)
    known = {row.file_uuid for row in person.files}
    if uuid not in known | {row.file_uuid for row in person.record_checks}:
        raise Missing("没有这份扫描件，请从人员页面打开。")
    kept = service.open_scan(person_id, uuid, actor=actor(), at=clock.now())
    return download(files.read(kept), kept.name, media_type=kept.media_type)


def _scans(row: Any, kind: str) -> list[Any]:
    """Newest first: the one that counts, then those it replaced."""
    found = (one for one in row.person.files if (one.kind, one.row_id) == (kind, row.id))
    return list(found)[::-1]


def _row(person_id: int, kind: str, row_id: int) -> tuple[str, Any]:
    if kind not in SCANNED:
        raise Missing("这类登记没有扫描件，请从人员页面进入。")
    word, _, model = PAPERS[kind]
    return word, queries.row_of(person_id, model, row_id)
