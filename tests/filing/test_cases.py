"""Filings: opened, answered, proved; what may not be changed any more."""

from datetime import date

import pytest

from examsys.agency.models import Site
from examsys.filing import queries, service
from examsys.filing.checklist import readiness
from examsys.filing.models import FilingPaper
from examsys.kernel import clock
from examsys.kernel.errors import Conflict, Invalid, Stale
from examsys.kernel.work import unit_of_work
from examsys.rules.applying import MINISTRY, Scope
from examsys.rules.filinglife import CaseState
from examsys.rules.finding import Verdict
from tests.conftest import NOON
from tests.filing.samples import BOSS, CLERK, DOCUMENT, answered, opened

ON = date(2026, 11, 21)
PASS, FAIL, ASK = Verdict.PASS, Verdict.FAIL, Verdict.NEEDS_EVIDENCE


def verdict_of(case, key):
    found = readiness(queries.case(case.id), on=clock.day_of(NOON))
    return next(line.verdict for line in found.lines if line.key == key)


def test_the_scope_selects_who_receives_and_which_numbers(db):
    province, nation = opened(), opened(scope=Scope.NATIONAL)

    assert province.authority == "浙江省人力资源和社会保障厅"
    assert nation.authority == MINISTRY
    keys = {line.key for line in readiness(province, on=ON).lines}
    assert "base_years" not in keys
    assert {"base_years", "base_people"} <= {line.key for line in readiness(nation, on=ON).lines}


def test_the_category_letter_is_not_taken_from_the_kind_of_applicant(db):
    assert opened().category_code == ""


def test_one_filing_a_place_at_a_time(db):
    case = opened()

    with pytest.raises(Conflict):
        opened()
    with unit_of_work():
        service.drop_case(queries.case(case.id), reason="暂缓", actor=BOSS, at=NOON)
    assert opened().state is CaseState.PREPARING


@pytest.mark.parametrize("levels", [(), (5,), (0, 3)])
def test_a_filing_has_levels_of_the_occupation(db, levels):
    with pytest.raises(Invalid):
        opened(levels=levels)


def test_an_answer_without_paper_asks_and_with_it_passes(db):
    case = opened()
    assert verdict_of(case, "association_decoupled") is ASK
    with unit_of_work():
        service.save_fact(
            queries.case(case.id), "decoupled", service.Answer(True), actor=CLERK, at=NOON
        )
    assert verdict_of(case, "association_decoupled") is ASK
    with unit_of_work():
        service.add_paper(
            queries.case(case.id), "decoupled", title="脱钩批复", document=DOCUMENT,
            actor=CLERK, at=NOON,
        )  # fmt: skip
    assert verdict_of(case, "association_decoupled") is PASS


def test_a_paper_that_is_withdrawn_no_longer_counts(db):
    case = opened()
    answered(case, "credit", answer=True)
    assert verdict_of(case, "base_credit") is PASS
    with unit_of_work():
        (paper,) = queries.papers(case.id)
        service.withdraw_paper(queries.case(case.id), paper, actor=CLERK, at=NOON)
    assert verdict_of(case, "base_credit") is ASK
    row, case = db.session.get(FilingPaper, paper.id), queries.case(case.id)
    with pytest.raises(Conflict), unit_of_work():
        service.withdraw_paper(case, row, actor=CLERK, at=NOON)


def test_what_is_outside_the_list_needs_a_reason(db):
    case = opened()
    answer = service.Answer(terms=(), others="公共管理", accepted=True)

    with pytest.raises(Invalid), unit_of_work():
        service.save_fact(queries.case(case.id), "majors", answer, actor=CLERK, at=NOON)


def test_an_answer_two_people_change_is_not_overwritten(db):
    case = opened()
    answered(case, "credit", answer=True)
    again = queries.case(case.id)

    with pytest.raises(Stale), unit_of_work():
        service.save_fact(again, "credit", service.Answer(), version=9, actor=CLERK, at=NOON)


def test_a_site_by_lease(db):
    case = opened()
    assert verdict_of(case, "base_sites") is ASK
    lease = service.Tenure(False, date(2026, 1, 1), date(2027, 12, 31), True)
    with unit_of_work():
        site = db.session.query(Site).one()
        service.save_tenure(site, lease, document=DOCUMENT, actor=CLERK, at=NOON)
    assert verdict_of(case, "base_sites") is PASS
    assert verdict_of(case, "base_monitoring") is PASS


def test_a_lease_that_ends_before_it_begins_is_refused(db):
    opened()
    lease = service.Tenure(False, date(2026, 1, 2), date(2026, 1, 1), True)

    site = db.session.query(Site).one()
    with pytest.raises(Invalid), unit_of_work():
        service.save_tenure(site, lease, document=None, actor=CLERK, at=NOON)


def test_answers_are_taken_over_by_the_next_filing(db):
    first = opened()
    answered(first, "decoupled", answer=True)

    second = opened(scope=Scope.NATIONAL)

    assert verdict_of(second, "association_decoupled") is PASS


def test_a_line_has_someone_and_a_day(db):
    case = opened()
    with unit_of_work():
        service.set_duty(
            queries.case(case.id), "base_credit", owner="傅明", due_on=ON, actor=CLERK, at=NOON
        )

    line = next(x for x in readiness(case, on=ON).lines if x.key == "base_credit")
    assert (line.owner, line.due_on) == ("傅明", ON)


def test_readiness_is_kept_once_a_day(db, clock):
    case = opened()
    for key in ("credit", "unit"):
        answered(case, key, answer=True)
        with unit_of_work():
            again = queries.case(case.id)
            found = readiness(again, on=ON)
            service.keep_readiness(again, found, actor=CLERK, at=NOON)

    (row,) = queries.history(case.id)
    assert (row.passed, row.failed) == (found.passed, 0)
    assert row.asked == len(found.open_lines) == len(row.open_keys)


def test_nothing_is_changed_after_it_was_dropped(db):
    case = opened()
    with unit_of_work():
        service.drop_case(queries.case(case.id), reason="暂缓", actor=BOSS, at=NOON)

    with pytest.raises(Conflict), unit_of_work():
        service.save_fact(queries.case(case.id), "unit", service.Answer(), actor=CLERK, at=NOON)
    with pytest.raises(Conflict), unit_of_work():
        service.drop_case(queries.case(case.id), reason="再撤", actor=BOSS, at=NOON)
