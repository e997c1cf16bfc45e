"""Pages of jobs: one's own, progress that stops polling at the end, results on record."""

from sqlalchemy import select

from examsys.audit.models import AuditEvent
from examsys.jobs import service
from examsys.kernel import files
from examsys.kernel.actor import Actor
from examsys.kernel.db import db as database
from examsys.kernel.work import unit_of_work
from examsys.rules.states import JobState
from tests.jobs.conftest import again


def keep_result(progress):
    with unit_of_work(audited=False):
        kept = files.keep(
            b"names", name="签到表.csv", media_type="text/csv", purpose="job", at=progress.at
        )
    return kept.uuid


def taken() -> int:
    query = select(AuditEvent).where(AuditEvent.action == "jobs.result.taken")
    return len(database.session.scalars(query).all())


def test_everybody_sees_own_jobs_and_the_system_admin_all(kind, ask, client):
    kind(lambda progress: None)
    browser = client("exam_office", login="clerk")
    ask()
    ask(owner=Actor(name="other"))
    own = browser.get("/jobs/").get_data(as_text=True)
    everything = client("system_admin").get("/jobs/").get_data(as_text=True)
    assert (own.count("试办"), everything.count("试办")) == (1, 2)
    assert "发起人" not in own
    assert "<td>other</td>" in everything


def test_an_empty_list_says_what_it_is_for(client):
    assert "还没有后台任务" in client("head").get("/jobs/").get_data(as_text=True)


def test_somebody_elses_job_is_not_found(kind, ask, client):
    kind(lambda progress: None)
    job = ask(owner=Actor(name="other"))
    assert client("head", login="clerk").get(f"/jobs/{job.uuid}/").status_code == 404


def test_the_page_polls_while_the_job_lives_and_stops_then(kind, ask, client):
    kind(keep_result)
    browser = client("exam_office", login="clerk")
    job = ask()
    waiting = browser.get(f"/jobs/{job.uuid}/").get_data(as_text=True)
    assert "hx-trigger" in waiting
    assert "停止办理" in waiting
    assert "/result" not in waiting
    service.run_now(job)
    done = browser.get(f"/jobs/{job.uuid}/").get_data(as_text=True)
    assert "hx-trigger" not in done
    assert f"/jobs/{job.uuid}/result" in done


def test_a_result_with_personal_data_is_on_record_before_it_is_taken(kind, ask, client):
    kind(keep_result, personal=True)
    browser = client("exam_office", login="clerk")
    job = ask()
    service.run_now(job)
    answer = browser.get(f"/jobs/{job.uuid}/result")
    assert (answer.get_data(), taken()) == (b"names", 1)
    assert "%E7%AD%BE%E5%88%B0%E8%A1%A8.csv" in answer.headers["Content-Disposition"]


def test_a_plain_result_is_taken_without_an_event(kind, ask, client):
    kind(keep_result)
    browser = client("exam_office", login="clerk")
    job = ask()
    service.run_now(job)
    assert browser.get(f"/jobs/{job.uuid}/result").get_data() == b"names"
    assert taken() == 0


def test_the_system_admin_does_not_get_the_files_of_others(kind, ask, client):
    kind(keep_result, personal=True)
    job = ask()
    service.run_now(job)
    answer = client("system_admin").get(f"/jobs/{job.uuid}/result")
    assert (answer.status_code, taken()) == (404, 0)


def test_cancelling_a_waiting_job(kind, ask, client):
    kind(lambda progress: None)
    browser = client("exam_office", login="clerk")
    job = ask()
    answer = browser.post(f"/jobs/{job.uuid}/cancel")
    assert (answer.status_code, again(job).state) == (303, JobState.CANCELLED)
    assert browser.post(f"/jobs/{job.uuid}/cancel").status_code == 409


def test_the_list_asks_the_database_the_same_however_long_it_is(kind, ask, client, statements):
    kind(lambda progress: None)
    browser = client("exam_office", login="clerk")
    ask()
    browser.get("/jobs/")
    with statements() as one:
        browser.get("/jobs/")
    for _ in range(4):
        ask()
    browser.get("/jobs/")
    with statements() as five:
        browser.get("/jobs/")
    assert len(five) == len(one)
