"""Paper of the examination: tickets, door lists, desk labels, sign-in sheets, room records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import groupby

from examsys.agency import queries as agency
from examsys.batches import queries as batches
from examsys.batches.models import Batch, Room
from examsys.candidates import queries
from examsys.candidates.models import Registration
from examsys.kernel import files
from examsys.kernel.errors import Conflict
from examsys.kernel.pdf import jpeg_data_uri, qr_svg_data_uri, render_pdf

DIRECT_UP_TO = 50
LABELS_A_PAGE = 24


class Sheet(StrEnum):
    TICKETS = "tickets"
    DOORS = "doors"
    DESKS = "desks"
    SIGN_IN = "sign_in"
    RECORDS = "records"


SHEET_WORDS = {
    Sheet.TICKETS: "准考证",
    Sheet.DOORS: "门贴",
    Sheet.DESKS: "桌贴",
    Sheet.SIGN_IN: "座次签到表",
    Sheet.RECORDS: "考场情况记录单",
}


@dataclass(frozen=True, slots=True)
class SheetRoom:
    """One room with the people in it, by seat."""

    room: Room
    people: Sequence[Registration]


def make(batch: Batch, sheet: Sheet) -> bytes:
    """One PDF of all rooms, by room and seat.

    raises: Conflict while nobody has a seat; glyphs.Unprintable naming the character.
    """
    people = queries.approved(batch.id)
    if not people or any(row.room is None for row in people):
        raise Conflict("还没有编排座位，不能打印。请先编排考场和座位。")
    return render_pdf(
        f"candidates/print/{sheet.value}.html",
        identifier=f"{sheet.value}-{batch.number}-{_fingerprint(people)}",
        title=f"{batch.title} {SHEET_WORDS[sheet]}",
        batch=batch,
        agency=agency.agency(),
        rooms=_by_room(people),
        limits=_limits(batch),
        photos=_photos(people) if sheet is Sheet.TICKETS else {},
        qr=qr_svg_data_uri,
        labels_a_page=LABELS_A_PAGE,
    )


def filename(batch: Batch, sheet: Sheet) -> str:
    return f"{batch.number}-{SHEET_WORDS[sheet]}.pdf"


def _by_room(people: Sequence[Registration]) -> list[SheetRoom]:
    rooms = []
    for room, members in groupby(people, key=lambda row: row.room):
        if room is not None:
            rooms.append(SheetRoom(room, list(members)))
    return rooms


def _photos(people: Sequence[Registration]) -> Mapping[int, str]:
    """returns: registration id → data URI of the photo."""
    kept = queries.photos(people)
    return {
        row.id: jpeg_data_uri(files.read(kept[row.candidate.photo_uuid]))
        for row in people
        if row.candidate.photo_uuid in kept
    }


def _limits(batch: Batch) -> Mapping[str, int]:
    """Minutes that the rules on the ticket name. source: domain §4.5."""
    keys = ("entry_before_min", "late_cutoff_min", "earliest_leave_min")
    return {key: batches.parameter(batch, f"exam.{key}", on=batch.exam_on) for key in keys}


def _fingerprint(people: Sequence[Registration]) -> str:
    seats = "\n".join(f"{row.ticket_no} {row.uuid}" for row in people)
    return sha256(seats.encode()).hexdigest()[:16]
