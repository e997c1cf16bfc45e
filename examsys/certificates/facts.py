"""Rows to facts: may a certificate be issued to this person? And what else stands in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from examsys.agency import queries as agency
from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.candidates.models import Registration
from examsys.certificates import assigned, queries
from examsys.certificates.models import AssignedNumber, Certificate, Withheld
from examsys.kernel.db import db
from examsys.kernel.files import KeptFile
from examsys.kernel.glyphs import missing_glyphs
from examsys.publicity import queries as publicity
from examsys.rules.finding import Report, Verdict
from examsys.rules.issuing import ISSUE, IssueFacts
from examsys.rules.states import Component, ResultState, components_of
from examsys.scoring import queries as scoring

UNNUMBERED = "尚未导入省级系统赋予的证书编号。"


@dataclass(frozen=True, slots=True)
class IssueLine:
    """One person who passed. obstacles: why no certificate can be made although rules allow it."""

    registration: Registration
    facts: IssueFacts
    report: Report
    obstacles: tuple[str, ...]
    photo: KeptFile | None
    certificate: Certificate | None
    withheld: Withheld | None
    assigned: AssignedNumber | None = None

    @property
    def settled(self) -> bool:
        """Has a certificate, or a recorded reason why not."""
        return self.certificate is not None or self.withheld is not None

    @property
    def ready(self) -> bool:
        return not self.settled and not self.reasons

    @property
    def reasons(self) -> list[str]:
        """Every sentence that stands in the way."""
        bad = (Verdict.FAIL, Verdict.NEEDS_EVIDENCE)
        found = [f.message for f in self.report.findings if f.verdict in bad]
        if not found and self.report.verdict is not Verdict.PASS:
            found.append("没有可以据以发证的判定结果。")
        return [*found, *self.obstacles]


def issue_lines(batch: Batch, *, on: date) -> list[IssueLine]:
    """Everybody of the batch who passed, by room and seat. The statements do not grow with them."""
    rows = [row.registration for row in scoring.outcomes(batch.id) if row.passed]
    results = _results(batch.id)
    shared = _shared(batch, on=on)
    photos = _photos(rows)
    own = {one.registration_id: one for one in queries.of_batch(batch.id)}
    withheld = queries.withheld(batch.id)
    waits = assigned.is_assigned(batch, on=on)
    given = queries.assigned(batch.id) if waits else {}
    elsewhere = queries.held_elsewhere(batch, [row.candidate_id for row in rows])
    lines = []
    for row in rows:
        states = results.get(row.id, {})
        facts = IssueFacts(
            results=tuple((part, states.get(part)) for part in components_of(batch.level)), **shared
        )
        photo = photos.get(row.candidate.photo_uuid or "")
        lines.append(
            IssueLine(
                registration=row,
                facts=facts,
                report=ISSUE.examine(facts),
                obstacles=(
                    *_obstacles(row, photo, elsewhere.get(row.candidate_id)),
                    *([UNNUMBERED] if waits and row.id not in given else []),
                ),
                photo=photo,
                certificate=own.get(row.id),
                withheld=withheld.get(row.id),
                assigned=given.get(row.id),
            )
        )
    return lines


def unsettled(batch: Batch) -> int:
    """How many passed and have neither a certificate nor a recorded reason."""
    passed = {row.registration_id for row in scoring.outcomes(batch.id) if row.passed}
    have = {one.registration_id for one in queries.of_batch(batch.id)}
    return len(passed - have - set(queries.withheld(batch.id)))


def _shared(batch: Batch, *, on: date) -> dict[str, Any]:
    """The facts that are the same for everybody of a batch."""
    notice = publicity.standing(batch.id, "results")
    key = "certificate.requires_acceptance"
    return {
        "on": on,
        "level": batch.level,
        "requires_acceptance": batches.parameter(batch, key, on=on),
        "accepted": True if queries.acceptance(batch.id) else None,
        "publicity_until": notice.publicity_until if notice else None,
        "open_objections": publicity.open_objections(batch.id),
        "prefix": agency.certificate_prefix(batch.site),
    }


def _results(batch_id: int) -> dict[int, dict[Component, ResultState]]:
    found: dict[int, dict[Component, ResultState]] = {}
    for script in scoring.results(batch_id):
        if script.result is not None:
            found.setdefault(script.registration_id, {})[script.component] = script.result.state
    return found


def _photos(rows: Sequence[Registration]) -> Mapping[str, KeptFile]:
    wanted = [row.candidate.photo_uuid for row in rows if row.candidate.photo_uuid]
    found = db.session.scalars(select(KeptFile).where(KeptFile.uuid.in_(wanted)))
    return {photo.uuid: photo for photo in found}


def _obstacles(row: Registration, photo: KeptFile | None, held: str | None) -> list[str]:
    found = []
    name = row.candidate.name
    if photo is None:
        found.append(f"{name}没有照片，证书上须有照片，请在报名信息中补充。")
    if held is not None:
        found.append(f"{name}已持有本机构同一职业同一等级的有效证书 {held}。")
    if missing := missing_glyphs(name):
        named = "、".join(f"“{one}”（U+{ord(one):04X}）" for one in missing)
        found.append(
            f"{name}姓名中的{named}缺少字形，无法打印："
            "请核对该字是否录错；确认无误的，请系统管理员安装含该字的字体。"
        )
    return found
