"""The sample agency files anew under the notice of 2023: prepared, handed in, accepted."""

from datetime import date, datetime

from examsys.bank import queries as bank_queries
from examsys.bank import service as bank
from examsys.demo import document
from examsys.demo.cast import Almanac, actor
from examsys.demo.timeline import Story
from examsys.filing import queries, service
from examsys.filing.checklist import readiness
from examsys.filing.service.samples import candidates
from examsys.kernel import clock
from examsys.kernel.work import unit_of_work
from examsys.regimes.export import read
from examsys.rules.applying import Scope
from examsys.rules.filinglife import CaseState, MatterKind, MatterState
from examsys.rules.states import Component

OFFICE, HEAD, BANK = "kaowu", "fuzeren", "tiku"
LEVELS = (4, 3)
SAMPLES = 5
ANSWERS = (
    ("decoupled", "与行政机关脱钩的批复"),
    ("work", "劳动争议调解工作记录"),
    ("legal_person", "登记证书副本"),
    ("credit", "信用查询报告"),
    ("finance", "上年度财务审计报告"),
    ("influence", "行业影响证明材料"),
    ("unit", "设立评价部的通知"),
    ("staff", "专职人员名单"),
    ("funds", "经费预算说明"),
    ("quality", "质量管控办法"),
    ("supervision", "接受监督管理的承诺书"),
    ("general", "当地申报表和承诺书"),
    ("others", "其他材料核对记录"),
)


def accepted(almanac: Almanac) -> Story:
    """From the empty checklist to the answer, one order to rectify closed since."""
    at = yield almanac.at(almanac.ago(28), 9)
    with unit_of_work():
        case = service.open_case(
            Scope.PROVINCIAL,
            province_code="33",
            authority="浙江省人力资源和社会保障厅",
            levels=LEVELS,
            actor=actor(OFFICE),
            at=at,
        )
    number = case.id
    _keep(number, at)
    at = yield almanac.at(almanac.ago(27), 10)
    for key, title in ANSWERS:
        _answer(number, key, title, at)
    _sites(almanac, at)
    _keep(number, at)
    at = yield almanac.at(almanac.ago(26), 10)
    _mark(at)
    at = yield almanac.at(almanac.ago(26), 15)
    with unit_of_work():
        marks = [row.SampleMark.id for row in bank_queries.samples()]
        bank.decide_samples(marks, confirmed=True, actor=actor(HEAD), at=at)
    _keep(number, at)
    at = yield almanac.at(almanac.ago(25), 10)
    made = service.assemble(number, actor=actor(OFFICE), at=at).id
    at = yield almanac.at(almanac.ago(24), 10)
    _hand_in(made, at)
    at = yield almanac.at(almanac.ago(12), 10)
    _accept(made, at)
    yield from _rectified(number, almanac)


def _rectified(case_id: int, almanac: Almanac) -> Story:
    at = yield almanac.at(almanac.ago(11), 10)
    with unit_of_work():
        matter = service.open_matter(
            queries.case(case_id),
            MatterKind.RECTIFICATION,
            title="宁波考点监控录像保存期限不足",
            detail="现场核查要求录像保存期限按当地规定延长（示例）。",
            due_on=almanac.ago(1),
            actor=actor(OFFICE),
            at=at,
        )
    for days, state, words in (
        (6, MatterState.REPORTED, "已更换存储设备，整改报告和照片已报送。"),
        (3, MatterState.CLOSED, "受理部门复核通过。"),
    ):
        at = yield almanac.at(almanac.ago(days), 11)
        with unit_of_work():
            row = queries.matter(matter.id)
            service.move_matter(
                row, state, result=words, version=row.version, actor=actor(OFFICE), at=at
            )


def _keep(case_id: int, at: datetime) -> None:
    with unit_of_work():
        case = queries.case(case_id)
        found = readiness(case, on=clock.day_of(at))
        service.keep_readiness(case, found, actor=actor(OFFICE), at=at)


def _answer(case_id: int, key: str, title: str, at: datetime) -> None:
    paper = read(f"{title}.pdf", document.pdf(title, ["本文件为示例年度的演示材料。"]))
    with unit_of_work():
        case = queries.case(case_id)
        service.save_fact(case, key, service.Answer(answer=True), actor=actor(OFFICE), at=at)
        service.add_paper(case, key, title=title, document=paper, actor=actor(OFFICE), at=at)


def _sites(almanac: Almanac, at: datetime) -> None:
    lease = service.Tenure(False, almanac.ago(200), date(almanac.today.year + 2, 12, 31), True)
    for site, _ in queries.sites():
        tenure = service.Tenure(True, None, None, True) if site.name == "杭州考点" else lease
        title = "产权证明" if tenure.own else "租赁合同"
        paper = read(f"{title}.pdf", document.pdf(title, ["本文件为示例年度的演示材料。"]))
        with unit_of_work():
            service.save_tenure(site, tenure, document=paper, actor=actor(OFFICE), at=at)


def _mark(at: datetime) -> None:
    """Theory alone: the sample bank has no case to spare for the skill part."""
    for level in LEVELS:
        rows = candidates(level, Component.THEORY.value)[:SAMPLES]
        with unit_of_work():
            service.mark_samples([row.uuid for row in rows], actor=actor(BANK), at=at)


def _hand_in(dossier_id: int, at: datetime) -> None:
    with unit_of_work():
        row = queries.dossier(dossier_id)
        service.submit(
            row,
            submitted_on=clock.day_of(at),
            receipt_no="示例收〔2026〕18号",
            despite="技能考核样题随后补送（示例）",
            version=row.version,
            actor=actor(HEAD),
            at=at,
        )


def _accept(dossier_id: int, at: datetime) -> None:
    with unit_of_work():
        row = queries.dossier(dossier_id)
        service.reply(
            row,
            CaseState.ACCEPTED,
            replied_on=clock.day_of(at),
            words="准予备案（示例）。",
            receipt_no="浙人社评备〔示例〕34 号",
            category_code="S",
            version=row.version,
            actor=actor(HEAD),
            at=at,
        )
