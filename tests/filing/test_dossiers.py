"""Dossiers: what is in one, frozen when handed in, answered, corrected; samples kept apart."""

import zipfile
from datetime import date
from io import BytesIO

import docx
import pytest

from examsys.agency import queries as agency
from examsys.bank import queries as bank_queries
from examsys.bank import service as bank
from examsys.filing import package, queries, service
from examsys.kernel import files, pii, signing
from examsys.kernel.errors import Conflict, Invalid, NotAllowed
from examsys.kernel.work import unit_of_work
from examsys.rules.filinglife import CaseState, DossierState
from examsys.rules.regimes import REGIMES
from examsys.rules.states import Component, ItemStatus
from tests.conftest import NOON
from tests.filing.samples import (
    BOSS,
    CLERK,
    answered,
    handed_in,
    made,
    opened,
    replied,
    with_samples,
)
from tests.make import make_appointment, make_item, make_person, make_spec
from tests.regimes.samples import approved

ON = date(2026, 11, 21)


def whole_case():
    case = opened()
    answered(case, "decoupled", answer=True)
    with_samples()
    for regime in REGIMES:
        approved(regime.number)
    make_appointment(make_person())
    return case


def test_a_dossier_holds_what_the_notice_asks_for(db):
    row = made(whole_case())

    names = [one["name"] for one in row.contents]
    assert sum(name.startswith("05-管理制度/") for name in names) == 17
    heads = {name.partition("/")[0].partition(".")[0] for name in names}
    assert heads == {
        "00-目录",
        "01-申报表",
        "02-人员情况表（附件2）",
        "03-样题",
        "04-题库（卷库）建设情况说明",
        "05-管理制度",
        "06-认定工作实施办法",
        "07-证明材料",
    }
    content = service.take(row, reason="核对", actor=BOSS, at=NOON)
    key = pii.keys().report.public_key()
    found = package.check(content, key=key)
    assert found.passed
    assert found.statement["levels"] == [3]
    assert set(found.files) == {*names, package.KEY}
    words = docx.Document(BytesIO(found.files["04-题库（卷库）建设情况说明.docx"]))
    cells = {cell.text for table in words.tables for line in table.rows for cell in line.cells}
    assert {"三级", "2", "合计"} <= cells
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 1
    assert not sound(bytes(changed), key)


def sound(content, key):
    try:
        return package.check(content, key=key).passed
    except signing.BadSignature:
        return False


def test_what_is_not_there_is_named_in_the_list_and_not_invented(db):
    row = made(opened())

    names = [one["name"] for one in row.contents]
    assert "03-样题.pdf" not in names
    assert not any(name.startswith("05-") for name in names)
    assert row.asked > 20


def test_a_regime_replaced_later_does_not_change_what_was_handed_in(db):
    case = whole_case()
    row = handed_in(case)
    before = files.read(files.kept_file(row.package_uuid))

    approved(9, title="试题管理规定（修订）", effective_from=date(2026, 11, 22))

    again = queries.dossier(row.id)
    assert files.read(files.kept_file(again.package_uuid)) == before
    assert again.package_sha256 == row.package_sha256
    assert [one["name"] for one in again.contents if "修订" in one["name"]] == []
    with pytest.raises(Conflict), unit_of_work():
        service.make_later(queries.case(case.id), actor=CLERK, at=NOON)


def test_who_made_it_does_not_hand_it_in(db):
    row = made(opened())

    with pytest.raises(NotAllowed), unit_of_work():
        service.submit(
            row, submitted_on=ON, receipt_no="", despite="急", version=row.version,
            actor=CLERK, at=NOON,
        )  # fmt: skip


@pytest.mark.parametrize("values", [{"despite": ""}, {"submitted_on": date(2026, 11, 22)},
                                    {"submitted_on": date(2026, 11, 20)}])  # fmt: skip
