"""The agency, its calendar, its accounts and its people."""

from datetime import date, datetime
from typing import Any

from examsys.accounts import passwords
from examsys.accounts.service import accounts
from examsys.accounts.service.accounts import NewAccount
from examsys.agency import service as agency
from examsys.agency.codes import AgencyKind, Category
from examsys.demo.cast import PASSWORD, PLAYERS, Almanac, actor, data, id_number
from examsys.demo.scanning import say_phrases, scan_papers
from examsys.demo.timeline import Story
from examsys.kernel import clock
from examsys.kernel.actor import command
from examsys.kernel.work import unit_of_work
from examsys.parameters import service as parameters
from examsys.personnel import service as personnel
from examsys.personnel.models import Person
from examsys.personnel.service.papers import Paper
from examsys.rules.permissions import Role

PROFILE = agency.Profile(
    name="之江劳动关系评价中心",
    kind=AgencyKind.ASSOCIATION,
    category_code=Category.SOCIAL,
    agency_code="0000",
    province_code="33",
    uscc="51330000MJ8700023T",
    legal_person="林静远",
    address="浙江省杭州市西湖区文三路 478 号（示例地址）",
    phone="0571-88880000",
    filing_authority="浙江省人力资源和社会保障厅",
)
SITES = (
    agency.SiteIntake("杭州考点", "杭州市西湖区文三路 478 号（示例地址）", "33", "000123", 120),
    agency.SiteIntake("宁波考点", "宁波市鄞州区中山东路 19 号（示例地址）", "33", "000124", 60),
)


def accounts_of(numbers: dict[str, str], *, at: datetime) -> None:
    """Every player's account, with the published password and without a second factor."""
    for serial, player in enumerate(PLAYERS, start=901):
        number = numbers.get(player.person) or id_number(date(1985, 6, 15), serial)
        new = NewAccount(player.login, player.name, number, [player.role.value], totp_exempt=True)
        with unit_of_work():
            if player.role is Role.SYSTEM_ADMIN:
                account = accounts.create_first_account(new, PASSWORD, actor=command("demo"), at=at)
            else:
                account, _ = accounts.create_account(new, actor=actor("guanli"), at=at)
                account.password_hash = passwords.hash_password(PASSWORD)
                account.must_change_password = False
            # The accounts are as old as the year; their password is as young as the instance.
            account.password_changed_at = clock.now()


def agency_of(*, at: datetime) -> None:
    head = actor("fuzeren")
    with unit_of_work():
        parameters.seed_calendar(actor=head, at=at)
        parameters.set_value(
            "paper.exclude_last_batches",
            "0",
            valid_from=at.date(),
            source_note="示例题库规模较小，允许与上一批次重复使用试题",
            actor=head,
            at=at,
        )
        agency.save_profile(PROFILE, actor=head, at=at)
        for site in SITES:
            agency.add_site(site, actor=head, at=at)
        for level, receipt in ((3, "浙人社评备〔示例〕03 号"), (4, "浙人社评备〔示例〕04 号")):
            agency.file_level(level, filed_on=at.date(), receipt_no=receipt, actor=head, at=at)


def id_numbers() -> dict[str, str]:
    """returns: the ID number of everybody in people.toml, by name."""
    return {
        one["name"]: id_number(
            date.fromisoformat(one["born"]), serial, woman=bool(one.get("woman", False))
        )
        for serial, one in enumerate(data("people.toml")["person"], start=101)
    }


def people_of(almanac: Almanac, numbers: dict[str, str], *, at: datetime) -> dict[str, Person]:
    """The register, and the appointments of those who qualify. returns: people by name."""
    found = {}
    for entry in data("people.toml")["person"]:
        if "reason" in entry:
            continue
        with unit_of_work():
            person = _register(entry, numbers[entry["name"]], almanac, at=at)
            scan_papers(person, at=at)
            if any(role == "item_writer" for role, _ in entry["roles"]):
                say_phrases(person, at=at)
        found[entry["name"]] = person
        for role, level in entry["roles"]:
            with unit_of_work():
                held = personnel.propose(
                    person,
                    role=role,
                    level=level or None,
                    since=at.date(),
                    actor=actor("renyuan"),
                    at=at,
                )
            with unit_of_work():
                personnel.approve_appointment(held, actor=actor("fuzeren"), at=at)
    return found


def not_yet_qualified(almanac: Almanac, numbers: dict[str, str]) -> Story:
    """People entered this autumn, each of whom lacks something for a good reason."""
    for entry in data("people.toml")["person"]:
        if "reason" not in entry:
            continue
        at = yield almanac.at(almanac.ago(45), 10)
        with unit_of_work():
            person = _register(entry, numbers[entry["name"]], almanac, at=at)
            for title in person.titles:
                if title.major not in personnel.papers.MAJORS:
                    personnel.propose_equivalence(
                        title,
                        accepted=True,
                        reason="课程与人力资源管理专业相近（示例）",
                        actor=actor("renyuan"),
                        at=at,
                    )


def _register(entry: dict[str, Any], number: str, almanac: Almanac, *, at: datetime) -> Person:
    office = actor("renyuan")
    intake = personnel.PersonIntake(
        name=str(entry["name"]),
        id_number=number,
        phone=f"1380000{number[-5:-1]}",
        employer=str(entry["employer"]),
        education=str(entry["education"]),
        post=str(entry["post"]),
        full_time=bool(entry.get("full_time", False)),
        expert_pools=str(entry.get("pools", "")),
        note=str(entry.get("reason", "")),
    )
    person = personnel.add_person(intake, actor=office, at=at)
    for paper in _papers(entry, almanac, at=at):
        personnel.add_paper(person, paper, actor=office, at=at)
    declared = bool(entry.get("declared", True))
    said = personnel.Declarations(
        political=declared or None,
        ethics=declared or None,
        assessment=declared or None,
        declared_on=at.date() if declared else None,
        certificates_known=True,
        titles_known=True,
        work_known=True,
        violations_known=declared,
    )
    personnel.record_declarations(person, said, version=person.version, actor=office, at=at)
    return person


def _papers(entry: dict[str, Any], almanac: Almanac, *, at: datetime) -> list[Paper]:
    """Certificates, titles, work, agreements and violations of one entry of people.toml."""
    found: list[Paper] = []
    if held := entry.get("certificate"):
        occupation, kind, level, months = held
        number = f"S0000330001{str(entry['born'])[2:4]}{level}{months:08d}"
        issued = almanac.months_ago(months)
        found.append(personnel.CertificateInput(occupation, kind, level, number, issued))
    if held := entry.get("title"):
        name, rank, major, months = held
        found.append(personnel.TitleInput(name, rank, major, almanac.months_ago(months)))
    for kind, employer, duty, begun, ended in entry.get("work", []):
        until = almanac.months_ago(ended) if ended else None
        found.append(personnel.WorkInput(kind, employer, duty, almanac.months_ago(begun), until))
    if any(role == "item_writer" for role, _ in entry.get("roles", [])):
        until = date(at.year + 3, 12, 31)
        found.append(personnel.AgreementInput(at.date(), until))
    if held := entry.get("violation"):
        kind, months = held
        found.append(personnel.ViolationInput(almanac.months_ago(months), kind))
    return found
