"""May this agency file? The notice's condition by kind of applicant, and the base conditions.

The category letter S or Y of certificates is given by the authority and is asked nowhere here.
"""

from collections.abc import Callable, Mapping

from examsys.rules.applying import (
    APPLICANT_WORDS,
    Applicant,
    ApplicantFacts,
    Place,
    Scope,
    begun,
    counted,
    listed,
    plain,
)
from examsys.rules.book import Rule, Rulebook
from examsys.rules.clause import Clause, load
from examsys.rules.finding import Outcome, Verdict, check, needs, note
from examsys.rules.truth import Answer, all_of, verdict
from examsys.rules.worktime import add_months

NOTICE, LOCAL = load("mohrss-2023-141"), load("filing-base")
BACKGROUND = NOTICE["一（一）"]
Test = Callable[[ApplicantFacts, Clause], Outcome]

# What is asked of the applicant: key → (what is asked, the paper that shows it).
ASKED: Mapping[str, tuple[str, str]] = {
    "majors": ("设有相关专业", "专业设置批复、备案或招生文件"),
    "scope": ("经营范围包含相关服务", "营业执照或登记机关出具的经营范围证明"),
    "training": ("已开展相关职业培训或评价", "培训或评价的开班、考核、发证记录"),
    "decoupled": ("行业学会或协会已脱钩", "与行政机关脱钩的批复或证明"),
    "research": ("劳动关系理论、劳动法律法规等方面的研究背景", "课题、论文、著作或研究成果证明"),
    "work": ("从事协调劳动关系相关工作", "工作合同、案例、会议或服务记录"),
    "legal_person": ("依法登记的独立法人", "登记证书副本"),
    "credit": ("信用记录良好", "信用查询报告"),
    "finance": ("财务制度健全，财务状况良好", "近年财务审计报告"),
    "influence": ("在本职业领域有影响力", "行业影响的证明材料"),
    "years": ("连续开展培训或评价的年数", "逐年开展培训或评价的证明"),
    "people": ("累计培训或评价人次", "培训或评价人次统计及名单"),
    "occupation_people": ("申报职业累计人次", "申报职业的人次统计及名单"),
    "unit": ("有专门的工作机构", "设立工作机构的文件"),
    "staff": ("有专职工作人员", "专职人员名单及社会保险缴费证明"),
    "funds": ("有稳定的经费保障", "经费来源和预算说明"),
    "quality": ("有质量管控措施", "质量管控办法"),
    "supervision": ("自愿接受监督管理", "接受监督管理的承诺书"),
}


def _background(kind: Applicant, test: Test) -> Test:
    def applied(f: ApplicantFacts, clause: Clause) -> Outcome:
        if f.kind is None:
            return note("申报主体性质未知，暂不判定。")
        if f.kind is not kind:
            return note(f"申报主体不是{APPLICANT_WORDS[kind]}，本项不适用。")
        return test(f, clause)

    return applied


def _kind(f: ApplicantFacts, clause: Clause) -> Outcome:
    required = "、".join(APPLICANT_WORDS.values())
    if f.kind is None:
        return needs("登记证书", message="申报主体性质未知。", required=required)
    word = APPLICANT_WORDS[f.kind]
    return check(True, f"申报主体为{word}。", observed=word, required=required)


def _majors(f: ApplicantFacts, clause: Clause) -> Outcome:
    words = clause.terms["majors"]
    asked = f"设有{'、'.join(words)}等相关专业"
    return listed(f.of("majors"), words, every=False, asked=asked, paper=ASKED["majors"][1])


def _scope(f: ApplicantFacts, clause: Clause) -> Outcome:
    words, every = clause.terms["scopes"], f.numbers.every_scope
    extent = "全部" if every else "任一项"
    asked = f"经营范围包含{'、'.join(words)}等（{extent}）"
    return listed(f.of("scope"), words, every=every, asked=asked, paper=ASKED["scope"][1])


def _training(f: ApplicantFacts, clause: Clause) -> Outcome:
    words, paper = clause.terms["trainings"], ASKED["training"][1]
    asked = f"已开展{'、'.join(words)}等相关职业培训或评价"
    started = begun(f.of("training"), years=0, on=f.on, asked=asked, paper=paper)
    if started.verdict is not Verdict.PASS:
        return started
    return listed(f.of("training"), words, every=False, asked=asked, paper=paper)


def _decoupled(f: ApplicantFacts, clause: Clause) -> Outcome:
    return plain(f.of("decoupled"), asked=ASKED["decoupled"][0], paper=ASKED["decoupled"][1])


def _association(f: ApplicantFacts, clause: Clause) -> Outcome:
    """Research background, or related work: either carries it."""
    ways = [
        plain(f.of(key), asked=ASKED[key][0], paper=ASKED[key][1]) for key in ("research", "work")
    ]
    for wanted in (Verdict.PASS, Verdict.NEEDS_EVIDENCE):
        found = [way for way in ways if way.verdict is wanted]
        if found and wanted is Verdict.PASS:
            return found[0]
        if found:
            papers = tuple(paper for way in found for paper in way.evidence)
            message = "研究背景、相关工作两项中须有一项具备并附证明。"
            return Outcome(wanted, message, papers, "未知", "具备其中一项")
    message = "既无研究背景，也未从事相关工作。"
    return check(False, message, observed="均不具备", required="具备其中一项")


