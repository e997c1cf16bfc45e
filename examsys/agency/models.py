"""Tables of the agency feature: one profile, its sites, its occupation and filed levels."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from examsys.agency.codes import AgencyKind, Category
from examsys.kernel.db import Choice, Model


class Agency(Model):
    """The one profile, row 1. The category is what the authority gave, never derived from kind."""

    __tablename__ = "agency"

    name: Mapped[str]
    kind: Mapped[AgencyKind] = mapped_column(Choice(AgencyKind))
    category_code: Mapped[Category] = mapped_column(Choice(Category))
    agency_code: Mapped[str]  # 4 digits; 0000 when first filed with a province
    province_code: Mapped[str]  # 2 digits, GB/T 2260
    uscc: Mapped[str]
    legal_person: Mapped[str]
    address: Mapped[str]
    phone: Mapped[str]
    filing_authority: Mapped[str]
    seal_file_uuid: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Site(Model):
    """A place of examination with the code the province gave it."""

    __tablename__ = "site"
    __table_args__ = (UniqueConstraint("province_code", "serial"),)

    name: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str]
    province_code: Mapped[str]
    serial: Mapped[str]  # 6 digits
    capacity: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Occupation(Model):
    """An occupation of the national classification."""

    __tablename__ = "occupation"

    name: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str]
    trade: Mapped[str]  # 工种 within the occupation; empty when it has none
    active: Mapped[bool] = mapped_column(default=True)


class FiledLevel(Model):
    """A level the agency is filed for, with the authority's receipt."""

    __tablename__ = "filed_level"
    __table_args__ = (UniqueConstraint("occupation_id", "level"),)

    occupation_id: Mapped[int] = mapped_column(ForeignKey("occupation.id"))
    level: Mapped[int]
    filed_on: Mapped[date]
    receipt_no: Mapped[str]
    occupation: Mapped[Occupation] = relationship()
