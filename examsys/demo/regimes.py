"""The sample agency's 17 regimes in force, and what it entered in its registers."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from examsys.batches.models import Batch
from examsys.demo import document
from examsys.demo.cast import Almanac, actor, data
from examsys.demo.timeline import Story
from examsys.kernel.db import db
from examsys.kernel.work import unit_of_work
from examsys.parameters import queries as parameters
from examsys.personnel.models import Person
from examsys.regimes import documents, service
from examsys.regimes.registers import BY_SLUG
from examsys.rules.regimes import REGIMES, Regime

DRAFTERS = {2: "renyuan", 9: "tiku", 11: "renyuan", 12: "renyuan", 13: "zhengshu", 14: "dangan"}
AS_PDF = {16, 17}
OVERDUE, REVISED = 17, 9
NUMERALS = "零一二三四五六七八九十"
DAY = timedelta(days=1)
HEAD, OFFICE = "fuzeren", "kaowu"
STAFF = (
    ("林静远", "机构负责人"),
    ("李慧", "考务负责人"),
    ("何川", "题库负责人"),
    ("傅明", "成绩负责人"),
    ("郑晓岚", "证书负责人"),
    ("吴桐", "档案负责人"),
)
FEES = (
    (4, "理论知识考试", 12_000),
    (4, "技能考核", 18_000),
    (3, "理论知识考试", 15_000),
    (3, "技能考核", 22_000),
)
PANEL = ("林静远", "徐㛃", "欧阳若水", "王建国")


def in_force(almanac: Almanac) -> Story:
    """All 17 adopted when the agency began; reviewed since, but for the one that is overdue."""
    begun = almanac.ago(540)
    at = yield almanac.at(begun, 10)
    drafted = []
    for regime in REGIMES:
        review = almanac.ago(12) if regime.number == OVERDUE else almanac.ago(540 - 365)
        drafted.append(_drafted(regime, begun, review, at=at))
    at = yield almanac.at(begun, 15)
    for row in drafted:
        with unit_of_work():
            service.approve_version(row, version=row.version, actor=actor(HEAD), at=at)
    at = yield almanac.at(almanac.ago(240), 10)
    revised = next(regime for regime in REGIMES if regime.number == REVISED)
    second = _drafted(revised, almanac.ago(230), almanac.ago(230) + 365 * DAY, at=at)
    at = yield at + DAY
    with unit_of_work():
        service.approve_version(second, version=second.version, actor=actor(HEAD), at=at)
    at = yield almanac.at(almanac.ago(178), 9)
    for row in drafted:
        if row.number not in {OVERDUE, REVISED}:
            next_on = almanac.ago(175) + 365 * DAY
            clerk = actor(_drafter(row.number))
            with unit_of_work():
                service.record_review(row, next_on=next_on, version=row.version, actor=clerk, at=at)


def registers(almanac: Almanac, people: dict[str, Person]) -> Story:
    """Staff, fees, trainings and drills of the two years."""
    at = yield almanac.at(almanac.ago(540), 16)
    for name, post in STAFF:
        _enter("staff", "renyuan", at, name=name, post=post, since=at.date(), until=None)
    for level, item, fen in FEES:
        _enter("fees", OFFICE, at, item=item, level=level, amount_fen=fen,
               basis="之江劳动关系评价中心收费标准（示例）", valid_from=at.date())  # fmt: skip
    at = yield almanac.at(almanac.ago(500), 17)
    _train("考评员岗前培训：条件、回避和评分纪律", people, at=at)
    at = yield almanac.at(almanac.ago(430), 16)
    _enter("drills", OFFICE, at, scenario="考试中停电", held_on=at.date(),
           participants="考务组、监考员", findings="", mended_on=None)  # fmt: skip
    at = yield almanac.at(almanac.ago(120), 17)
    _train("案例题评分标准研讨", people, at=at)
    at = yield almanac.at(almanac.ago(75), 16)
    _enter("drills", OFFICE, at, scenario="考生突发疾病", held_on=at.date(),
           participants="考务组、监考员、值班专家",
           findings="急救药品存放处没有标识", mended_on=at.date())  # fmt: skip


def _train(topic: str, people: dict[str, Person], *, at: datetime) -> None:
    _enter("training", "renyuan", at, topic=topic, held_on=at.date(), hours=Decimal(8),
           trainer="陈国梁", people=[people[name].id for name in PANEL])  # fmt: skip


def around(exam_on: date, almanac: Almanac, people: dict[str, Person]) -> Story:
    """What a finished batch left in the registers: site check, duty log, uses of the seal."""
    at = yield almanac.at(exam_on - 48 * DAY, 9)
    filing = _seal(exam_on, "认定计划备案申请", "报备案机关", 2, at=at)
    at = yield at + timedelta(hours=1)
    _approve(filing, at=at)
    at = yield almanac.at(exam_on - DAY, 15)
    batch = _batch(exam_on)
    _enter("safety", OFFICE, at, site_id=batch.site_id, batch_id=batch.id, checked_on=at.date(),
           checked_by="李慧", lines=_checked(at.date()), mended_on=at.date())  # fmt: skip
    at = yield almanac.at(exam_on, 18)
    _enter("duty", OFFICE, at, batch_id=batch.id, person_id=people["陈国梁"].id,
           from_at=almanac.at(exam_on, 8), until_at=almanac.at(exam_on, 13),
           kind="item", question="理论卷第 23 题选项 C 印刷不清",
           decision="由监考员向全体考生宣读原文，不影响作答")  # fmt: skip
    at = yield almanac.at(exam_on + 34 * DAY, 10)
    sheet = _seal(exam_on, "证书发放名册", "证书发放", 1, at=at)
    at = yield at + timedelta(hours=1)
    _approve(sheet, at=at)


def waiting(almanac: Almanac) -> Story:
    """A use of the seal that waits for the head today."""
    at = yield almanac.at(almanac.ago(1), 16)
    _enter("seal", OFFICE, at, document="年度开展认定情况报送函", purpose="报备案机关", copies=1,
           applicant="李慧", used_on=almanac.today + 3 * DAY, batch_id=None)  # fmt: skip


def _drafter(number: int) -> str:
    return DRAFTERS.get(number, OFFICE)


def _drafted(regime: Regime, first: date, review: date, *, at: datetime) -> Any:
    said = data("regimes.toml")[str(regime.number)]
    title = regime.name
    paragraphs, places = _text(regime, said["articles"], first)
    kind, make = ("pdf", document.pdf) if regime.number in AS_PDF else ("docx", document.docx)
    file = documents.read(f"{title}.{kind}", make(title, paragraphs))
    draft = service.Draft(title, said["owner"], first, review, places)
    with unit_of_work():
        return service.draft_version(
            regime.number, draft, file, actor=actor(_drafter(regime.number)), at=at
        )


def _text(
    regime: Regime, articles: dict[str, str], first: date
) -> tuple[list[str], dict[str, str]]:
    """The document's paragraphs, and in which article each demanded point stands."""
    purpose = f"第一条　为规范认定工作，依据{regime.cite}，制定本制度。"
    paragraphs, places = [purpose], {}
    for place, point in enumerate(regime.points, start=2):
        places[point] = f"第{NUMERALS[place]}条"
        paragraphs.append(f"{places[point]}　（{point}）{articles[point]}")
    last = len(regime.points) + 2
    day = f"{first.year}年{first.month}月{first.day}日"
    paragraphs.append(f"第{NUMERALS[last]}条　本制度由本中心负责解释，自{day}起施行。")
    return paragraphs, places


def _enter(slug: str, login: str, at: datetime, **values: Any) -> Any:
    with unit_of_work():
        return service.add_entry(BY_SLUG[slug], values, actor=actor(login), at=at)


def _seal(exam_on: date, name: str, purpose: str, copies: int, *, at: datetime) -> Any:
    return _enter("seal", OFFICE, at, document=name, purpose=purpose, copies=copies,
                  applicant="李慧", used_on=at.date(), batch_id=_batch(exam_on).id)  # fmt: skip


def _approve(row: Any, *, at: datetime) -> None:
    with unit_of_work():
        service.approve_entry(
            BY_SLUG["seal"], row, names=("林静远",), version=row.version, actor=actor(HEAD), at=at
        )


def _batch(exam_on: date) -> Batch:
    return db.session.scalars(select(Batch).where(Batch.exam_on == exam_on)).one()


def _checked(on: date) -> list[dict[str, Any]]:
    lines = str(parameters.value("safety.check_lines", on=on)).split("；")
    broken = "消防器材完好有效"
    note = "一具灭火器压力不足，当日更换"
    return [
        {"line": line, "ok": line != broken, "note": note if line == broken else ""}
        for line in lines
    ]