APPLICANT: Rulebook[ApplicantFacts] = Rulebook(
    (
        Rule("applicant_kind", BACKGROUND, _kind),
        Rule("school_majors", BACKGROUND, _background(Applicant.SCHOOL, _majors)),
        Rule("company_scope", BACKGROUND, _background(Applicant.COMPANY, _scope)),
        Rule("trainer_record", BACKGROUND, _background(Applicant.TRAINER, _training)),
        Rule("association_decoupled", BACKGROUND, _background(Applicant.ASSOCIATION, _decoupled)),
        Rule("association_work", BACKGROUND, _background(Applicant.ASSOCIATION, _association)),
    )
)


def _plain(key: str) -> Test:
    def applied(f: ApplicantFacts, clause: Clause) -> Outcome:
        return plain(f.of(key), asked=ASKED[key][0], paper=ASKED[key][1])

    return applied


def _years(f: ApplicantFacts, clause: Clause) -> Outcome:
    years = f.numbers.years
    if not years:
        return note("当地参数未规定年数。")
    asked = f"连续开展培训或评价满 {years} 年"
    return begun(f.of("years"), years=years, on=f.on, asked=asked, paper=ASKED["years"][1])


def _people(key: str) -> Test:
    def applied(f: ApplicantFacts, clause: Clause) -> Outcome:
        least: int = getattr(f.numbers, key)
        if not least:
            return note("当地参数未规定人次。")
        words, paper = ASKED[key]
        asked = f"{words}不少于 {least}"
        return counted(f.of(key), least, asked=asked, paper=paper, unit="人次")

    return applied


def _sites(f: ApplicantFacts, clause: Clause) -> Outcome:
    """Every site is the applicant's own, or leased long enough and not yet run out."""
    months = f.numbers.lease_months
    required = f"自有，或租赁期满 {months} 个月且未到期"
    paper = "产权证明或租赁合同"
    if not f.sites:
        return needs(paper, message="尚未登记考点。", required=required)
    answers = [_tenure(place, f) for place in f.sites]
    return _every(f.sites, answers, good="场所有产权或租赁证明", required=required, paper=paper)


def _tenure(place: Place, f: ApplicantFacts) -> Answer:
    proved: Answer = True if place.evidence else None
    if place.own is None:
        return None
    if place.own:
        return proved
    if place.lease_from is None or place.lease_until is None:
        return None
    end = add_months(place.lease_from, f.numbers.lease_months)
    long_enough = (end - place.lease_until).days <= 1  # the last day of a full year is one short
    running = place.lease_from <= f.on <= place.lease_until
    return all_of((long_enough, running, proved))


def _monitored(f: ApplicantFacts, clause: Clause) -> Outcome:
    required, paper = "每个考点有视频监控设备", "监控设备清单和现场照片"
    if not f.sites:
        return needs(paper, message="尚未登记考点。", required=required)
    answers = [all_of((place.monitored, True if place.evidence else None)) for place in f.sites]
    return _every(f.sites, answers, good="场所有视频监控", required=required, paper=paper)


def _every(
    sites: tuple[Place, ...], answers: list[Answer], *, good: str, required: str, paper: str
) -> Outcome:
    whole = all_of(answers)
    if whole:
        return check(True, f"{len(sites)} 个考点{good}。", observed="具备", required=required)
    pairs = list(zip(sites, answers, strict=True))
    wrong = [place.name for place, answer in pairs if answer is whole]
    words = "不符合要求" if whole is False else "情况或证明尚未补齐"
    papers = () if whole is False else (paper,)
    return Outcome(
        verdict(whole), f"{'、'.join(wrong)}{words}。", papers, "、".join(wrong), required
    )


def _base(*pairs: tuple[str, str, Test]) -> Rulebook[ApplicantFacts]:
    return Rulebook(tuple(Rule(name, LOCAL[number], test) for name, number, test in pairs))


BASE: Rulebook[ApplicantFacts] = _base(
    ("base_legal_person", "（一）法人", _plain("legal_person")),
    ("base_credit", "（二）信用", _plain("credit")),
    ("base_finance", "（三）财务", _plain("finance")),
    ("base_influence", "（四）影响力", _plain("influence")),
    ("base_years", "（五）年数", _years),
    ("base_people", "（六）累计人次", _people("people")),
    ("base_occupation_people", "（七）职业人次", _people("occupation_people")),
    ("base_unit", "（八）机构", _plain("unit")),
    ("base_staff", "（九）专职人员", _plain("staff")),
    ("base_sites", "（十）场所", _sites),
    ("base_monitoring", "（十一）监控", _monitored),
    ("base_funds", "（十二）经费", _plain("funds")),
    ("base_quality", "（十三）质量", _plain("quality")),
    ("base_supervision", "（十四）监督", _plain("supervision")),
)


def asked_of(kind: Applicant | None) -> tuple[str, ...]:
    """The keys of the notice's condition that one kind of applicant answers."""
    return (
        {
            Applicant.SCHOOL: ("majors",),
            Applicant.COMPANY: ("scope",),
            Applicant.TRAINER: ("training",),
            Applicant.ASSOCIATION: ("decoupled", "research", "work"),
        }.get(kind, ())
        if kind
        else ()
    )


def receiver(scope: Scope, province: str, *, ministry: str) -> str:
    """Who receives the filing: the ministry for the whole country, else the province's office."""
    return ministry if scope is Scope.NATIONAL else f"{province}人力资源和社会保障厅（局）"
