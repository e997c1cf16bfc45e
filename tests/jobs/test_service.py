"""Jobs: asked for with the business change, run once, put back, cancelled, given up."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from examsys.audit.models import AuditEvent
from examsys.jobs import life, runner, service
from examsys.jobs.models import Job, JobProgress
from examsys.kernel.actor import command
from examsys.kernel.db import db as database
from examsys.kernel.errors import Conflict
from examsys.kernel.work import unit_of_work
from examsys.rules.states import JobState
from tests.jobs.conftest import OWNER, again

WORKER = command("worker")


def events() -> list[str]:
    query = select(AuditEvent.action).order_by(AuditEvent.id)
    return [name for name in database.session.scalars(query) if name.startswith("jobs.")]


def claim(job: Job, clock) -> Job:
    with unit_of_work():
        claimed = life.claim(job.uuid, actor=WORKER, at=clock.at)
    assert claimed is not None
    return claimed


def sweep(clock) -> int:
    with unit_of_work(audited=False):
        return len(service.sweep(at=clock.at))


def test_a_job_is_done_step_by_step(kind, ask, clock):
    def work(progress, steps):
        progress.start(steps)
        for _ in range(steps):
            progress.advance()
        progress.message = "已生成 3 份"

    kind(work)
    job = ask(steps=3)
    assert (job.state, job.done, job.total, job.owner) == (JobState.QUEUED, 0, 0, "clerk")
    service.run_now(job)
    job = again(job)
    assert (job.state, job.done, job.total, job.message) == (JobState.DONE, 3, 3, "已生成 3 份")
    assert (job.finished_at, job.attempts, job.error) == (clock.at, 1, "")
    assert events() == ["jobs.job.queued", "jobs.job.started", "jobs.job.done"]


def test_a_job_asked_for_in_a_unit_that_fails_was_never_asked_for(kind, app, clock):
    kind(lambda progress: None)

    def ask_and_fail():
        service.enqueue("test.work", {}, subject="batch:1", actor=OWNER, at=clock.at)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), unit_of_work():
        ask_and_fail()
    assert database.session.query(Job).count() == 0
    assert "wake" not in database.session().info


def test_an_unknown_kind_cannot_be_asked_for(app, clock):
    with pytest.raises(KeyError), unit_of_work():
        service.enqueue("test.nothing", {}, subject="", actor=OWNER, at=clock.at)


def test_a_job_runs_only_while_it_is_queued(kind, ask):
    runs = []
    kind(lambda progress: runs.append(progress.run))
    job = ask()
    service.run_now(job)
    service.run_now(job)
    assert runs == [1]


def test_a_refusal_ends_the_job_with_its_sentence(kind, ask):
    def refuse(progress):
        raise Conflict("批次尚未编排，不能打印准考证。")

    kind(refuse)
    job = ask()
    service.run_now(job)
    assert (again(job).state, job.error) == (JobState.FAILED, "批次尚未编排，不能打印准考证。")


def test_an_unexpected_error_is_tried_three_times(kind, ask):
    def break_down(progress):
        raise ZeroDivisionError

    kind(break_down)
    job = ask()
    for expected in (JobState.QUEUED, JobState.QUEUED, JobState.FAILED):
        with pytest.raises(ZeroDivisionError):
            service.run_now(job)
        assert again(job).state is expected
    assert (job.attempts, job.error[:7]) == (3, "已尝试 3 次")


def test_a_waiting_job_is_cancelled_at_once(kind, ask, clock):
    kind(lambda progress: None)
    job = ask()
    with unit_of_work():
        service.cancel_job(again_in_unit(job), actor=OWNER, at=clock.at)
    assert again(job).state is JobState.CANCELLED
    with pytest.raises(Conflict, match="已经结束"), unit_of_work():
        service.cancel_job(again_in_unit(job), actor=OWNER, at=clock.at)


def again_in_unit(job: Job) -> Job:
    return database.session.get_one(Job, job.id)


def test_a_running_job_is_cancelled_between_two_slices(kind, ask, clock):
    steps = []

    def work(progress):
        progress.start(3)
        for step in range(3):
            steps.append(step)
            with unit_of_work():
                service.cancel_job(
                    database.session.get_one(Job, progress.job_id), actor=OWNER, at=clock.at
                )
            progress.advance()

    kind(work)
    job = ask()
    service.run_now(job)
    assert (again(job).state, steps, job.done) == (JobState.CANCELLED, [0], 1)


def test_work_that_must_not_stop_is_not_cancelled(kind, ask, clock):
    kind(lambda progress: None, cancellable=False)
    job = ask()
    claim(job, clock)
    with pytest.raises(Conflict, match="不能中途停止"), unit_of_work():
        service.cancel_job(again_in_unit(job), actor=OWNER, at=clock.at)
    assert again(job).cancel_asked_by is None


def test_a_worker_that_stops_puts_its_job_back_without_a_lost_try(kind, ask):
    def work(progress):
        progress.start(2)
        progress.advance()

    kind(work)
    job = ask()
    runner.run(job.uuid, stopping=lambda: True)
    assert (again(job).state, job.attempts, job.run) == (JobState.QUEUED, 0, 1)
    assert events()[-1] == "jobs.job.put_back"


def test_a_silent_worker_loses_its_job_after_90_seconds(kind, ask, clock):
    kind(lambda progress: None)
    job = ask()
    claim(job, clock)
    clock.at += timedelta(seconds=89)
    assert (sweep(clock), again(job).state) == (0, JobState.RUNNING)
    clock.at += timedelta(seconds=1)
    assert (sweep(clock), again(job).state) == (1, JobState.QUEUED)


def test_the_third_silent_worker_ends_the_job(kind, ask, clock):
    kind(lambda progress: None)
    job = ask()
    for expected in (JobState.QUEUED, JobState.QUEUED, JobState.FAILED):
        claim(job, clock)
        clock.at += timedelta(minutes=2)
        sweep(clock)
        assert again(job).state is expected


def test_a_worker_that_was_given_up_writes_nothing_any_more(kind, ask, clock):
    def work(progress):
        progress.start(2)
        clock.at += timedelta(minutes=2)
        sweep(clock)
        progress.advance()
        raise AssertionError("went on after it was superseded")

    kind(work)
    job = ask()
    service.run_now(job)
    assert (again(job).state, job.done) == (JobState.QUEUED, 0)


def test_a_job_that_nobody_woke_for_is_woken_after_60_seconds(kind, ask, clock):
    kind(lambda progress: None)
    job = ask()
    asked = job.heartbeat_at
    clock.at += timedelta(seconds=59)
    sweep(clock)
    assert again(job).heartbeat_at == asked
    clock.at += timedelta(seconds=1)
    sweep(clock)
    assert again(job).heartbeat_at == clock.at


def test_a_long_slice_beats_from_a_second_thread(kind, ask, clock, monkeypatch):
    monkeypatch.setattr(runner, "BEAT_SECONDS", 0.01)
    beats = []

    def work(progress):
        progress.start(1)
        with unit_of_work(audited=False):
            stale = clock.at - timedelta(minutes=5)
            database.session.execute(update(JobProgress).values(heartbeat_at=stale))
        while not beats:
            database.session.rollback()
            beat_at = database.session.scalar(select(JobProgress.heartbeat_at))
            if beat_at == clock.at:
                beats.append(beat_at)

    kind(work)
    job = ask()
    service.run_now(job)
    assert beats == [clock.at]
