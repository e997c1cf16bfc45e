"""The one table: which role may do which operation. Operations are `<feature>.<what>`."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """Posts in an agency. source: domain §14."""

    SYSTEM_ADMIN = "system_admin"
    AUDITOR = "auditor"
    HEAD = "head"
    EXAM_OFFICE = "exam_office"
    REVIEWER = "reviewer"
    PERSONNEL_OFFICE = "personnel_office"
    ITEM_OFFICE = "item_office"
    ITEM_WRITER = "item_writer"
    ITEM_REVIEWER = "item_reviewer"
    EXAMINER = "examiner"
    ENTRY_CLERK = "entry_clerk"
    SCORE_APPROVER = "score_approver"
    CERTIFICATE_CLERK = "certificate_clerk"
    ARCHIVIST = "archivist"


ROLE_LABELS: Mapping[Role, str] = {
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.AUDITOR: "审计员",
    Role.HEAD: "机构负责人",
    Role.EXAM_OFFICE: "考务员",
    Role.REVIEWER: "资格审核员",
    Role.PERSONNEL_OFFICE: "人员管理员",
    Role.ITEM_OFFICE: "题库管理员",
    Role.ITEM_WRITER: "命题专家",
    Role.ITEM_REVIEWER: "审题专家",
    Role.EXAMINER: "考评员",
    Role.ENTRY_CLERK: "录分员",
    Role.SCORE_APPROVER: "成绩负责人",
    Role.CERTIFICATE_CLERK: "证书管理员",
    Role.ARCHIVIST: "档案管理员",
}

# Roles whose account needs a second factor (the sample year's accounts go without). The auditor
# is one of the 三员 and reads, and takes out, every log. source: trust §2.1 身份鉴别 d.
PRIVILEGED = frozenset(
    {Role.SYSTEM_ADMIN, Role.AUDITOR, Role.HEAD, Role.ITEM_OFFICE}
    | {Role.SCORE_APPROVER, Role.CERTIFICATE_CLERK}
)

# 三员分立: these exclude each other and every business role. source: trust §2.1 访问控制 a–d.
SEPARATED = frozenset({Role.SYSTEM_ADMIN, Role.AUDITOR})

_ALL = frozenset(Role)
_BUSINESS = _ALL - {Role.SYSTEM_ADMIN}
_OFFICE = frozenset(
    {Role.HEAD, Role.EXAM_OFFICE, Role.REVIEWER, Role.PERSONNEL_OFFICE, Role.SCORE_APPROVER}
    | {Role.CERTIFICATE_CLERK, Role.ARCHIVIST, Role.AUDITOR}
)


def _only(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


# Each feature's block stands together; the test walks every operation × role × view.
TABLE: Mapping[str, frozenset[Role]] = {
    # accounts
    "accounts.manage": _only(Role.SYSTEM_ADMIN),
    # audit
    "audit.read": _only(Role.AUDITOR, Role.HEAD),
    "audit.export": _only(Role.AUDITOR),
    # jobs
    "jobs.read": _ALL,
    # parameters
    "parameters.read": _ALL,
    "parameters.change": _only(Role.HEAD),
    # agency
    "agency.read": _ALL,
    "agency.change": _only(Role.HEAD),
    # publicity
    "publicity.read": _BUSINESS,
    "publicity.write": _only(Role.EXAM_OFFICE),
    "publicity.publish": _only(Role.HEAD),
    "publicity.objections": _only(Role.EXAM_OFFICE, Role.HEAD, Role.SCORE_APPROVER),
    # personnel
    "personnel.read": _only(Role.HEAD, Role.PERSONNEL_OFFICE, Role.EXAM_OFFICE, Role.AUDITOR),
    "personnel.change": _only(Role.PERSONNEL_OFFICE),
    "personnel.propose": _only(Role.PERSONNEL_OFFICE),
    "personnel.verify": _only(Role.PERSONNEL_OFFICE, Role.HEAD),
    "personnel.appoint": _only(Role.HEAD),
    "personnel.export": _only(Role.PERSONNEL_OFFICE, Role.HEAD),
    "personnel.reveal": _only(Role.PERSONNEL_OFFICE),
    # bank
    "bank.read": _only(Role.ITEM_OFFICE, Role.ITEM_WRITER, Role.ITEM_REVIEWER, Role.HEAD),
    "bank.spec": _only(Role.ITEM_OFFICE),
    "bank.write": _only(Role.ITEM_WRITER, Role.ITEM_OFFICE),
    "bank.import": _only(Role.ITEM_OFFICE),
    "bank.open": _only(Role.ITEM_WRITER, Role.ITEM_REVIEWER, Role.ITEM_OFFICE),
    "bank.review": _only(Role.ITEM_REVIEWER),
    "bank.retire": _only(Role.ITEM_OFFICE),
    "bank.export": _only(Role.ITEM_OFFICE, Role.HEAD),
    # batches
    "batches.read": _BUSINESS,
    "batches.plan": _only(Role.EXAM_OFFICE),
    "batches.approve": _only(Role.HEAD),
    "batches.staff": _only(Role.EXAM_OFFICE),
    # candidates
    "candidates.read": _only(*_OFFICE),
    "candidates.register": _only(Role.EXAM_OFFICE),
    "candidates.review": _only(Role.REVIEWER),
    "candidates.seat": _only(Role.EXAM_OFFICE),
    "candidates.print": _only(Role.EXAM_OFFICE),
    "candidates.examday": _only(Role.EXAM_OFFICE, Role.EXAMINER),
    "candidates.reveal": _only(Role.EXAM_OFFICE, Role.REVIEWER),
    # dispatch
    "dispatch.read": _only(Role.HEAD, Role.PERSONNEL_OFFICE, Role.EXAM_OFFICE, Role.AUDITOR),
    "dispatch.declare": _only(Role.PERSONNEL_OFFICE, Role.EXAM_OFFICE),
    "dispatch.decide": _only(Role.HEAD),
    "dispatch.draw": _only(Role.PERSONNEL_OFFICE),
    # papers
    "papers.read": _only(Role.ITEM_OFFICE, Role.HEAD, Role.EXAM_OFFICE),
    "papers.blueprint": _only(Role.ITEM_OFFICE),
    "papers.draw": _only(Role.ITEM_OFFICE),
    "papers.approve": _only(Role.HEAD),
    "papers.open": _only(Role.ITEM_OFFICE),
    "papers.withdraw": _only(Role.ITEM_OFFICE, Role.HEAD),
    "papers.verify": _only(Role.ITEM_OFFICE, Role.HEAD),
    # scoring
    "scoring.read": _only(Role.SCORE_APPROVER, Role.ENTRY_CLERK, Role.EXAMINER, Role.HEAD),
    "scoring.code": _only(Role.SCORE_APPROVER),
    "scoring.enter": _only(Role.ENTRY_CLERK, Role.EXAMINER),
    "scoring.resolve": _only(Role.SCORE_APPROVER),
    "scoring.see": _only(Role.SCORE_APPROVER, Role.HEAD),
    "scoring.correct": _only(Role.SCORE_APPROVER),
    "scoring.publish": _only(Role.HEAD),
    # certificates
    "certificates.read": _only(*_OFFICE),
    "certificates.accept": _only(Role.CERTIFICATE_CLERK),
    "certificates.issue": _only(Role.CERTIFICATE_CLERK),
    "certificates.approve": _only(Role.HEAD),
    "certificates.print": _only(Role.CERTIFICATE_CLERK),
    "certificates.revoke": _only(Role.HEAD),
    # archives
    "archives.read": _only(Role.ARCHIVIST, Role.HEAD, Role.AUDITOR, Role.EXAM_OFFICE),
    "archives.file": _only(Role.ARCHIVIST),
    # yearend
    "yearend.read": _only(Role.HEAD, Role.EXAM_OFFICE, Role.AUDITOR, Role.ARCHIVIST),
    "yearend.build": _only(Role.EXAM_OFFICE),
    "yearend.seal": _only(Role.HEAD),
    # filing
    "filing.read": _OFFICE | _only(Role.ITEM_OFFICE),
    "filing.write": _only(Role.EXAM_OFFICE, Role.PERSONNEL_OFFICE, Role.ITEM_OFFICE),
    "filing.submit": _only(Role.HEAD),
    "filing.sample": _only(Role.ITEM_OFFICE),
    "filing.print": _only(Role.ITEM_OFFICE, Role.HEAD),
    # regimes
    "regimes.read": _BUSINESS,
    "regimes.write": _only(Role.EXAM_OFFICE, Role.PERSONNEL_OFFICE, Role.ITEM_OFFICE)
    | _only(Role.CERTIFICATE_CLERK, Role.ARCHIVIST),
    "regimes.approve": _only(Role.HEAD),
    "registers.read": _only(*_OFFICE),
    "registers.write": _only(Role.EXAM_OFFICE, Role.PERSONNEL_OFFICE)
    | _only(Role.CERTIFICATE_CLERK, Role.ARCHIVIST),
    "registers.approve": _only(Role.HEAD),
    "registers.void": _only(Role.EXAM_OFFICE, Role.PERSONNEL_OFFICE, Role.HEAD)
    | _only(Role.CERTIFICATE_CLERK, Role.ARCHIVIST),
}


class Table:
    """The table as the web layer asks it."""

    def allows(self, operation: str, roles: tuple[str, ...]) -> bool:
        """raises: KeyError for an operation nobody decided about."""
        return bool(TABLE[operation].intersection(roles))
