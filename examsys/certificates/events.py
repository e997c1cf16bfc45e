"""The names of what can happen to certificates, for the log."""

from enum import StrEnum


class CertificateEvent(StrEnum):
    RESULTS_ACCEPTED = "certificates.results.accepted"
    NUMBERS_IMPORTED = "certificates.numbers.imported"
    ISSUE_REQUESTED = "certificates.issue.requested"
    ISSUE_APPROVED = "certificates.issue.approved"
    ISSUE_RETURNED = "certificates.issue.returned"
    CERTIFICATE_ISSUED = "certificates.certificate.issued"
    CERTIFICATE_REVOKED = "certificates.certificate.revoked"
    CERTIFICATE_DOWNLOADED = "certificates.certificate.downloaded"
    PACKAGE_DOWNLOADED = "certificates.package.downloaded"
    CERTIFICATE_WITHHELD = "certificates.certificate.withheld"
    WITHHOLDING_LIFTED = "certificates.certificate.withholding_lifted"
    SHEET_MADE = "certificates.upload.made"
    SHEET_DOWNLOADED = "certificates.upload.downloaded"
    UPLOAD_CONFIRMED = "certificates.upload.confirmed"
    LIST_EXPORTED = "certificates.list.exported"
