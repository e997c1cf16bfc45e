"""What is said of a person, phrase by phrase, and on what basis a record is empty."""

from datetime import date
from io import BytesIO

import pytest

from examsys.kernel.errors import Invalid
from examsys.kernel.work import unit_of_work
from examsys.personnel import facts, scans, service
from examsys.rules.assessing import Basis, Phrase, Voice
from tests.conftest import NOON
from tests.make import ACTOR, make_person
from tests.personnel.test_evidence import PDF
from tests.personnel.test_service import last_event

WHO = {"actor": ACTOR, "at": NOON}
TODAY = date(2026, 11, 21)
UNASKED = {
    "political_declaration": None,
    "ethics_declaration": None,
    "professional_assessment": None,
    "declared_on": None,
}


def said(phrase: Phrase, answer: bool = True, **over) -> service.AssessmentInput:
    values = {"voice": Voice.DECLARATION, "assessor": "", "given_on": TODAY}
    return service.AssessmentInput(phrase=phrase, answer=answer, **{**values, **over})


def assess(person, *inputs: service.AssessmentInput) -> None:
    for one in inputs:
        with unit_of_work():
            service.assess(person, one, **WHO)


def test_every_phrase_has_to_be_said_before_the_rules_have_an_answer(db):
    person = make_person(**UNASKED)

    def verdict() -> str:
        return facts.report_on(
            person, role="examiner", level=3, on=TODAY, readings=facts.OWN
        ).verdict.value

    for phrase in Phrase:
        assert verdict() == "needs_evidence", phrase
        assess(person, said(phrase))
    assert verdict() == "pass"
    assess(person, said(Phrase.ATTITUDE, False, voice=Voice.EMPLOYER, assessor="江某"))
    assert (verdict(), person.ethics_declaration) == ("fail", False)
    assess(person, said(Phrase.ATTITUDE, voice=Voice.AGENCY, assessor="林某"))
    assert (verdict(), person.ethics_declaration) == ("pass", True)
    action, subject, detail = last_event(db)
    assert (action, subject) == ("personnel.assessment.recorded", f"person:{person.id}")
    assert (detail["phrase"], detail["voice"]) == ("工作态度严谨", "评价机构意见")


def test_an_older_opinion_recorded_later_does_not_count(db):
    person = make_person(**UNASKED)
    assess(
        person,
        said(Phrase.COMPETENCE, voice=Voice.AGENCY, assessor="林某"),
        said(Phrase.COMPETENCE, False, voice=Voice.AGENCY, assessor="林某",
             given_on=date(2026, 1, 1)),
    )  # fmt: skip
    assert (person.professional_assessment, person.declared_on) == (True, TODAY)


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"phrase": Phrase.LEADERSHIP, "voice": Voice.AGENCY, "assessor": "林某"}, "由本人声明"),
        ({"phrase": Phrase.ETHICS, "voice": Voice.EMPLOYER}, "请填写出具意见的人"),
        ({"phrase": Phrase.ETHICS, "given_on": date(2026, 11, 22)}, "晚于今天"),
    ],
)
def test_what_cannot_be_said_is_refused(db, over, words):
    person = make_person(**UNASKED)
    with pytest.raises(Invalid, match=words), unit_of_work():
        service.assess(person, said(**over), **WHO)


def test_an_empty_record_has_a_basis(db):
    person = make_person(violations_known=False)
    asked = {"given_on": TODAY, **WHO}
    with pytest.raises(Invalid, match="请上传无犯罪记录证明"), unit_of_work():
        service.check_record(person, basis=Basis.CERTIFICATE, scan=None, **asked)
    assert person.violations_known is False
    with unit_of_work():
        service.check_record(person, basis=Basis.PROMISE, scan=None, **asked)
    assert person.violations_known is True
    with unit_of_work():
        row = service.check_record(
            person, basis=Basis.CERTIFICATE, scan=scans.read("证明.pdf", PDF), **asked
        )
    assert row.file_uuid is not None


def test_both_are_recorded_and_shown_in_the_browser(client):
    person = make_person(**UNASKED)
    page, office = f"/personnel/{person.id}/", client("personnel_office")
    sent = {"phrase": "attitude", "voice": "employer", "given_on": "2026-11-20", "answer": "yes"}
    assert office.post(f"{page}assess", data=sent).status_code == 422
    assert office.post(f"{page}assess", data={**sent, "assessor": "江某"}).status_code == 303
    proof = {"basis": "certificate", "given_on": "2026-11-20"}
    assert office.post(f"{page}check-record", data=proof).status_code == 422
    proof["scan"] = (BytesIO(PDF), "证明.pdf")
    assert office.post(f"{page}check-record", data=proof).status_code == 303
    text = office.get(page).text
    for word in ("工作态度严谨", "所在单位意见", "江某", "无犯罪记录证明"):
        assert word in text
    link = next(part for part in text.split('"') if "/scans/" in part)
    assert office.get(link).data == PDF
    assert client("head").get(f"{page}assess").status_code == 403
