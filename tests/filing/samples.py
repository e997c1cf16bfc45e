"""Filings for tests."""

from examsys.filing import queries, service
from examsys.filing.models import FilingCase
from examsys.kernel.actor import Actor
from examsys.kernel.work import unit_of_work
from examsys.regimes.export import Document, read
from examsys.rules.applying import Scope
from tests.conftest import NOON
from tests.make import make_agency
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
