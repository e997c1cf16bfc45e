"""Documents of scoring: codes, labels, the sheet of a pass, the score book."""

from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256

from examsys.accounts import queries as accounts
from examsys.agency import queries as agency
from examsys.batches.models import Batch
from examsys.candidates.models import Registration
from examsys.kernel.exports import Cell, export_xlsx
from examsys.kernel.pdf import render_pdf
from examsys.rules.marking import passed
from examsys.rules.states import LEVELS, Component, ResultState, components_of, label
from examsys.scoring import queries
from examsys.scoring.marks import plain
from examsys.scoring.models import EntryPass, ScoreBook, Script
from examsys.scoring.notice import PASSED, by_candidate, states
from examsys.scoring.service.entries import PASS_WORDS

LABELS_A_PAGE = 40


def codes_pdf(batch: Batch) -> bytes:
    """Which ticket stands behind which code, by room and seat."""
    people = by_candidate(queries.results(batch.id, unpublished=True))
    return render_pdf(
        "scoring/print/codes.html",
        identifier=f"codes-{batch.number}-{_digest(people)}",
        title="保密号对照表",
        batch=batch,
        people=people,
        parts=components_of(batch.level),
    )


def labels_pdf(batch: Batch) -> bytes:
    """One label a script with nothing on it but the code, in the order of the list."""
    people = by_candidate(queries.results(batch.id, unpublished=True))
    labels = {
        part: [by_part[part].blind_code for _, by_part in people]
        for part in components_of(batch.level)
    }
    return render_pdf(
        "scoring/print/labels.html",
        identifier=f"labels-{batch.number}-{_digest(people)}",
        title="保密号标签",
        batch=batch,
        labels=labels,
        labels_a_page=LABELS_A_PAGE,
    )


def sheet_pdf(batch: Batch, of: EntryPass) -> bytes:
    """What one pass entered, for the signatures of those who entered and checked it."""
    scripts = queries.scripts(batch.id, of.component)
    marks = [(row.blind_code, entry.as_mark) for row in scripts if (entry := row.entry(of.pass_no))]
    return render_pdf(
        "scoring/print/sheet.html",
        identifier=f"sheet-{batch.number}-{of.component.value}-{of.pass_no}-{of.version}",
        title=f"登分表（{PASS_WORDS[of.pass_no]}）",
        batch=batch,
        of=of,
        agency=agency.agency(),
        people="、".join(_names(of.people)),
        columns=_in_columns([(code, plain(mark)) for code, mark in marks]),
        count=len(marks),
        scored=[mark.score for _, mark in marks if mark.score is not None],
        kinds=[mark.kind.value for _, mark in marks],
    )


def book_pdf(batch: Batch, book: ScoreBook) -> bytes:
    """成绩册 with the figures of 评价结果汇总表 above it."""
    return render_pdf(
        "scoring/print/book.html",
        identifier=f"book-{batch.number}-{book.version}",
        title="职业技能等级认定评价结果汇总表",
        batch=batch,
        book=book,
        agency=agency.agency(),
        columns=book_columns(batch),
        rows=[[_printed(cell) for cell in row] for row in book_rows(batch)],
        figures=figures(batch),
        confirmed_by="、".join(_names([book.confirmed_by or ""])),
    )


def book_xlsx(batch: Batch) -> bytes:
    return export_xlsx("成绩册", book_columns(batch), book_rows(batch))


def book_columns(batch: Batch) -> list[str]:
    """source: domain §7, the result list columns seen; of the ID number only the last four."""
    parts = [label(part) for part in components_of(batch.level)]
    return ["序号", "姓名", "准考证号", "证件尾号", "职业", "等级", *parts, "结果"]


def book_rows(batch: Batch) -> list[list[Cell]]:
    scripts = queries.results(batch.id, unpublished=True)
    parts = components_of(batch.level)
    rows: list[list[Cell]] = []
    for serial, (person, by_part) in enumerate(by_candidate(scripts), start=1):
        rows.append(
            [
                serial,
                person.candidate.name,
                person.ticket_no or "",
                person.candidate.id_number_last4,
                batch.occupation.name,
                LEVELS[batch.level],
                *(_cell(by_part.get(part)) for part in parts),
                PASSED[passed(batch.level, states(by_part))],
            ]
        )
    return rows


def figures(batch: Batch) -> list[tuple[str, int, int, int, int, int]]:
    """One line a component and one for all: due, sat, absent, violation, passed."""
    people = by_candidate(queries.results(batch.id, unpublished=True))
    lines = []
    for part in components_of(batch.level):
        known = [states(by_part)[part] for _, by_part in people if part in states(by_part)]
        absent = known.count(ResultState.ABSENT)
        lines.append(
            (
                label(part),
                len(known),
                len(known) - absent,
                absent,
                known.count(ResultState.VIOLATION),
                known.count(ResultState.PASS),
            )
        )
    every = [set(states(by_part).values()) for _, by_part in people]
    away = sum(1 for found in every if found == {ResultState.ABSENT})
    lines.append(
        (
            "合计（人）",
            len(people),
            len(people) - away,
            away,
            sum(1 for found in every if ResultState.VIOLATION in found),
            sum(1 for _, by_part in people if passed(batch.level, states(by_part))),
        )
    )
    return lines


def _cell(row: Script | None) -> Cell:
    if row is None or row.result is None:
        return None
    return row.result.value if row.result.value is not None else label(row.result.state)


def _printed(cell: Cell) -> str:
    """One cell on paper: marks with their one decimal."""
    if isinstance(cell, Decimal):
        return f"{cell:.1f}"
    return "—" if cell is None else str(cell)


def _names(logins: Sequence[str]) -> list[str]:
    known = accounts.names(list(logins))
    return [known.get(login, login) for login in logins]


def _in_columns(
    cells: list[tuple[str, str]], columns: int = 3
) -> list[list[tuple[int, str, str] | None]]:
    """Rows of a table that is read down its columns, serial numbers added."""
    height = -(-len(cells) // columns)
    numbered = [(place, *cell) for place, cell in enumerate(cells, start=1)]
    return [
        [
            numbered[at] if (at := column * height + row) < len(numbered) else None
            for column in range(columns)
        ]
        for row in range(height)
    ]


def _digest(people: Sequence[tuple[Registration, dict[Component, Script]]]) -> str:
    codes = [row.blind_code for _, by_part in people for row in by_part.values()]
    return sha256("\n".join(codes).encode()).hexdigest()[:16]
