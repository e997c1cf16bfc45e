"""题库（卷库）建设情况说明: every figure counted from the bank and the papers of the house.

source: 人社厅函〔2023〕141号 二（四）, 三（一）.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from examsys.agency import queries as agency
from examsys.bank import queries as bank
from examsys.bank.export import KIND_WORDS
from examsys.batches.models import Batch
from examsys.filing.document import Part, Table, Written
from examsys.kernel import clock
from examsys.kernel.db import db
from examsys.papers.models import PaperSet
from examsys.papers.queries import STANDING
from examsys.rules.states import LEVEL_SHORT, ItemStatus, label

STAGES = (ItemStatus.IN_USE, ItemStatus.REVIEWING, ItemStatus.RETIRED)


def written(levels: Sequence[int], *, on: date, at: datetime) -> Written:
    """The statement for some levels as the bank stands now."""
    stock = bank.stock()
    samples = bank.samples(confirmed=True)
    own = agency.agency()
    return Written(
        title=f"{agency.occupation().name}职业技能等级认定题库（卷库）建设情况说明",
        lead=f"截至 {on}，{own.name}各申报等级题库（卷库）建设情况如下，数据由题库系统统计生成。",
        parts=(
            Part("一、鉴定要素细目表", (), (_tables(levels, on),)),
            Part("二、试题数量", (), tuple(_stock(level, stock) for level in levels)),
            Part("三、本年度更新", (), (_updates(levels, on=on, at=at),)),
            Part("四、卷库", (), (_papers(levels),)),
            Part("五、样题", (_samples_line(levels, samples),)),
            Part("六、保密管理", (SECRECY,)),
        ),
        signed=(own.name, cn(on)),
    )


SECRECY = (
    "试题在入库时加密封存，打开每一道题都先记录查看人、时间和理由；组卷只依据编目信息抽取，"
    "试卷整卷密封，启封、印制和交接均有记录；样题从题库中单独标记，不再用于正式试卷。"
)


def cn(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def _tables(levels: Sequence[int], on: date) -> Table:
    rows = []
    for level in levels:
        found = bank.table(level, on=on)
        points = len(found.points) if found else 0
        ranges = len(found.ranges) if found else 0
        since = str(found.effective_from) if found else "尚无"
        rows.append((LEVEL_SHORT[level], since, str(ranges), str(points)))
    return Table(
        ("等级", "细目表启用日期", "鉴定范围", "鉴定点"), rows, "表1　细目表", frozenset({2, 3})
    )


def _stock(level: int, stock: Mapping[Any, int]) -> Table:
    kinds = list(dict.fromkeys(str(kind) for one, kind, _ in stock if one == level))
    found = {(str(kind), stage): n for (one, kind, stage), n in stock.items() if one == level}
    rows = [
        (KIND_WORDS[kind], *(str(found.get((kind, stage), 0)) for stage in STAGES))
        for kind in kinds
    ]
    total = [str(sum(found.get((kind, stage), 0) for kind in kinds)) for stage in STAGES]
    return Table(
        ("题型", *(label(stage) for stage in STAGES)),
        [*rows, ("合计", *total)],
        f"{LEVEL_SHORT[level]}试题（道）",
        frozenset({1, 2, 3}),
    )


def _updates(levels: Sequence[int], *, on: date, at: datetime) -> Table:
    since = clock.instant(date(on.year, 1, 1))
    found = bank.counts(since=since, until=at + timedelta(seconds=1))
    rows = [
        (
            LEVEL_SHORT[level],
            *(str(found[name].get(level, 0)) for name in ("added", "revised", "retired")),
        )
        for level in levels
    ]
    columns = ("等级", "新增", "修订", "停用")
    return Table(columns, rows, f"{on.year}年更新（道）", frozenset({1, 2, 3}))


def _papers(levels: Sequence[int]) -> Table:
    query = select(Batch.level, func.count(PaperSet.id)).join(PaperSet.batch)
    query = query.where(PaperSet.state.in_(STANDING)).group_by(Batch.level)
    found = dict(list(db.session.execute(query)))
    rows = [(LEVEL_SHORT[level], str(found.get(level, 0))) for level in levels]
    return Table(("等级", "已组试卷（套）"), rows, "卷库", frozenset({1}))


def _samples_line(levels: Sequence[int], samples: Sequence[object]) -> str:
    counts = [(one, sum(getattr(row, "level", 0) == one for row in samples)) for one in levels]
    return "、".join(f"{LEVEL_SHORT[level]} {number} 道" for level, number in counts) + "。"