def test_open_lines_need_a_reason_and_the_day_has_to_be_possible(db, values):
    row = made(opened())
    asked = {"submitted_on": ON, "receipt_no": "", "despite": "当面递交", **values}

    with pytest.raises(Invalid), unit_of_work():
        service.submit(queries.dossier(row.id), version=row.version, actor=BOSS, at=NOON, **asked)


def test_a_condition_that_fails_keeps_it_here(db):
    case = opened()
    answered(case, "decoupled", answer=False)
    row = made(case)

    with pytest.raises(Conflict, match="1 项不通过"), unit_of_work():
        service.submit(
            queries.dossier(row.id), submitted_on=ON, receipt_no="", despite="急",
            version=row.version, actor=BOSS, at=NOON,
        )  # fmt: skip


def test_a_newer_version_takes_the_place_of_one_not_handed_in(db):
    case = opened()
    first, second = made(case), made(case)

    assert queries.dossier(first.id).state is DossierState.SUPERSEDED
    assert (second.version_no, second.state) == (2, DossierState.MADE)


def test_a_correction_round_makes_a_new_version(db):
    case = opened(levels=(2, 3))
    first = handed_in(case)
    assert replied(first, CaseState.CORRECTING).state is CaseState.CORRECTING

    second = handed_in(case)
    done = replied(second, CaseState.ACCEPTED)

    assert second.version_no == 2
    assert queries.dossier(first.id).state is DossierState.SUBMITTED
    assert (done.state, done.receipt_no) == (CaseState.ACCEPTED, "浙备〔2026〕9号")
    assert (done.category_code, done.valid_until) == ("S", date(2029, 11, 20))
    assert [row.level for row in agency.filed_levels()] == [4, 3, 2]
    with pytest.raises(Conflict):
        replied(second, CaseState.REFUSED)


def test_refused_is_the_end(db):
    case = replied(handed_in(opened()), CaseState.REFUSED)

    assert case.state is CaseState.REFUSED
    with pytest.raises(Conflict), unit_of_work():
        service.save_fact(case, "unit", service.Answer(True), actor=CLERK, at=NOON)


def test_samples_are_never_drawn(db):
    make_spec()
    item = make_item(status=ItemStatus.IN_USE)
    other = make_item(status=ItemStatus.IN_USE)
    drawn = lambda: {card.ref.item for card in bank_queries.cards(3, Component.THEORY)}  # noqa: E731
    assert drawn() == {item, other}
    with unit_of_work():
        service.mark_samples([item], actor=CLERK, at=NOON)
    assert drawn() == {other}
    (row,) = bank_queries.samples()
    with pytest.raises(NotAllowed), unit_of_work():
        bank.decide_samples([row.SampleMark.id], confirmed=True, actor=CLERK, at=NOON)
    with unit_of_work():
        bank.decide_samples([row.SampleMark.id], confirmed=True, actor=BOSS, at=NOON)
    assert drawn() == {other}
    with pytest.raises(Conflict), unit_of_work():
        service.mark_samples([item], actor=CLERK, at=NOON)


def test_a_sample_that_is_refused_is_drawn_again(db):
    make_spec()
    item = make_item(status=ItemStatus.IN_USE)
    with unit_of_work():
        service.mark_samples([item], actor=CLERK, at=NOON)
    with unit_of_work():
        marks = [row.SampleMark.id for row in bank_queries.samples()]
        bank.decide_samples(marks, confirmed=False, actor=BOSS, at=NOON)

    assert [card.ref.item for card in bank_queries.cards(3, Component.THEORY)] == [item]


def test_only_items_in_use_become_samples(db):
    make_spec()
    draft = make_item()

    with pytest.raises(Conflict), unit_of_work():
        service.mark_samples([draft], actor=CLERK, at=NOON)
    with pytest.raises(Invalid), unit_of_work():
        service.mark_samples([], actor=CLERK, at=NOON)


def test_the_zip_opens_with_any_tool(db):
    row = made(opened())
    content = service.take(row, reason="核对", actor=BOSS, at=NOON)

    with zipfile.ZipFile(BytesIO(content)) as packed:
        assert packed.testzip() is None
