from enum import StrEnum


class AgencyEvent(StrEnum):
    PROFILE_SAVED = "agency.profile.saved"
    SITE_ADDED = "agency.site.added"
    SITE_CHANGED = "agency.site.changed"
    SITE_OPENED = "agency.site.opened"
    SITE_CLOSED = "agency.site.closed"
    LEVEL_FILED = "agency.level.filed"
    LEVEL_WITHDRAWN = "agency.level.withdrawn"
    SEAL_IMAGE_REPLACED = "agency.seal_image.replaced"
