from enum import StrEnum


class BatchEvent(StrEnum):
    BATCH_PLANNED = "batches.batch.planned"
    BATCH_CHANGED = "batches.batch.changed"
    BATCH_FILED = "batches.batch.filed"
    BATCH_MOVED = "batches.batch.moved"
    BATCH_CANCELLED = "batches.batch.cancelled"
    DUTY_ASSIGNED = "batches.duty.assigned"
    DUTY_REMOVED = "batches.duty.removed"
    ROOMS_SET = "batches.room.set"
    LIST_EXPORTED = "batches.list.exported"
