"""Tables of the parameters feature: every value ever set, and the days that break the week."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from examsys.kernel.db import Model


class ParameterValue(Model):
    """One value of one parameter from a day on; a later row replaces it, nothing is overwritten."""

    __tablename__ = "parameter_value"

    key: Mapped[str] = mapped_column(index=True)
    value: Mapped[str]  # as `rules.parameters` writes it
    scope: Mapped[str]
    valid_from: Mapped[date]
    source_note: Mapped[str]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


class Workday(Model):
    """A day whose kind is on record; days without a row count by their weekday."""

    __tablename__ = "workday"

    day: Mapped[date] = mapped_column(unique=True)
    working: Mapped[bool]
    note: Mapped[str]
    source: Mapped[str]


class CoveredYear(Model):
    """A year whose holiday arrangements are wholly on record."""

    __tablename__ = "covered_year"

    year: Mapped[int] = mapped_column(unique=True)
    source: Mapped[str]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
