"""Everything this feature writes to the log. A test demands a phrase for each."""

from enum import StrEnum


class ArchiveEvent(StrEnum):
    COLLECTED = "archives.batch.collected"
    ITEM_FILED = "archives.item.filed"
    ITEM_WAIVED = "archives.item.waived"
    ITEM_REOPENED = "archives.item.reopened"
    VOLUME_SEALED = "archives.volume.sealed"
    PACKAGE_TAKEN = "archives.package.downloaded"
    FILE_TAKEN = "archives.file.downloaded"
