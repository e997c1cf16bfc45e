"""Declared ties: the list, declaring, deciding, ending; and training courses."""

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from examsys.dispatch import queries, service
from examsys.dispatch.forms import CourseForm, EndForm, RulingForm, TieForm
from examsys.dispatch.models import Course, DeclaredTie
from examsys.dispatch.views.blueprint import bp, crumbs
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.kernel.exports import table_file
from examsys.kernel.paging import listing
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.personnel import queries as personnel
from examsys.personnel.models import Person
from examsys.rules.recusal import RULING_WORDS, TIE_WORDS, Ruling, Tie

TIES, COURSES = ("回避申报", "dispatch.ties"), ("培训记录", "dispatch.courses")
SORTS = {"declared": DeclaredTie.declared_at, "name": Person.name_key, "since": DeclaredTie.since}
COURSE_SORTS = {"ended": (Course.ended_on, Course.id), "title": (Course.title, Course.id)}
COLUMNS = ("姓名", "所在单位", "关系", "对方", "起始日", "终止日", "决定", "理由", "申报时间")
TONES = {Ruling.OPEN: "wait", Ruling.ALLOWED: "pass", Ruling.REFUSED: "fail"}


@bp.get("/ties/")
@allow("dispatch.read")
def ties() -> ResponseReturnValue:
    return page(
        "dispatch/ties.html",
        title="回避申报",
        listing=listing(_asked(), sorts=SORTS, default="-declared"),
        kinds=[(tie.value, words) for tie, words in TIE_WORDS.items()],
        rulings=[(ruling.value, words) for ruling, words in RULING_WORDS.items()],
        tie_words=TIE_WORDS,
        ruling_words=RULING_WORDS,
        tones=TONES,
        crumbs=crumbs("回避申报"),
    )


@bp.get("/ties/export.<any(xlsx, csv):form>")
@allow("dispatch.read")
def export_ties(form: str) -> ResponseReturnValue:
    found = db.session.scalars(_asked().order_by(DeclaredTie.declared_at.desc(), DeclaredTie.id))
    rows = [
        (
            row.person.name,
            row.person.employer,
            TIE_WORDS[row.tie],
            row.other,
            row.since,
            row.until,
            RULING_WORDS[row.ruling],
            row.reason,
            row.declared_at,
        )
        for row in found
    ]
    with unit_of_work():
        service.record_ties_export(len(rows), form=form, actor=actor(), at=clock.now())
    return table_file("回避申报", COLUMNS, rows, form=form)


@bp.route("/ties/new", methods=["GET", "POST"])
@allow("dispatch.declare")
def declare() -> ResponseReturnValue:
    form = TieForm.bind()
    form.offer(personnel.all_people())
    if form.accepted():
        person = personnel.person(form.person_id.data)
        try:
            with unit_of_work():
                row = service.declare_tie(person, form.said(), actor=actor(), at=clock.now())
            say(
                "申报已登记，下一步：由另一人决定。"
                if row.ruling is Ruling.OPEN
                else "申报已登记。"
            )
            return see_other("dispatch.ties")
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
    return form_page("dispatch/form.html", form, title="登记回避申报", button="登记",
                     back="dispatch.ties", crumbs=crumbs("登记", inside=TIES),
                     lead="近亲属、师生、师徒和本人培训的学员一律回避；"
                     "同一单位的，由登记人和申报人以外的人决定，督导员一律回避。")  # fmt: skip


@bp.route("/ties/<int:tie_id>/decide", methods=["GET", "POST"])
@allow("dispatch.decide")
def decide(tie_id: int) -> ResponseReturnValue:
    row, form = queries.tie(tie_id), RulingForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                service.decide_tie(row, Ruling(form.ruling.data), reason=form.reason.data or "",
                                   actor=actor(), at=clock.now())  # fmt: skip
            say("决定已记录。")
            return see_other("dispatch.ties")
        except (Conflict, Invalid, NotAllowed) as refusal:
            form.form_errors.append(str(refusal))
    return form_page("dispatch/form.html", form, title=f"回避决定 {row.person.name}",
                     button="记录决定", back="dispatch.ties",
                     crumbs=crumbs("决定", inside=TIES), lead=_described(row))  # fmt: skip


@bp.route("/ties/<int:tie_id>/end", methods=["GET", "POST"])
@allow("dispatch.declare")
def end(tie_id: int) -> ResponseReturnValue:
    row, form = queries.tie(tie_id), EndForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                service.end_tie(row, until=form.until.data, reason=form.reason.data or "",
                                actor=actor(), at=clock.now())  # fmt: skip
            say("申报已终止。", "wait")
            return see_other("dispatch.ties")
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
    return form_page("dispatch/form.html", form, title=f"终止回避申报 {row.person.name}",
                     button="终止申报", back="dispatch.ties",
                     crumbs=crumbs("终止", inside=TIES), lead=_described(row))  # fmt: skip


@bp.get("/courses/")
@allow("dispatch.read")
def courses() -> ResponseReturnValue:
    return page(
        "dispatch/courses.html",
        title="培训记录",
        listing=listing(queries.courses(), sorts=COURSE_SORTS, default="-ended"),
        crumbs=crumbs("培训记录"),
    )


@bp.route("/courses/new", methods=["GET", "POST"])
@allow("dispatch.declare")
def record_course() -> ResponseReturnValue:
    form = CourseForm.bind()
    form.offer(personnel.all_people())
    if form.accepted():
        chosen = form.person_id.data
        try:
            with unit_of_work():
                service.record_course(
                    title=form.title.data or "",
                    organiser=form.organiser.data or "",
                    teacher=personnel.person(int(chosen)) if chosen else None,
                    ended_on=form.ended_on.data,
                    trainees=form.parsed(),
                    actor=actor(),
                    at=clock.now(),
                )
            say("培训记录已登记。")
            return see_other("dispatch.courses")
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
    return form_page("dispatch/form.html", form, title="登记培训记录", button="登记",
                     back="dispatch.courses", crumbs=crumbs("登记", inside=COURSES),
                     lead="考培分离：本人培训过的考生，本人回避；所在单位培训过的考生，"
                     "该单位的考评、命题人员回避。")  # fmt: skip


def _asked() -> Select[DeclaredTie]:
    args = request.args
    return queries.ties(
        q=args.get("q", ""), kind=args.get("kind", ""), ruling=args.get("ruling", "")
    )


def _described(row: DeclaredTie) -> str:
    word = "与考生同在" if row.tie is Tie.EMPLOYER else f"{TIE_WORDS[row.tie]}："
    return f"{row.person.name}申报：{word}{row.other}，自 {row.since} 起。{row.note}"
