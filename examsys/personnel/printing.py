"""Tables of people that leave the house: annex 2 of the notice, and the register's export."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from examsys.kernel.exports import Cell
from examsys.kernel.pdf import render_pdf
from examsys.kernel.sheetwrite import CREATED
from examsys.personnel.models import Appointment, Person
from examsys.personnel.service import title_of
from examsys.rules.credentials import EVERY_LEVEL_WORD
from examsys.rules.states import LEVEL_SHORT, AppointmentState

# source: 人社厅函〔2023〕141号 附件2.
ANNEX_COLUMNS = ("序号", "姓名", "身份证号", "所在单位", "学历", "职务/职称/技能等级", "备注")
ANNEX_TABLES = {"examiner": "考评人员情况", "item_writer": "命题专家情况"}
REGISTER_COLUMNS = (
    "姓名", "身份证号后四位", "所在单位", "学历", "职务", "专兼职", "证书", "职称", "在聘岗位",
    "聘期至", "备注",
)  # fmt: skip
WIDTHS = (6, 14, 22, 34, 12, 40, 26)
Table = list[tuple[str, ...]]


def annex_rows(appointments: Sequence[Appointment], numbers: dict[int, str]) -> Table:
    """One row a person, in the order given; the remark names the levels.

    numbers: person id → full ID number.
    """
    levels: dict[int, list[int]] = {}
    people: dict[int, Person] = {}
    for held in appointments:
        people[held.person_id] = held.person
        levels.setdefault(held.person_id, []).append(held.level or 0)
    return [
        (
            str(serial),
            person.name,
            numbers[person.id],
            person.employer,
            person.education,
            standing(person),
            _remark(person, levels[person.id]),
        )
        for serial, person in enumerate(people.values(), start=1)
    ]


def standing(person: Person) -> str:
    """职务/职称/技能等级 as the annex wants them in one cell."""
    titles = [f"{row.name}（{row.major}）" for row in person.titles]
    certificates = [
        f"{row.occupation}{EVERY_LEVEL_WORD[row.level] if row.level else ''}"
        for row in person.certificates
        if row.status == "valid" and row.kind != "other"
    ]
    return "、".join(filter(None, (person.post, *titles, *certificates)))


def annex_xlsx(tables: dict[str, Table]) -> bytes:
    """Two sheets, one a table; every cell is text, so no number is damaged."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    import xlsxwriter

    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": "人员情况表", "created": CREATED})
        heading = book.add_format(
            {"bold": True, "border": 1, "align": "center", "valign": "vcenter"}
        )
        body = book.add_format(
            {"border": 1, "num_format": "@", "text_wrap": True, "valign": "vcenter"}
        )
        for role, title in ANNEX_TABLES.items():
            sheet = book.add_worksheet(title)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
            for place, (name, width) in enumerate(zip(ANNEX_COLUMNS, WIDTHS, strict=True)):
                sheet.set_column(place, place, width)
                sheet.write_string(0, place, name, heading)
            for number, row in enumerate(tables[role], start=1):
                for place, cell in enumerate(row):
                    sheet.write_string(number, place, cell, body)
    return buffer.getvalue()


def annex_pdf(tables: dict[str, Table], *, on: date) -> bytes:
    """raises: glyphs.Unprintable."""
    return render_pdf(
        "personnel/print/annex2.html",
        identifier=f"personnel-annex2-{on}",
        title="人员情况表",
        columns=ANNEX_COLUMNS,
        tables=[(ANNEX_TABLES[role], tables[role]) for role in ANNEX_TABLES],
        on=on,
    )


def register_rows(people: Sequence[Person], *, on: date) -> list[tuple[Cell, ...]]:
    """The register for an export: no full number, no phone."""
    rows: list[tuple[Cell, ...]] = []
    for person in people:
        held = held_by(person, on=on)
        rows.append(
            (
                person.name,
                person.id_number_last4,
                person.employer,
                person.education,
                person.post,
                "专职" if person.full_time else "兼职",
                "、".join(
                    f"{row.occupation}{EVERY_LEVEL_WORD[row.level] if row.level else ''}"
                    for row in person.certificates
                ),
                "、".join(f"{row.name}（{row.major}）" for row in person.titles),
                "、".join(title_of(a.role, a.level) for a in held),
                min((a.until for a in held), default=None),
                person.note,
            )
        )
    return rows


def holds(held: Appointment, *, on: date) -> bool:
    """Whether an appointment holds on this day: for item writers only while bound to secrecy."""
    running = held.state is AppointmentState.ACTIVE and held.since <= on <= held.until
    if not running or held.role != "item_writer":
        return running
    return any(row.signed_on <= on <= row.until for row in held.person.agreements)


def held_by(person: Person, *, on: date) -> list[Appointment]:
    """The person's appointments that hold on this day."""
    return [held for held in person.appointments if holds(held, on=on)]


def _remark(person: Person, levels: list[int]) -> str:
    known = "、".join(LEVEL_SHORT[level] for level in sorted(set(levels), reverse=True) if level)
    return "；".join(filter(None, (known, "专职" if person.full_time else "兼职", person.note)))
