"""The application form and 认定工作实施办法, written from the profile, the answers and the regimes.

source: 人社厅函〔2023〕141号 一（三）2, 二（一）.
"""

from collections.abc import Mapping
from datetime import date

from examsys.agency import queries as agency
from examsys.filing import queries
from examsys.filing.checklist import Readiness
from examsys.filing.document import Part, Table, Written
from examsys.filing.models import FilingCase, SiteTenure
from examsys.filing.statement import cn
from examsys.regimes.models import RegimeVersion
from examsys.rules.applying import APPLICANT_WORDS, SCOPE_WORDS, Applicant
from examsys.rules.filingpapers import MEASURES
from examsys.rules.finding import VERDICT_WORDS
from examsys.rules.regimes import BY_NUMBER
from examsys.rules.states import LEVELS


def application(case: FilingCase, found: Readiness, *, on: date) -> Written:
    """The application form, to be edited where a province has its own."""
    own, occupation = agency.agency(), agency.occupation()
    facts = [
        ("机构名称", own.name),
        ("申报主体", APPLICANT_WORDS[Applicant(own.kind.value)]),
        ("统一社会信用代码", own.uscc),
        ("法定代表人", own.legal_person),
        ("地址", own.address),
        ("联系电话", own.phone),
        ("申报职业", f"{occupation.name}（职业编码 {occupation.code}）"),
        ("申报等级", "、".join(LEVELS[level] for level in case.levels)),
        ("认定区域范围", SCOPE_WORDS[case.scope]),
        ("受理部门", case.authority),
    ]
    conditions = [
        (line.title, VERDICT_WORDS[line.verdict], line.observed or line.message)
        for line in found.lines
        if line.group == "condition"
    ]
    return Written(
        title=f"{occupation.name}职业技能等级认定社会培训评价组织申报表",
        lead="当地另有申报表式的，按当地表式填写，本表作为底稿。",
        parts=(
            Part("一、基本情况", (), (Table(("项目", "内容"), facts),)),
            Part("二、申报条件", (), (Table(("条件", "自查结论", "情况"), conditions),)),
            Part("三、考点", (), (_sites(),)),
            Part("四、承诺", (PROMISE,)),
        ),
        signed=(f"{own.name}（盖章）", cn(on)),
    )


PROMISE = (
    "本机构承诺所填内容和所附材料真实、准确、完整，按照国家和当地有关规定开展职业技能等级认定，"
    "自愿接受人力资源社会保障部门的监督管理。"
)


def _sites() -> Table:
    rows = [
        (site.name, site.address, str(site.capacity), _tenure(row), _monitored(row))
        for site, row in queries.sites()
    ]
    columns = ("考点", "地址", "容纳人数", "使用权", "视频监控")
    return Table(columns, rows, numeric=frozenset({2}))


def _tenure(row: SiteTenure | None) -> str:
    if row is None or row.own is None:
        return "未填报"
    return "自有" if row.own else f"租赁，{row.lease_from} 至 {row.lease_until}"


def _monitored(row: SiteTenure | None) -> str:
    if row is None or row.monitored is None:
        return "未填报"
    return "有" if row.monitored else "无"


def measures(inforce: Mapping[int, RegimeVersion], *, on: date) -> Written:
    """The five parts the notice names (and safety), each carried by regimes of annex 1."""
    own, occupation = agency.agency(), agency.occupation()
    parts = []
    for ordinal, (name, numbers) in zip("一二三四五六", MEASURES.items(), strict=True):
        rows = []
        for number in numbers:
            regime, row = BY_NUMBER[number], inforce.get(number)
            places = [f"{point}：{place}" for point, place in (row.places if row else {}).items()]
            rows.append(
                (
                    f"（{regime.ordinal}）{regime.name}",
                    f"第 {row.version_no} 版，{row.effective_from} 起施行" if row else "尚无",
                    "；".join(places) or "—",
                )
            )
        text = f"{name}按下列制度执行，制度全文附后。"
        parts.append(
            Part(f"{ordinal}、{name}", (text,), (Table(("制度", "现行版本", "内容与条款"), rows),))
        )
    return Written(
        title=f"{occupation.name}职业技能等级认定工作实施办法",
        lead=f"为规范{own.name}的认定工作，根据人社厅函〔2023〕141号，制定本办法。",
        parts=tuple(parts),
        signed=(own.name, cn(on)),
    )
