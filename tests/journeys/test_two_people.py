"""Over HTTP: the same person twice, a stale page, a double click, a role that may not."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from examsys.audit.models import AuditEvent
from examsys.batches.announcement import announcement
from examsys.batches.models import Batch
from examsys.candidates import service as candidates
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.db import db
from examsys.kernel.work import unit_of_work
from examsys.publicity import service as publicity
from examsys.rules.marking import Mark, MarkKind
from examsys.rules.states import BatchState, Component, ItemStatus, RegistrationState
from examsys.scoring import queries as scoring
from examsys.scoring import service as scores
from examsys.yearend import service as yearend
from tests.certificates.make import make_certifying, make_request
from tests.journeys.forms import words_of
from tests.make import (
    enter_marks,
    make_account,
    make_agency,
    make_batch,
    make_item,
    make_marked,
    make_registration,
    make_scoring,
    make_spec,
)
from tests.papers.make import make_paper_set

FIRST = "yiren"
ME = Actor(name=FIRST)
# What the second act is: roles that may do it, address, what is sent, what it would change.
Case = tuple[tuple[str, ...], str, dict[str, Any], Callable[[], Any]]


def filing() -> Case:
    batch = make_batch()
    batch_id = batch.id
    with unit_of_work(audited=False):
        batch.created_by = FIRST
    sent = {"filed_on": "2026-11-20", "receipt": "浙备〔2026〕1号"}
    return (
        ("head",),
        f"/batches/{batch_id}/file",
        sent,
        lambda: db.session.get(Batch, batch_id).state,
    )


def notice() -> Case:
    text = announcement(make_batch())
    with unit_of_work():
        made = publicity.draft_notice(text, actor=ME, at=clock.now())
    return ("head",), f"/publicity/{made.id}/publish", {"days_wd": 0}, lambda: made.state


def item() -> Case:
    make_agency()
    make_spec()
    uuid = make_item(status=ItemStatus.REVIEWING, actor=Actor(name=FIRST, roles=("item_writer",)))
    sent = {"decision": "pass", "version": 1, "comment": ""}
    return ("item_reviewer",), f"/bank/{uuid}/review", sent, lambda: None


def registration() -> Case:
    batch = make_batch(state=BatchState.REGISTERING)
    row = make_registration(batch, state=RegistrationState.SUBMITTED, photo=True)
    with unit_of_work():
        candidates.pass_first(row, version=row.version, actor=ME, at=clock.now())
    with unit_of_work(audited=False):
        batch.state = BatchState.REVIEWING
    return ("reviewer",), f"/candidates/{row.id}/pass", {"version": row.version}, lambda: row.state


def paper() -> Case:
    made = make_paper_set()
    with unit_of_work(audited=False):
        made.drawn_by = FIRST
    return ("head",), f"/papers/{made.id}/approve", {"version": made.version}, lambda: made.state


def second_pass() -> Case:
    batch = make_scoring()
    with unit_of_work():
        scores.take_pass(batch, Component.THEORY, 1, actor=ME, at=clock.now())
    address = f"/scoring/{batch.id}/theory/2/take"
    pass_no = lambda: scoring.passes(batch.id)[Component.THEORY, 2].people  # noqa: E731
    return ("entry_clerk",), address, {}, lambda: list(pass_no())


def difference() -> Case:
    batch = make_scoring(1)
    enter_marks(batch, Component.THEORY, 1, ["80"], by=FIRST)
    enter_marks(batch, Component.THEORY, 2, ["81"], by="another")
    script = scoring.scripts(batch.id, Component.THEORY)[0]
    sent = {"mark": "80", "reason": "核对原卷"}
    address = f"/scoring/differences/{script.id}/resolve"
    return ("score_approver",), address, sent, lambda: script.result


def publication() -> Case:
    batch = make_marked()
    with unit_of_work():
        scores.confirm_results(batch, note="已核对原卷", actor=ME, at=clock.now())
    return ("head",), f"/scoring/{batch.id}/publish", {}, lambda: batch.state


def correction() -> Case:
    batch = make_marked()
    script = scoring.results(batch.id, unpublished=True)[0]
    with unit_of_work():
        asked = scores.ask_correction(
            batch,
            script,
            Mark(MarkKind.SCORE, Decimal(90)),
            reason="漏加一题",
            actor=ME,
            at=clock.now(),
        )
    sent = {"act": "accept", "decision": "同意", "version": asked.version}
    address = f"/scoring/corrections/{asked.id}/decide"
    return ("head",), address, sent, lambda: script.result.value


def issue() -> Case:
    request = make_request(make_certifying())
    with unit_of_work(audited=False):
        request.requested_by = FIRST
    sent = {"version": request.version}
    address = f"/certificates/requests/{request.id}/approve"
    return ("head",), address, sent, lambda: request.state


def report() -> Case:
    make_agency()
    with unit_of_work():
        made = yearend.build_report(2026, cut_off=date(2026, 11, 20), actor=ME, at=clock.now())
    sent = {"checked": "y", "version": made.version}
    return ("head",), f"/yearend/{made.id}/seal", sent, lambda: made.sealed_at


CASES = (filing, notice, item, registration, paper, second_pass, difference, publication,
         correction, issue, report)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_the_second_act_is_refused_to_who_did_the_first(app, client, case):
    roles, address, sent, standing = case()
    browser = client(*roles, login=FIRST)
    before = standing()

    answer = browser.post(address, data=sent)

    assert answer.status_code == 403, words_of(answer.text)
    assert standing() == before
    told = words_of(answer.text)
    assert any(word in told for word in ("另一", "第三人", "本人", "另一遍")), told


def test_a_stale_page_changes_nothing(app, client):
    batch = make_batch()
    browser = client("exam_office")
    plan = {
        "level": 3,
        "site_id": batch.site_id,
        "planned_count": 77,
        "registration_from": "2026-11-23",
        "registration_until": "2026-12-04",
        "exam_on": "2026-12-19",
        "theory_at": "08:30",
        "skill_at": "10:30",
    }
    fresh = {**plan, "version": batch.version}
    assert browser.post(f"/batches/{batch.id}/edit", data=fresh).status_code == 303

    answer = browser.post(f"/batches/{batch.id}/edit", data={**fresh, "planned_count": 99})

    assert answer.status_code == 409
    assert batch.planned_count == 77


@pytest.mark.parametrize("version", [None, 99])
def test_a_decision_on_a_page_that_is_old_is_refused(app, client, version):
    row = make_registration(
        make_batch(state=BatchState.REGISTERING), state=RegistrationState.SUBMITTED, photo=True
    )
    sent = {} if version is None else {"version": version}

    answer = client("reviewer").post(f"/candidates/{row.id}/pass", data=sent)

    assert (answer.status_code, row.state) == (409, RegistrationState.SUBMITTED)


def test_a_double_click_plans_one_batch(app, client):
    make_agency()
    browser = client("exam_office")
    sent = {
        "once_token": "the-same-form-sent-twice",
        "level": 3,
        "site_id": 1,
        "planned_count": 30,
        "registration_from": "2026-11-23",
        "registration_until": "2026-12-04",
        "exam_on": "2026-12-19",
        "theory_at": "08:30",
        "skill_at": "10:30",
    }

    answers = [browser.post("/batches/new", data=sent) for _ in range(2)]

    assert answers[0].status_code == 303
    assert "没有重复处理" in words_of(answers[1].text)
    assert db.session.scalar(select(func.count()).select_from(Batch)) == 1


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("exam_office", "/batches/1/file"),
        ("head", "/batches/new"),
        ("exam_office", "/publicity/1/publish"),
        ("entry_clerk", "/scoring/1/publish"),
        ("certificate_clerk", "/certificates/requests/1/approve"),
        ("exam_office", "/yearend/1/seal"),
        ("item_office", "/papers/1/approve"),
        ("auditor", "/candidates/1/pass"),
        ("system_admin", "/candidates/1/submit"),
    ],
)
def test_a_role_that_may_not_is_refused_before_anything_is_read(app, client, role, address):
    make_account()
    browser = client(role)
    events = select(func.count()).select_from(AuditEvent)
    before = db.session.scalar(events.where(AuditEvent.result == "done"))

    assert browser.post(address, data={}).status_code == 403
    assert db.session.scalar(events.where(AuditEvent.result == "done")) == before
