"""Every paper of a dossier by its name in the ZIP; what there is not yet is named in the list."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePath

from examsys.bank import queries as bank
from examsys.filing import making, measures, queries, statement
from examsys.filing.checklist import Readiness
from examsys.filing.document import Part, Table, Written, as_docx, as_pdf
from examsys.filing.models import FilingCase
from examsys.filing.questions import QUESTIONS
from examsys.filing.service.cases import PURPOSE
from examsys.kernel import files
from examsys.kernel.actor import Actor
from examsys.personnel import service as personnel
from examsys.personnel.export import annex_pdf, annex_rows, annex_xlsx
from examsys.regimes import queries as regimes
from examsys.regimes.service.versions import PURPOSE as REGIME
from examsys.rules.regimes import REGIMES

STEPS = 7
REASON = "编制备案申报材料"


@dataclass(slots=True)
class Dossier:
    """What is gathered. missing: words of what the notice asks and the house has not."""

    files: dict[str, bytes] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def gather(
    case: FilingCase,
    found: Readiness,
    *,
    actor: Actor,
    at: datetime,
    step: Callable[[], None],
) -> Dossier:
    """Make every paper; opens units of its own for readings on record. step: after each."""
    made, on = Dossier(), found.on
    _both(made, "01-申报表", measures.application(case, found, on=on), case)
    step()
    _people(made, on=on, actor=actor, at=at)
    step()
    _samples(made, case, on=on, actor=actor, at=at)
    step()
    _both(made, "04-题库（卷库）建设情况说明", statement.written(case.levels, on=on, at=at), case)
    step()
    _regimes(made, on=on)
    _both(made, "06-认定工作实施办法", measures.measures(regimes.all_in_force(on), on=on), case)
    step()
    _papers(made, case)
    step()
    made.files["00-目录.pdf"] = as_pdf(_contents(made, found), identifier=f"{case.uuid}-00-{on}")
    step()
    return made


def _both(made: Dossier, name: str, written: Written, case: FilingCase) -> None:
    made.files[f"{name}.docx"] = as_docx(written)
    made.files[f"{name}.pdf"] = as_pdf(written, identifier=f"{case.uuid}-{name}")


def _people(made: Dossier, *, on: date, actor: Actor, at: datetime) -> None:
    roles = ("examiner", "item_writer")
    held, numbers = personnel.disclose_table(
        roles, on=on, form="xlsx", reason=REASON, actor=actor, at=at
    )
    tables = {role: annex_rows(rows, numbers) for role, rows in held.items()}
    made.files["02-人员情况表（附件2）.xlsx"] = annex_xlsx(tables)
    made.files["02-人员情况表（附件2）.pdf"] = annex_pdf(tables, on=on)
    if not all(tables.values()):
        made.missing.append("考评人员或命题专家")


def _samples(made: Dossier, case: FilingCase, *, on: date, actor: Actor, at: datetime) -> None:
    if not any(row.level in case.levels for row in bank.samples(confirmed=True)):
        made.missing.append("样题")
        return
    content = making.samples_pdf(case.levels, on=on, actor=actor, at=at)
    made.files["03-样题.pdf"] = content


def _regimes(made: Dossier, *, on: date) -> None:
    inforce = regimes.all_in_force(on)
    for regime in REGIMES:
        row = inforce.get(regime.number)
        if row is None:
            made.missing.append(f"管理制度（{regime.ordinal}）{regime.name}")
            continue
        name = f"05-管理制度/{regime.number:02d}-{_safe(row.title)}{PurePath(row.file_name).suffix}"
        made.files[name] = files.read(files.kept_file(row.file_uuid, purpose=REGIME))


def _papers(made: Dossier, case: FilingCase) -> None:
    for place, paper in enumerate(queries.papers(case.id), start=1):
        title = QUESTIONS.get(paper.key, (paper.key, ""))[0]
        ending = PurePath(paper.file_name).suffix
        name = f"07-证明材料/{place:02d}-{_safe(title)}-{_safe(paper.title)}{ending}"
        made.files[name] = files.read(files.kept_file(paper.file_uuid, purpose=PURPOSE))
    for site, tenure in queries.sites():
        if tenure is None or tenure.file_uuid is None:
            continue
        name = f"07-证明材料/考点-{_safe(site.name)}{PurePath(tenure.file_name).suffix}"
        made.files[name] = files.read(files.kept_file(tenure.file_uuid, purpose=PURPOSE))


def _contents(made: Dossier, found: Readiness) -> Written:
    rows = [(str(place), name) for place, name in enumerate(sorted(made.files), start=1)]
    open_lines = [(line.title, line.message) for line in found.open_lines]
    parts = [Part("材料", (), (Table(("序号", "文件"), rows),))]
    if made.missing:
        parts.append(Part("尚缺的材料", ("；".join(made.missing) + "。",)))
    if open_lines:
        parts.append(Part("自查待办", (), (Table(("条件或材料", "情况"), open_lines),)))
    return Written("备案申报材料目录", parts, lead=f"自查日期 {found.on}，通过 {found.passed} 项。")


def _safe(text: str) -> str:
    """A name that every file system takes."""
    kept = "".join("_" if one in '\\/:*?"<>|' or one < " " else one for one in text)
    return kept.strip(". ")[:60] or "材料"
