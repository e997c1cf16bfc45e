"""From an empty instance to an agency with accounts, parameters and qualified people."""

import re

import pyotp

from examsys.accounts import firstrun
from examsys.personnel.workbook import SPEC as PEOPLE
from tests.journeys.books import workbook
from tests.journeys.town import Town
from tests.make import fictional_id_number

PASSWORD = "Ping-Hu-2026-qiu"
HELD = {
    "occupation": "劳动关系协调师",
    "certificate_kind": "职业技能等级证书",
    "certificate_level": "二级",
    "issued_on": "2020-05-20",
    "work_kind": "协调劳动关系相关工作",
    "work_employer": "之江劳动关系评价中心",
    "started_on": "2012-03-01",
}
EXAMINERS = ("林静远", "欧阳若水", "买买提·艾则孜")
WRITER, SUPERVISOR, INVIGILATORS = "周敏", "王建国", ("李慧", "赵磊")
PEOPLE_NAMES = (*EXAMINERS, WRITER, SUPERVISOR, *INVIGILATORS)


def open_the_house(town: Town) -> None:
    """The first account by the code of the terminal, with a second factor; the next by its form."""
    visitor = town.visitor()
    code = firstrun.code(town.app.config["SETTINGS"].instance)
    wrong = {"login": "guanli", "name": "钟立", "id_number": fictional_id_number(901)}
    first = {**wrong, "password": PASSWORD, "again": PASSWORD}
    assert "一次性代码不正确" in visitor.send("/first-run", first, code="AAAA", status=422)
    visitor.send("/first-run", first, code=code)
    visitor.send("/sign-in", login="guanli", password=PASSWORD)
    assert visitor.here.startswith("/account/second-factor"), visitor.here
    form = visitor.form("/account/second-factor")
    secret = dict(form.values)["secret"]
    now = pyotp.TOTP(secret).at(town.clock.at)
    said = visitor.post("/account/second-factor", form.filled({"code": now}), status=200)
    assert len(re.findall(r"\b[A-Z2-7]{4}-[A-Z2-7]{4}", said)) >= 8, said
    _admit(town, visitor)
    town.settle()
    assert town.visitor().read("/first-run", status=404)


def _admit(town: Town, admin) -> None:
    """An account by form: its one-time password must be changed at the first sign-in."""
    said = admin.send(
        "/accounts/new",
        login="kaowu",
        name="李慧",
        id_number=fictional_id_number(902),
        roles=["exam_office"],
        status=200,
    )
    once = re.search(r"kaowu 一次性口令 ([!-~]{12,})", said)
    assert once, said
    fresh = town.visitor()
    fresh.send("/sign-in", login="kaowu", password=once[1])
    assert fresh.here.startswith("/account/password")
    fresh.send("/account/password", current=once[1], fresh=PASSWORD, again=PASSWORD)
    assert fresh.here == "/"


def describe_the_agency(town: Town) -> None:
    """Profile, site and filed level, by the head's forms."""
    head = town("fuzeren")
    head.send(
        "/agency/edit",
        name="之江劳动关系评价中心",
        kind="association",
        category_code="S",
        agency_code="0000",
        province_code="33",
        uscc="51330000MJ8700023T",
        legal_person="林静远",
        address="杭州市西湖区文三路 478 号",
        phone="0571-88880000",
        filing_authority="浙江省人力资源和社会保障厅",
    )
    head.send(
        "/agency/sites/new",
        name="杭州考点",
        address="杭州市西湖区文三路 478 号",
        province_code="33",
        serial="000123",
        capacity=120,
    )
    said = head.send("/agency/levels/new", level="4", filed_on="2026-01-05", receipt_no="浙备4号")
    assert "S000033000123" in said


def set_parameters(town: Town) -> None:
    """What this agency decides for itself, with the day and the origin of the decision."""
    head = town("fuzeren")
    said = head.send(
        "/parameters/certificate.requires_acceptance/edit",
        value="是",
        valid_from="2026-08-24",
        source_note="省厅 2026 年工作要求",
    )
    assert "省厅 2026 年工作要求" in said


def register_people(town: Town) -> None:
    """Seven people by workbook, their declarations by form, an agreement, appointments."""
    office = town("renyuan")
    rows = [
        {
            **HELD,
            "name": name,
            "id_number": fictional_id_number(910 + place),
            "phone": f"1380000{place:04d}",
            "employer": "之江劳动关系评价中心",
            "education": "大学本科",
            "complete": "是",
        }
        for place, name in enumerate(PEOPLE_NAMES)
    ]
    broken = [{**rows[0], "id_number": rows[0]["id_number"][:-1]}]
    office.send("/personnel/import", workbook=workbook(PEOPLE, broken))
    assert "有错误" in office.read(office.here)
    office.send("/personnel/import", workbook=workbook(PEOPLE, rows))
    office.send(office.here, to="/confirm")
    people = _pages_by_name(town)
    for page in people.values():
        office.send(
            f"{page}declarations",
            political="yes",
            ethics="yes",
            assessment="yes",
            declared_on="2026-08-24",
            violations_known="y",
        )
    until = {"signed_on": "2026-08-24", "until": "2028-12-31"}
    office.send(f"{people[WRITER]}agreements/new", until)
    town.notes["people"] = people


def verify_papers(town: Town) -> None:
    """One officer uploads the scan of every certificate; the head compares it with the entry."""
    office, head = town("renyuan"), town("fuzeren")
    for page in town.notes["people"].values():
        certificate = office.links(page, rf"{page}certificates/\d+/scan")[0].removesuffix("scan")
        office.send(f"{certificate}scan", scan=(b"%PDF-1.7\n%%EOF\n", "证书.pdf"))
        assert "核验结论已记录" in head.send(f"{certificate}verify", result="verified")


def appoint(town: Town) -> None:
    """The office proposes whom the rules let pass; the head appoints."""
    office, head, people = town("renyuan"), town("fuzeren"), town.notes["people"]
    wanted = [(name, "examiner", "4") for name in EXAMINERS]
    wanted += [(WRITER, "item_writer", "4"), (SUPERVISOR, "supervisor", "")]
    wanted += [(name, "invigilator", "") for name in INVIGILATORS]
    for name, role, level in wanted:
        asked = f"{people[name]}appoint?role={role}&level={level}&since=2026-08-24"
        assert f"已提名{name}为" in office.send(asked)
        assert f"已聘任{name}为" in head.send(people[name], to="/approve")
    refused = f"{people[SUPERVISOR]}appoint?role=examiner&level=2&since=2026-08-24"
    assert "不符合" in office.read(refused) or "不通过" in office.read(refused)


def _pages_by_name(town: Town) -> dict[str, str]:
    html = town("renyuan").read("/personnel/")
    found = {}
    for name in PEOPLE_NAMES:
        page = re.search(rf'href="(/personnel/\d+/)"[^>]*>\s*{name}', html)
        assert page, name
        found[name] = page[1]
    return found
