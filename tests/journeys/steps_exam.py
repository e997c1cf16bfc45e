"""Papers, the day itself, marks by two people, publication, and the look-up by a candidate."""

import re

from examsys.scoring import queries
from tests.journeys.steps_batch import NUMBERS
from tests.journeys.town import Town

PARTS = ("theory", "skill")
ABSENT, CHEATING, FAILING, MISTYPED = 1, 2, 3, 4


def draw_papers(town: Town) -> None:
    """A main and a spare paper of each component, approved by the head, printed once."""
    office, head = town("tiku"), town("fuzeren")
    town.day("2026-10-16")
    sets = []
    for part in PARTS:
        office.send(f"/papers/draw/{town.batch_id}/{part}")
        sets.append(office.here)
    town.day("2026-10-19", 16)
    for page in sets:
        head.send(page, to="/approve")
    opened = office.links(sets[0], r"/papers/forms/\d+/paper")[0]
    assert office.take(opened, reason="考前制卷").startswith(b"%PDF-")
    town.notes["papers"] = sets


def sit(town: Town) -> None:
    """Everybody is there but one; one is caught with a telephone in the second component."""
    office, batch = town("kaowu"), town.batch_id
    town.day("2026-10-24", 8)
    day = f"/candidates/exam-day?batch_id={batch}"
    office.send(day, to="/move")
    for part, hour in zip(PARTS, (9, 11), strict=True):
        town.day("2026-10-24", hour, 30)
        here = f"{day}&component={part}&room=1"
        office.send(here, to="/all-present")
        office.send(here, _exceptions(town, part), to="/record")
    town.day("2026-10-25")
    office.send(day, to="/move")


def _exceptions(town: Town, part: str) -> dict[str, str]:
    html = town("kaowu").read(f"/candidates/exam-day?batch_id={town.batch_id}&component={part}")
    fields = re.findall(r'name="state-(\d+)"', html)
    found = {f"state-{fields[ABSENT]}": "2", f"note-{fields[ABSENT]}": "未到考，电话无人接听"}
    if part == "skill":
        found |= {f"state-{fields[CHEATING]}": "3", f"note-{fields[CHEATING]}": "携带手机"}
    return found


def make_codes(town: Town) -> None:
    """Blind codes, and the secret list by which scripts get theirs."""
    lead = town("chengji")
    town.day("2026-10-26")
    home = f"/scoring/?batch_id={town.batch_id}"
    lead.send(home, to="/codes")
    assert lead.take(home, to="/codes/list.pdf").startswith(b"%PDF-")


def enter_scores(town: Town) -> None:
    """Two people enter every mark from the scripts; one of them misreads one digit once."""
    for part in PARTS:
        for pass_no, login in ((1, "lufen1"), (2, "lufen2")):
            _enter(town, part, pass_no, login)


def _enter(town: Town, part: str, pass_no: int, login: str) -> None:
    clerk, batch = town(login), town.batch_id
    clerk.send(f"/scoring/?batch_id={batch}", to=f"/{part}/{pass_no}/take")
    grid = f"/scoring/{batch}/{part}/{pass_no}/"
    marks = scripts(town, part)
    mistake = pass_no == 2 and part == "theory"
    typed = {f"mark-{key}": _mark(seat, part, mistake) for seat, key in enumerate(marks)}
    bad = {**typed, f"mark-{marks[0]}": "101"}
    assert "0 至 100" in clerk.send(grid, bad, act="submit", status=422)
    clerk.send(grid, typed, act="submit")


def _mark(seat: int, part: str, mistake: bool) -> str:
    if seat == ABSENT:
        return "缺"
    if seat == CHEATING and part == "skill":
        return "违"
    if seat == FAILING and part == "theory":
        return "59.5"
    if seat == MISTYPED and mistake:
        return "27"
    return "72"


def scripts(town: Town, part: str) -> list[int]:
    """Script ids by seat, as whoever glued the labels on knows them."""
    with town.app.app_context():
        rows = queries.results(town.batch_id, unpublished=True)
        found = [(row.registration.seat_no, row.id) for row in rows if row.component.value == part]
    return [key for _, key in sorted(found)]


def settle(town: Town) -> None:
    """The third person settles the one difference from the script and confirms everything."""
    lead, batch = town("chengji"), town.batch_id
    town.day("2026-10-27")
    pages = lead.links(f"/scoring/{batch}/differences", r"/scoring/differences/\d+/resolve")
    assert len(pages) == 1
    lead.send(pages[0], mark="72", reason="核对原卷，第二遍录入时看错")
    note = "缺考、违纪与考场情况记录单一致，临界分数已复核原卷。"
    lead.send(f"/scoring/{batch}/confirm", note=note)


def publish(town: Town) -> None:
    """Nobody sees a result before the head publishes; then each candidate sees their own."""
    town.day("2026-10-29")
    passed, failed = town.notes["seats"][0], town.notes["seats"][FAILING]
    assert "尚未公布" in _look_up(town, passed)
    town("fuzeren").send(f"/scoring/{town.batch_id}/publish")
    assert "不合格" not in _look_up(town, passed)
    assert "59.5" in _look_up(town, failed)
    stranger = {"ticket_no": town.notes["tickets"][passed], "id_number": NUMBERS[failed]}
    assert "没有查到" in town.visitor().send("/apply/", stranger, status=422)


def _look_up(town: Town, name: str) -> str:
    mine = {"ticket_no": town.notes["tickets"][name], "id_number": NUMBERS[name].lower()}
    return town.visitor().send("/apply/", mine, status=200)
