"""Certificate numbers: the next serials of a site, year and level, taken under a row lock.

Called only inside the unit that stores the certificates: rolled back together, no gap is left.
The serial goes on from whichever is further, the counter or the ledger outside the database.
"""

from typing import Any

from sqlalchemy import select

from examsys.agency.models import Site
from examsys.agency.queries import certificate_prefix
from examsys.certificates import ledger
from examsys.certificates.models import SerialCounter
from examsys.kernel.db import db
from examsys.kernel.errors import Conflict
from examsys.kernel.work import in_unit
from examsys.rules.certificate import BadNumber, encode


def allocate(site: Site, *, year: int, level: int, count: int) -> list[str]:
    """The next `count` numbers, in order. raises: Conflict when they run out or cannot be made."""
    if not in_unit():
        raise RuntimeError("numbers are allocated inside the unit that stores what is printed")
    prefix = certificate_prefix(site)
    counter = _locked(site.id, year=year, level=level)
    first = max(counter.last, ledger.last_serial(prefix, year=year, level=level)) + 1
    try:
        numbers = [
            encode(prefix=prefix, year=year, level=level, serial=serial)
            for serial in range(first, first + count)
        ]
    except BadNumber as reason:
        raise Conflict(f"不能编制证书编号：{reason}请核对机构代码和考点序列码。") from reason
    counter.last = first + count - 1
    db.session.flush()
    return numbers


def _locked(site_id: int, *, year: int, level: int) -> SerialCounter:
    """The counter row under lock; two first users of a counter do not collide."""
    place = {"site_id": site_id, "year": year, "level": level}
    db.session.execute(_insert().values(last=0, **place).on_conflict_do_nothing())
    query = select(SerialCounter).filter_by(**place).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _insert() -> Any:
    # Here and not above: a dialect that is not used would be loaded at every start.
    if db.engine.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]
    return insert(SerialCounter)
