"""Pages of the working calendar: a year at a time, one day, and which years are on record."""

from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Missing
from examsys.kernel.web import actor, allow, form_page, page, say, see_other
from examsys.kernel.work import unit_of_work
from examsys.parameters import queries, service
from examsys.parameters.calendar import working_days
from examsys.parameters.forms import CoverForm, DayForm
from examsys.parameters.months import sheets
from examsys.parameters.views.blueprint import bp

FIRST, LAST = 2020, 2099


@bp.route("/calendar/", methods=["GET"])
@allow("parameters.read")
def calendar() -> ResponseReturnValue:
    return page("parameters/calendar.html", form=CoverForm(), **_year(_asked_year()))


@bp.post("/calendar/<int:year>/cover")
@allow("parameters.change")
def cover(year: int) -> ResponseReturnValue:
    _in_range(year)
    form = CoverForm.bind()
    if form.accepted():
        try:
            with unit_of_work():
                source = form.source.data or ""
                service.cover_year(year, source=source, actor=actor(), at=clock.now())
            say(f"{year}年放假安排已确认录入完整，期限按此计算。")
            return see_other("parameters.calendar", year=year)
        except Conflict as refusal:
            form.form_errors.append(str(refusal))
    return form_page("parameters/calendar.html", form, **_year(year))


@bp.route("/calendar/<day>", methods=["GET", "POST"])
@allow("parameters.change")
def edit_day(day: str) -> ResponseReturnValue:
    chosen = _day(day)
    row = queries.workdays(chosen.year).get(chosen)
    form = DayForm.bind()
    if request.method == "GET":
        working = working_days().is_working(chosen)
        form.working.data = "work" if working else "rest"
        if row is not None:
            form.note.data, form.source.data = row.note, row.source
    if form.accepted():
        with unit_of_work():
            service.set_day(
                chosen,
                working=form.working.data == "work",
                note=form.note.data or "",
                source=form.source.data or "",
                actor=actor(),
                at=clock.now(),
            )
        say(f"{chosen} 的安排已保存。")
        return see_other("parameters.calendar", year=chosen.year)
    back = url_for("parameters.calendar", year=chosen.year)
    crumbs = [("工作台", "/"), ("工作日历", back), (str(chosen), None)]
    title = f"{chosen} {'星期' + '一二三四五六日'[chosen.weekday()]}"
    return form_page("parameters/day.html", form, title=title, crumbs=crumbs, back=back)


def _year(year: int) -> dict[str, Any]:
    known = working_days()
    notes = {day: row.note for day, row in queries.workdays(year).items()}
    years = queries.covered_years()
    return {
        "year": year,
        "first": FIRST,
        "last": LAST,
        "sheets": sheets(year, known, notes),
        "caution": known.caution(date(year, 12, 31)),
        "years": years,
        "coverable": not years or year == years[-1].year + 1,
        "on_record": bool(notes),
        "title": f"工作日历 {year}年",
        "crumbs": [("工作台", "/"), ("工作日历", None)],
    }


def _asked_year() -> int:
    text = request.args.get("year", "")
    return _in_range(int(text) if text.isdecimal() else clock.today().year)


def _in_range(year: int) -> int:
    if not FIRST <= year <= LAST:
        raise Missing(f"工作日历只提供 {FIRST} 至 {LAST} 年。")
    return year


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Missing("没有这一天。请从工作日历中选择日期。") from None
    _in_range(found.year)
    return found
