"""One batch from its plan to the seats: every date on its day, every approval by another person."""

import re
from io import BytesIO
from zipfile import ZipFile

from examsys.candidates.workbook import SPEC as REGISTRATIONS
from tests.journeys.books import workbook
from tests.journeys.steps_office import EXAMINERS, INVIGILATORS, SUPERVISOR
from tests.journeys.town import Town
from tests.make import fictional_id_number, make_photo

NAMES = ("黄𬭎", "徐㛃", "阿依古丽·买买提", "欧阳若兰", "陈静", "王梓萱", "刘洋")
NUMBERS = {name: fictional_id_number(600 + place) for place, name in enumerate(NAMES)}
PLAIN = {"cert_kind": "无证书", "edu_kind": "以上学历均无", "title_rank": "无职称"}
BY_FORM = NAMES[-1]


def plan(town: Town) -> None:
    """The office plans, the head approves and records the filing."""
    office = town("kaowu")
    said = office.send(
        "/batches/new",
        level="四级",
        site_id="杭州考点",
        planned_count=30,
        registration_from="2026-09-18",
        registration_until="2026-10-09",
        exam_on="2026-10-24",
    )
    assert "2026-01" in said
    town.batch_id = office.number_here()
    town.day("2026-09-07", 15)
    filing = {"filed_on": "2026-09-07", "receipt": "浙认备〔2026〕001 号"}
    town("fuzeren").send(f"/batches/{town.batch_id}/file", filing)


def announce(town: Town) -> None:
    """Drafted from the plan, published by the head, read by everybody; the batch moves on."""
    office, here = town("kaowu"), f"/batches/{town.batch_id}/"
    town.day("2026-09-14")
    office.send(here, to="/announce")
    notice = office.here
    assert "没有公告" in town.visitor().read("/notices/") or notice
    town.day("2026-09-15")
    town("fuzeren").send(f"{notice}publish")
    board = town.visitor()
    page = board.links("/notices/", r"/notices/[0-9a-f-]+/")[0]
    assert "2026-10-24" in board.read(page) or "2026年10月24日" in board.read(page)
    office.send(here, to="/move")
    town.day("2026-09-18")
    office.send(here, to="/move")


def register(town: Town) -> None:
    """Six by workbook, one by form; photos as a package and one by one; all handed in."""
    office, batch = town("kaowu"), town.batch_id
    town.day("2026-09-21")
    rows = [_row(place, name) for place, name in enumerate(NAMES) if name != BY_FORM]
    wrong = [*rows, {**rows[0], "name": "另一人"}]
    office.send(f"/candidates/import?batch_id={batch}", workbook=workbook(REGISTRATIONS, wrong))
    assert "还有错误" in office.read(office.here)
    office.send(f"/candidates/import?batch_id={batch}", workbook=workbook(REGISTRATIONS, rows))
    office.send(office.here, to="/confirm")
    _by_form(town)
    package = BytesIO()
    with ZipFile(package, "w") as archive:
        for name in NAMES:
            if name != BY_FORM:
                archive.writestr(f"{NUMBERS[name]}.jpg", make_photo(413, 579))
    upload = {"package": (package.getvalue(), "photos.zip")}
    office.send(f"/candidates/photos?batch_id={batch}", upload, status=200)
    office.send(f"/candidates/?batch_id={batch}", to="/submit")
    pages = office.links(f"/candidates/?batch_id={batch}", r"/candidates/\d+/")
    assert len(pages) == len(NAMES)


def _row(place: int, name: str) -> dict[str, str]:
    work = {"work1_kind": "协调劳动关系相关工作", "work1_from": "2014-03-01"}
    person = {"name": name, "id_number": NUMBERS[name], "phone": f"1390000{place:04d}"}
    return {**PLAIN, **work, **person, "employer": f"江城第{place % 3}机械厂"}


def _by_form(town: Town) -> None:
    office, batch = town("kaowu"), town.batch_id
    number = NUMBERS[BY_FORM]
    page = f"/candidates/new?batch_id={batch}"
    filled = {
        "name": BY_FORM,
        "id_number": number[:-1] + ("0" if number[-1] != "0" else "1"),
        "phone": "13900009999",
        "employer": "江城造船厂",
        "certificates-0-kind": "无证书",
        "titles-0-rank": "无职称",
        "education-0-kind": "以上学历均无",
        "work-0-kind": "协调劳动关系相关工作",
        "work-0-since": "2014-03-01",
    }
    assert "校验" in office.send(page, filled, status=422)
    office.send(page, {**filled, "id_number": number})
    here = office.here
    office.send(here, to="/photo/new", photo=(make_photo(413, 579), "me.jpg"))
    assert "到期" not in office.read(here)


def review(town: Town) -> None:
    """The first reviewer passes all, sends one back; another one approves after the closing day."""
    first, second, office = town("shenhe1"), town("shenhe2"), town("kaowu")
    town.day("2026-09-28")
    queue = f"/candidates/queue?batch_id={town.batch_id}"
    pages = _queue(town, "shenhe1")
    returned = pages[0].removesuffix("review")
    first.send(pages[0], to="/return", reason="请补充工作单位全称")
    office.send(f"{returned}edit", employer="江城第一机械厂有限公司")
    office.send(returned, to="/submit")
    for page in _queue(town, "shenhe1"):
        first.send(page, to="/pass")
    assert _queue(town, "shenhe1") == []
    town.day("2026-10-10")
    office.send(f"/batches/{town.batch_id}/", to="/move")
    town.day("2026-10-12")
    for page in _queue(town, "shenhe2"):
        second.send(page, to="/pass")
    assert "没有" in second.read(queue)


def _queue(town: Town, login: str) -> list[str]:
    page = f"/candidates/queue?batch_id={town.batch_id}"
    return town(login).links(page, r"/candidates/\d+/review")


def seat(town: Town) -> None:
    """Rooms, seats, and everything that is printed for the day."""
    office, batch = town("kaowu"), town.batch_id
    town.day("2026-10-14")
    office.send(f"/batches/{batch}/rooms", rooms="第1考场，30")
    seating = f"/candidates/seating?batch_id={batch}"
    office.send(seating, to="/arrange", order="employer")
    prints = set(re.findall(r'action="(/candidates/print/[a-z_-]+)\?', office.read(seating)))
    assert len(prints) >= 4, prints
    for address in sorted(prints):
        assert office.take(seating, to=address).startswith(b"%PDF-")
    tickets = re.findall(r'title="(\d{8,})">([^<]+)</a>', office.read(seating))
    assert len(tickets) == len(NAMES)
    town.notes["tickets"] = {name: number for number, name in tickets}
    town.notes["seats"] = [name for _, name in sorted(tickets)]


def staff(town: Town) -> None:
    """A panel of three with its leader, invigilators, a supervisor."""
    office = town("kaowu")
    duties = [(EXAMINERS[0], "panel_leader"), (SUPERVISOR, "supervisor")]
    duties += [(name, "examiner") for name in EXAMINERS[1:]]
    duties += [(name, "invigilator") for name in INVIGILATORS]
    for name, role in duties:
        office.send(f"/batches/{town.batch_id}/duties", person_id=name, role=role)
