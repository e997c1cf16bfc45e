"""The bank of one level: its table and its items by workbook, reviewed by another, a blueprint."""

from examsys.bank.workbook import ITEMS, SPEC
from tests.journeys.books import item_rows, spec_rows, workbook
from tests.journeys.forms import forms_of
from tests.journeys.steps_office import WRITER
from tests.journeys.town import Town

LEVEL = 4


def enact_the_table(town: Town) -> None:
    """Weights that do not sum are refused; the sound table comes into force."""
    office, rows = town("tiku"), spec_rows(LEVEL)
    here = f"/bank/specs/{LEVEL}/import"
    light = [{**rows[0], "theory_weight": 4}, *rows[1:]]
    office.send(here, workbook=workbook(SPEC, light))
    assert "100" in office.read(office.here)
    assert not [form for form in forms_of(office.read(office.here)) if "confirm" in form.action]
    office.send(here, workbook=workbook(SPEC, rows))
    office.send(office.here, to="/confirm")
    office.send(f"/bank/specs/{LEVEL}/enact", effective_from="2026-08-24")


def take_in_items(town: Town) -> None:
    """Every item from one workbook, sealed on the way; the same file again changes nothing."""
    office, rows = town("tiku"), item_rows(LEVEL)
    upload = {"workbook": workbook(ITEMS, rows), "level": LEVEL, "writer_id": WRITER}
    office.send("/bank/import", upload)
    said = office.send(office.here, to="/confirm")
    assert f"已封存入库 {len(rows)} 题" in said
    office.send("/bank/import", upload)
    assert "无需导入" in office.read(office.here)
    town.notes["items"] = len(rows)


def send_for_review(town: Town) -> None:
    """Page by page, as they stand in the list of drafts."""
    office, drafts = town("tiku"), f"/bank/?level={LEVEL}&status=draft"
    while "没有试题" not in office.read(drafts):
        form = office.form(drafts, to="/bank/send")
        office.post("/bank/send", form.filled({"item": form.boxes["item"]}))


def review_items(town: Town) -> None:
    """Another person opens each one and passes it; the first goes back to its writer once."""
    reviewer, done = town("shenti"), 0
    while pages := reviewer.links("/bank/queue", r"/bank/[0-9a-f-]{36}/review"):
        page = pages[0]
        while page.endswith("/review"):
            _decide(town, page)
            done += 1
            page = reviewer.here
    assert done == town.notes["items"]


def _decide(town: Town, page: str) -> None:
    reviewer = town("shenti")
    opening = reviewer.form(page, to="/open")
    opened = reviewer.answer(opening.action, opening.filled({}))
    form = next(one for one in forms_of(opened.text) if one.action.endswith("/review"))
    answer = reviewer.answer(page, form.filled({"decision": "pass"}))
    assert answer.status_code == 303
    reviewer.here = answer.location


def write_blueprints(town: Town) -> None:
    """The usual composition of each component, which the bank can fill."""
    office = town("tiku")
    for component in ("theory", "skill"):
        new = f"/papers/blueprints/new?level={LEVEL}&component={component}"
        said = office.send(new, tolerance="15")
        assert "可以组卷" in said or "满足" in said, said
