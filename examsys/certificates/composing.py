"""From a person, a number and a day to the row that holds everything its paper will say."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from examsys.agency import queries as agency
from examsys.batches import queries as batches
from examsys.batches.models import Batch
from examsys.certificates import printed
from examsys.certificates.facts import IssueLine
from examsys.certificates.models import Certificate, IssueRequest
from examsys.kernel import clock, pii
from examsys.kernel.db import new_uuid
from examsys.kernel.errors import Conflict
from examsys.kernel.glyphs import require_printable
from examsys.parameters import queries as parameters
from examsys.rules.finding import Verdict
from examsys.rules.issuing import ISSUE
from examsys.rules.states import LEVELS, CertificateState, FilingState
from examsys.rules.wording import filled

LONGEST_TEXT = 110  # four lines of 15 pt
LINKS = {
    "national_certificate_url": "verify.national_certificate_url",
    "national_agency_url": "verify.national_agency_url",
}


@dataclass(frozen=True, slots=True)
class Issue:
    """What the certificates of one approval share. verify_base: ends in `/`, goes into the QR."""

    request: IssueRequest
    batch: Batch
    verify_base: str
    approved_by: str
    at: datetime

    def compose(self, line: IssueLine, number: str) -> Certificate:
        """A reserved certificate, not yet in the session.

        raises: Conflict when the number does not fit; glyphs.Unprintable.
        """
        _require_fitting(line, number)
        says = self._says(line, number)
        require_printable(says.words)
        made = Certificate(
            uuid=new_uuid(),
            batch_id=self.batch.id,
            registration_id=line.registration.id,
            candidate_id=line.registration.candidate_id,
            request_id=self.request.id,
            occupation_id=self.batch.occupation_id,
            level=self.batch.level,
            number=number,
            check_code=says.check_code,
            name=says.name,
            issued_on=says.issued_on,
            state=CertificateState.RESERVED,
            filing=FilingState.NOT_UPLOADED,
            issued_by=self.request.requested_by,
            approved_by=self.approved_by,
            issued_at=self.at,
        )
        printed.seal_into(made, says)
        return made

    def _says(self, line: IssueLine, number: str) -> printed.Printed:
        candidate, own = line.registration.candidate, agency.agency()
        today, code = clock.day_of(self.at), printed.new_code()
        issued_on = line.assigned.issued_on if line.assigned else today
        wording = batches.parameter(self.batch, "certificate.text", on=today)
        assert line.photo is not None  # a line without one is not ready
        return printed.Printed(
            number=number,
            check_code=code,
            name=candidate.name,
            id_number=pii.get(candidate, "id_number"),
            employer=candidate.employer or printed.NO_EMPLOYER,
            occupation=self.batch.occupation.name,
            trade=self.batch.occupation.trade or printed.NO_TRADE,
            level=self.batch.level,
            level_words=LEVELS[self.batch.level],
            agency=own.name,
            issued_on=issued_on,
            photo_uuid=line.photo.uuid,
            photo_sha256=line.photo.sha256,
            seal_uuid=own.seal_file_uuid,
            text=_text(
                wording,
                {
                    "姓名": candidate.name,
                    "职业": self.batch.occupation.name,
                    "等级": LEVELS[self.batch.level],
                    "机构": own.name,
                },
            ),
            verify_url=f"{self.verify_base}{number}/{code}",
            **{name: parameters.value(key, on=today) for name, key in LINKS.items()},
        )


def _text(wording: str, values: Mapping[str, str]) -> str:
    """The text of one certificate. raises: Conflict when it would run into the entries below."""
    text = filled(wording, values)
    if len(text) > LONGEST_TEXT:
        raise Conflict(
            f"证书正文填入后有 {len(text)} 字，版面最多容纳 {LONGEST_TEXT} 字："
            "请由机构负责人缩短参数“证书正文”。"
        )
    return text


def _require_fitting(line: IssueLine, number: str) -> None:
    """The number about to be stored must itself pass the rulebook."""
    on = line.assigned.issued_on if line.assigned else line.facts.on
    report = ISSUE.examine(replace(line.facts, number=number, on=on))
    if report.verdict is not Verdict.PASS:
        wrong = [f.message for f in report.findings if f.verdict is Verdict.FAIL]
        raise Conflict("证书编号未通过核对：" + "".join(wrong))
