"""Two different people, one report that passes, reasons for everything else."""

import pytest

from examsys.candidates import service
from examsys.candidates.models import Registration
from examsys.kernel.actor import Actor
from examsys.kernel.errors import Conflict, Invalid, NotAllowed, Stale
from examsys.kernel.work import unit_of_work
from examsys.rules.states import BatchState, RegistrationState
from tests.conftest import NOON
from tests.make import make_batch, make_candidate_facts, make_registration

FIRST, SECOND = (Actor(name=name, roles=("reviewer",)) for name in ("first", "second"))


def submitted(**over) -> Registration:
    batch = make_batch(state=BatchState.REVIEWING)
    registration = make_registration(batch, **over)
    with unit_of_work():
        service.submit(registration, actor=Actor(name="clerk"), at=NOON)
    return registration


def first_passed(**over) -> Registration:
    registration = submitted(**over)
    with unit_of_work():
        service.pass_first(registration, version=registration.version, actor=FIRST, at=NOON)
    return registration


def test_two_people_approve(db):
    registration = first_passed()

    with unit_of_work():
        service.approve(registration, version=registration.version, actor=SECOND, at=NOON)

    assert registration.state is RegistrationState.APPROVED
    assert (registration.first_by, registration.second_by) == ("first", "second")
    assert registration.alternative == "L3-1"


def test_the_first_reviewer_cannot_be_the_second(db):
    registration = first_passed()
    shown = registration.version

    with pytest.raises(NotAllowed, match="复审须由另一名审核员"), unit_of_work():
        service.approve(registration, version=shown, actor=FIRST, at=NOON)
    with pytest.raises(NotAllowed), unit_of_work():
        service.reject(
            registration, code="conditions", text="", version=shown, actor=FIRST, at=NOON
        )

    assert (registration.state, registration.version) == (RegistrationState.FIRST_PASSED, shown)


@pytest.mark.parametrize(
    ("certificates", "words"),
    [([], "不通过"), (None, "待补证明")],
)
def test_a_report_that_does_not_pass_stops_the_first_review(db, certificates, words):
    registration = submitted(facts=make_candidate_facts(certificates=certificates))

    with pytest.raises(Conflict, match=f"核对结果为“{words}”"), unit_of_work():
        service.pass_first(registration, version=registration.version, actor=FIRST, at=NOON)

    assert registration.state is RegistrationState.SUBMITTED


def test_the_second_review_judges_anew(db):
    """What passed the first time may be judged by other facts the second time."""
    registration = first_passed()
    with unit_of_work(audited=False):
        registration.facts = make_candidate_facts(certificates=[])

    with pytest.raises(Conflict, match="核对结果为“不通过”"), unit_of_work():
        service.approve(registration, version=registration.version, actor=SECOND, at=NOON)

    assert registration.state is RegistrationState.FIRST_PASSED


def test_nobody_is_approved_before_registration_has_closed(db):
    registration = first_passed()
    with unit_of_work(audited=False):
        registration.batch.state = BatchState.REGISTERING

    with pytest.raises(Conflict, match="报名截止、批次转入资格审核后方可复审"), unit_of_work():
        service.approve(registration, version=registration.version, actor=SECOND, at=NOON)


def test_a_returned_registration_begins_anew(db):
    registration = first_passed()
    with unit_of_work():
        service.return_registration(
            registration, reason="照片不清", version=registration.version, actor=SECOND, at=NOON
        )

    assert (registration.state, registration.reason) == (RegistrationState.RETURNED, "照片不清")
    assert (registration.first_by, registration.first_at) == (None, None)
    with unit_of_work():
        service.submit(registration, actor=Actor(name="clerk"), at=NOON)
    assert (registration.state, registration.reason) == (RegistrationState.SUBMITTED, "")


@pytest.mark.parametrize(
    ("code", "text", "kept"),
    [
        ("conditions", "", "不符合申报条件"),
        ("untrue", "社保记录不符", "申报材料与事实不符：社保记录不符"),
        ("other", "重复报考", "重复报考"),
    ],
)
def test_a_rejection_names_its_reason(db, code, text, kept):
    registration = submitted()

    with unit_of_work():
        service.reject(
            registration, code=code, text=text, version=registration.version, actor=FIRST, at=NOON
        )

    assert (registration.state, registration.reason) == (RegistrationState.REJECTED, kept)


@pytest.mark.parametrize(("code", "text"), [("", ""), ("strange", "x"), ("other", " ")])
def test_a_rejection_without_a_reason_changes_nothing(db, code, text):
    registration = submitted()
    shown = registration.version

    with pytest.raises(Invalid), unit_of_work():
        service.reject(registration, code=code, text=text, version=shown, actor=FIRST, at=NOON)

    assert (registration.state, registration.version) == (RegistrationState.SUBMITTED, shown)


def test_a_stale_page_decides_nothing(db):
    registration = submitted()

    with pytest.raises(Stale), unit_of_work():
        service.pass_first(registration, version=0, actor=FIRST, at=NOON)


def test_a_draft_is_not_up_for_review(db):
    registration = make_registration(make_batch(state=BatchState.REVIEWING))

    with pytest.raises(Conflict, match="处于“草稿”"), unit_of_work():
        service.pass_first(registration, version=registration.version, actor=FIRST, at=NOON)
