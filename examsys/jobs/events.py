from enum import StrEnum


class JobEvent(StrEnum):
    QUEUED = "jobs.job.queued"
    STARTED = "jobs.job.started"
    PUT_BACK = "jobs.job.put_back"
    CANCEL_ASKED = "jobs.job.cancel_asked"
    CANCELLED = "jobs.job.cancelled"
    DONE = "jobs.job.done"
    FAILED = "jobs.job.failed"
    RESULT_TAKEN = "jobs.result.taken"
