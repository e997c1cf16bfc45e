"""The register: list, export, one person, adding and changing."""

from datetime import date, timedelta
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import selectinload

from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict, Invalid, Missing, Stale
from examsys.kernel.paging import listing
from examsys.kernel.sheets import download, export_csv, export_xlsx
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.personnel import facts, printing, queries, service
from examsys.personnel.forms import DeclarationsForm, NewPersonForm, PersonForm, asked_day
from examsys.personnel.models import Person
from examsys.personnel.overlaps import overlapping
from examsys.personnel.views.blueprint import bp, crumbs
from examsys.rules.assessing import BASIS_WORDS, PHRASE_WORDS, VOICE_WORDS
from examsys.rules.credentials import EVERY_LEVEL_WORD, WORDS
from examsys.rules.states import LEVELS
from examsys.rules.verifying import VERIFICATION_TONES, VERIFICATION_WORDS

SOON = timedelta(days=90)
SORTS = {
    "name": (Person.name_key, Person.id),
    "employer": (Person.employer, Person.name_key, Person.id),
    "education": (Person.education, Person.name_key, Person.id),
}


@bp.get("/")
@allow("personnel.read")
def index() -> ResponseReturnValue:
    today = clock.today()
    return page(
        "personnel/index.html",
        part="personnel/_list.html",
        title="人员名册",
        listing=listing(_filtered(today), sorts=SORTS, default="name"),
        roles=list(service.ROLES.items()),
        levels=list(LEVELS.items()),
        states=list(queries.STATES.items()),
        held_by=lambda person: printing.held_by(person, on=today),
        soon=today + SOON,
        title_of=service.title_of,
    )


def _filtered(today: date) -> Any:
    args = request.args
    return queries.people(
        q=args.get("q", "").strip(),
        role=args.get("role", ""),
        level=args.get("level", type=int),
        state=args.get("state", ""),
        on=today,
        soon=today + SOON,
    )


@bp.get("/export.<form>")
@allow("personnel.export")
def export(form: str) -> ResponseReturnValue:
    """The current filter as a table; the log says who took how many."""
    if form not in {"xlsx", "csv"}:
        raise Missing("只能导出 XLSX 或 CSV，请从人员名册页面导出。")
    today = clock.today()
    query = _filtered(today).options(selectinload(Person.certificates), selectinload(Person.titles))
    people = db.session.scalars(query.order_by(*SORTS["name"])).all()
    rows = printing.register_rows(people, on=today)
    with unit_of_work():
        service.record_export(len(rows), form=form, actor=actor(), at=clock.now())
    if form == "csv":
        return download(export_csv(printing.REGISTER_COLUMNS, rows), f"人员名册-{today}.csv")
    return download(
        export_xlsx("人员名册", printing.REGISTER_COLUMNS, rows), f"人员名册-{today}.xlsx"
    )


@bp.get("/<int:person_id>/")
@allow("personnel.read")
def show(person_id: int) -> ResponseReturnValue:
    person, today = queries.whole_person(person_id), clock.today()
    asked = _asked(today)
    return page(
        "personnel/show.html",
        part="personnel/_report.html",
        title=person.name,
        crumbs=crumbs(person.name),
        person=person,
        asked=asked,
        report=facts.report_on(person, **asked, readings=queries.readings(on=asked["on"])),
        roles=[(role, service.ROLES[role]) for role in service.RULED],
        levels=list(LEVELS.items()),
        title_of=service.title_of,
        held=printing.held_by(person, on=today),
        words=WORDS,
        level_words=EVERY_LEVEL_WORD,
        majors=service.papers.MAJORS,
        overlaps=overlapping(person.work_periods),
        phrases=PHRASE_WORDS,
        voices=VOICE_WORDS,
        bases=BASIS_WORDS,
        checks=VERIFICATION_WORDS,
        check_tones=VERIFICATION_TONES,
    )


def _asked(today: date) -> dict[str, Any]:
    """Role, level and day of the findings, from the address."""
    role, level = request.args.get("role", ""), request.args.get("level", "3")
    return {
        "role": role if role in service.RULED else "examiner",
        "level": int(level) if level in {"1", "2", "3", "4"} else 3,
        "on": asked_day(request.args.get("on"), today),
    }


@bp.route("/new", methods=["GET", "POST"])
@allow("personnel.change")
def new() -> ResponseReturnValue:
    form = NewPersonForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                person = service.add_person(form.intake(), actor=actor(), at=clock.now())
        except (Invalid, Conflict) as refusal:
            form.form_errors.append(str(refusal))
        else:
            say(f"已登记{person.name}。下一步：登记证书、职称和工作经历，记录声明和评价。")
            return see_other("personnel.show", person_id=person.id)
    return form_page(
        "personnel/edit.html", form, title="登记人员", person=None, crumbs=crumbs("登记人员")
    )


@bp.route("/<int:person_id>/edit", methods=["GET", "POST"])
@allow("personnel.change")
def edit(person_id: int) -> ResponseReturnValue:
    person, form = queries.person(person_id), PersonForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                service.change_person(
                    person, form.intake(), version=form.shown_version, actor=actor(), at=clock.now()
                )
        except Stale:
            raise
        except (Invalid, Conflict) as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("已保存。")
            return see_other("personnel.show", person_id=person_id)
    if request.method == "GET":
        form.show(person)
    return form_page(
        "personnel/edit.html",
        form,
        title=f"修改 {person.name}",
        person=person,
        crumbs=crumbs("修改", person=person),
    )


@bp.route("/<int:person_id>/declarations", methods=["GET", "POST"])
@allow("personnel.change")
def declarations(person_id: int) -> ResponseReturnValue:
    person, form = queries.person(person_id), DeclarationsForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                service.record_declarations(
                    person, form.said(), version=form.shown_version, actor=actor(), at=clock.now()
                )
        except Invalid as refusal:
            form.form_errors.append(str(refusal))
        else:
            say("声明、评价和登记情况已保存。")
            return see_other("personnel.show", person_id=person_id)
    if request.method == "GET":
        form.show(person)
    return form_page(
        "personnel/declarations.html",
        form,
        title=f"声明和评价 {person.name}",
        person=person,
        crumbs=crumbs("声明和评价", person=person),
    )
