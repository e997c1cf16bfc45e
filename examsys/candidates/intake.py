"""What a registration says, however it was written down: by form or by workbook.

The facts have the shape of interface.md's `judge` file, so that the screen and `examsys judge`
answer alike. A list is None while nothing was said about it and empty when there is none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from examsys.kernel import textual
from examsys.rules.identity import ResidentId, read_resident_id

NONE = "none"  # chosen where a person declares to have nothing of a kind
ONE_DAY = timedelta(days=1)
FACTS = ("certificates", "titles", "education", "work")


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateIntake:
    """One person's registration. facts: judge facts as JSON, without the date of birth."""

    name: str
    identity: ResidentId
    phone: str
    employer: str
    facts: Mapping[str, Any]


def intake(
    *,
    name: str,
    id_number: object,
    phone: str,
    employer: str,
    facts: Mapping[str, Any],
    on: date,
) -> CandidateIntake:
    """raises: rules.identity.BadIdentity with what is wrong in the ID number."""
    return CandidateIntake(
        name=textual.clean(name),
        identity=read_resident_id(id_number, on=on),
        phone=phone,
        employer=textual.clean(employer),
        facts={key: facts.get(key) for key in FACTS},
    )


def listed(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]] | None:
    """Rows as they were filled in. returns: None when all are blank, [] for a declared nothing."""
    filled = [dict(row) for row in rows if any(value not in (None, "") for value in row.values())]
    if any(NONE in row.values() for row in filled):
        return []
    return filled or None


def certificate(
    *,
    kind: str | None,
    occupation: str | None,
    level: int | None,
    issued_on: date | None,
    equivalence: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    said = {
        "kind": kind or None,
        "occupation": occupation or None,
        "level": level,
        "issued_on": _day(issued_on),
    }
    if not any(said.values()):
        return {}
    more = {"equivalence": dict(equivalence)} if equivalence else {}
    return {**said, "status": "valid", **more}


def title(
    *,
    rank: str | None,
    name: str | None,
    major: str | None,
    granted_on: date | None,
    equivalence: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    said = {
        "rank": rank or None,
        "name": name or None,
        "major": major or None,
        "granted_on": _day(granted_on),
    }
    if not any(said.values()):
        return {}
    return {**said, "equivalence": dict(equivalence) if equivalence else None}


def education(
    *,
    kind: str | None,
    major: str | None,
    relation: str | None,
    status: str | None,
    on: date | None,
    evaluated: bool | None,
) -> dict[str, Any]:
    said = {
        "kind": kind or None,
        "major": major or None,
        "relation": relation or None,
        "status": status or None,
        "on": _day(on),
    }
    return {**said, "evaluated": evaluated} if any(said.values()) else {}


def work(*, kind: str | None, since: date | None, last: date | None) -> dict[str, Any]:
    """last: the last day worked, included; the facts keep the day after. None: still working."""
    said = {"kind": kind or None, "from": _day(since)}
    if not any(said.values()) and last is None:
        return {}
    return {**said, "to": _day(last + ONE_DAY) if last else None}


def last_day(row: Mapping[str, Any]) -> date | None:
    """The last day worked of a fact row, as screens show it."""
    return date.fromisoformat(row["to"]) - ONE_DAY if row.get("to") else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
