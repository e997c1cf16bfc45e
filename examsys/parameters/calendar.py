"""The agency's working calendar, from its table."""

from datetime import date

from sqlalchemy import func, select

from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.kernel.workdays import WorkCalendar
from examsys.parameters.models import CoveredYear, Workday


def working_days() -> WorkCalendar:
    """The calendar with every day on record; certain to the end of the last covered year.

    With no covered year, everything from today's year on is provisional.
    """
    rows = db.session.execute(select(Workday.day, Workday.working)).all()
    last = db.session.scalar(select(func.max(CoveredYear.year)))
    known = last if last is not None else clock.today().year - 1
    return WorkCalendar(dict(rows), date(known, 12, 31))
