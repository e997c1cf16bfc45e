"""Filings for tests."""

from datetime import date
from uuid import UUID

from examsys.bank import queries as bank_queries
from examsys.bank import service as bank
from examsys.filing import queries, service
from examsys.filing.models import Dossier, FilingCase
from examsys.jobs import service as jobs
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.work import unit_of_work
from examsys.regimes.export import Document, read
from examsys.rules.applying import Scope
from examsys.rules.filinglife import CaseState
from examsys.rules.states import ItemStatus, components_of
from tests.conftest import NOON
from tests.make import make_agency, make_item, make_spec
from tests.regimes.samples import PDF_BYTES

CLERK, BOSS = Actor(name="clerk"), Actor(name="boss")
DOCUMENT: Document = read("证明.pdf", PDF_BYTES)


def opened(*, scope: Scope = Scope.PROVINCIAL, levels: tuple[int, ...] = (3,)) -> FilingCase:
    """A filing of an association in 浙江, in preparation."""
    make_agency()
    with unit_of_work():
        return service.open_case(
            scope,
            province_code="33",
            authority="浙江省人力资源和社会保障厅",
            levels=levels,
            actor=CLERK,
            at=NOON,
        )


def answered(case: FilingCase, key: str, **answer: object) -> None:
    """One answer with a paper behind it."""
    with unit_of_work():
        again = queries.case(case.id)
        service.save_fact(again, key, service.Answer(**answer), actor=CLERK, at=NOON)
        service.add_paper(again, key, title="证明", document=DOCUMENT, actor=CLERK, at=NOON)


def with_samples(level: int = 3) -> list[UUID]:
    """One confirmed sample for each component of a level, with its table of points."""
    make_spec(level)
    items = [
        make_item(status=ItemStatus.IN_USE, level=level, component=part)
        for part in components_of(level)
    ]
    with unit_of_work():
        service.mark_samples(items, actor=CLERK, at=NOON)
    with unit_of_work():
        marks = [row.SampleMark.id for row in bank_queries.samples()]
        bank.decide_samples(marks, confirmed=True, actor=BOSS, at=NOON)
    return items


def made(case: FilingCase) -> Dossier:
    """The dossier of a filing, made by the background job."""
    with unit_of_work():
        job = service.make_later(queries.case(case.id), actor=CLERK, at=NOON)
    jobs.run_now(job)
    db.session.rollback()
    return queries.dossier(queries.case(case.id).dossiers[-1].id)


def handed_in(case: FilingCase) -> Dossier:
    """A dossier made and handed in today."""
    row = made(case)
    with unit_of_work():
        service.submit(
            queries.dossier(row.id),
            submitted_on=date(2026, 11, 21),
            receipt_no="收〔2026〕1号",
            despite="其余材料当面递交",
            version=row.version,
            actor=BOSS,
            at=NOON,
        )
    return queries.dossier(row.id)


def replied(row: Dossier, outcome: CaseState) -> FilingCase:
    """What the authority answered today."""
    with unit_of_work():
        service.reply(
            queries.dossier(row.id),
            outcome,
            replied_on=date(2026, 11, 21),
            words="已核",
            receipt_no="浙备〔2026〕9号",
            category_code="S",
            version=row.version,
            actor=BOSS,
            at=NOON,
        )
    return queries.case(row.case_id)
