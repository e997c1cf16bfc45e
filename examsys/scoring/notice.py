"""The wording of a results notice: masked names, ticket numbers, results."""

from collections.abc import Sequence
from datetime import date

from examsys.agency import queries as agency
from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.candidates.models import Registration
from examsys.kernel.textual import mask_name, plain_day
from examsys.publicity.service import NoticeText
from examsys.rules.marking import passed
from examsys.rules.states import LEVELS, Component, ResultState, components_of, label
from examsys.scoring.marks import plain
from examsys.scoring.models import Script

PASSED = {True: "合格", False: "不合格"}


def notice_text(batch: Batch, scripts: Sequence[Script], *, on: date) -> NoticeText:
    """What will be published, with the list as its rows."""
    days = batches.parameter(batch, "publicity.days_wd", on=on)
    scores = batches.parameter(batch, "score.disclosure", on=on) == "SCORES"
    own = agency.agency()
    year = f"{batch.year}年第{batch.seq}批{batch.occupation.name}{LEVELS[batch.level]}"
    body = (
        f"{plain_day(batch.exam_on)}，{own.name}组织了{year}职业技能等级认定。"
        f"现将认定成绩予以公示，公示期自发布次日起 {days} 个工作日。\n\n"
        "公示期内如有异议，请在本页提出，或向本机构书面反映，写明事实并留下联系方式。"
        f"联系电话：{own.phone}。考生可凭准考证号和身份证号在“成绩查询”中查询本人成绩。"
    )
    return NoticeText(
        kind="results",
        title=f"{year}职业技能等级认定成绩公示",
        body=body,
        batch_id=batch.id,
        rows=public_rows(batch, scripts, scores=scores),
    )


def public_rows(batch: Batch, scripts: Sequence[Script], *, scores: bool) -> list[list[str]]:
    """The public list: heading first, one line a candidate. scores: marks, or states only."""
    parts = components_of(batch.level)
    rows = [["序号", "姓名", "准考证号", *(label(part) for part in parts), "结果"]]
    for serial, (person, by_part) in enumerate(by_candidate(scripts), start=1):
        cells = [_cell(by_part.get(part), scores=scores) for part in parts]
        name = mask_name(person.candidate.name)
        outcome = PASSED[passed(batch.level, states(by_part))]
        rows.append([str(serial), name, person.ticket_no or "—", *cells, outcome])
    return rows


def by_candidate(
    scripts: Sequence[Script],
) -> list[tuple[Registration, dict[Component, Script]]]:
    """Each candidate with the scripts by component, in the order given."""
    found: dict[int, tuple[Registration, dict[Component, Script]]] = {}
    for row in scripts:
        found.setdefault(row.registration_id, (row.registration, {}))[1][row.component] = row
    return list(found.values())


def states(by_part: dict[Component, Script]) -> dict[Component, ResultState]:
    return {part: row.result.state for part, row in by_part.items() if row.result is not None}


def _cell(row: Script | None, *, scores: bool) -> str:
    if row is None or row.result is None:
        return "—"
    return plain(row.result.as_mark) if scores else label(row.result.state)
