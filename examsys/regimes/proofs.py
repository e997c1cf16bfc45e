"""Which records show that a regime is followed: one line for each kind of record.

A line whose `records` is None is declared for a room of the house that is not built yet; that
room fills it in here and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import exists, func, or_
from sqlalchemy.orm import aliased

from examsys.archives.models import Volume
from examsys.bank.models import BANK, ItemReview
from examsys.batches.models import Batch, Duty
from examsys.candidates.models import AttendanceRecord, Registration
from examsys.certificates.models import Certificate, Withheld
from examsys.papers.models import PaperForm, PaperSet
from examsys.personnel.models import Appointment
from examsys.publicity.models import Notice, Objection
from examsys.regimes.counting import (
    Counting,
    dated,
    in_year,
    logged,
    per_batch,
    standing,
)
from examsys.regimes.models import (
    Drill,
    DutyLog,
    FeeRate,
    SafetyCheck,
    SealUse,
    StaffMember,
    Training,
)
from examsys.rules.regimes import REGIMES
from examsys.rules.states import (
    Attendance,
    BatchState,
    CertificateState,
    FilingState,
    ItemDecision,
    NoticeState,
    PaperState,
    RegistrationState,
)
from examsys.scoring.models import Entry, Outcome, Result, ScoreBook, Script

S = BatchState
ITEM = BANK.item.c


@dataclass(frozen=True, slots=True)
class Proof:
    """One kind of record.

    place: endpoint of the list for a year; batch_place: for a batch, given its id.
    args: further arguments of the addresses.
    required_from: a batch that entered this state must have at least one.
    breach: what the records show when they count against the regime; then `records` count those.
    room: the room that will keep the records, while `records` is None.
    """

    regime: int
    label: str
    records: Counting | None = None
    place: str = ""
    batch_place: str = ""
    args: tuple[tuple[str, str], ...] = ()
    required_from: BatchState | None = None
    breach: bool = False
    room: str = ""


def later(regime: int, label: str, room: str) -> Proof:
    return Proof(regime, label, room=room)


def kept(  # a register's rows, voided ones left out
    regime: int,
    label: str,
    records: Counting,
    slug: str,
    *,
    required_from: BatchState | None = None,
    breach: bool = False,
) -> Proof:
    here, args = "regimes.entries", (("slug", slug),)
    return Proof(regime, label, records, here, here, args, required_from, breach)


APPROVED_PAPER = PaperSet.state == PaperState.APPROVED
SPARE = exists().where(PaperForm.set_id == PaperSet.id, PaperForm.kind == "spare")
PUBLISHED = Notice.state == NoticeState.PUBLISHED
SAME_REVIEWER = (Registration.state == RegistrationState.APPROVED) & or_(
    Registration.first_by.is_(None), Registration.first_by == Registration.second_by
)
WITHOUT_CERTIFICATE = ~exists().where(
    Certificate.registration_id == Outcome.registration_id
) & ~exists().where(Withheld.registration_id == Outcome.registration_id)
OTHER_ENTRY = aliased(Entry)
SAME_HAND = exists().where(
    OTHER_ENTRY.script_id == Entry.script_id,
    OTHER_ENTRY.pass_no == 2,
    OTHER_ENTRY.entered_by == Entry.entered_by,
)
OTHER_DUTY = aliased(Duty)
ALSO_SERVES = exists().where(
    OTHER_DUTY.batch_id == Duty.batch_id,
    OTHER_DUTY.person_id == Duty.person_id,
    OTHER_DUTY.role != "supervisor",
)
PANEL = Duty.role.in_(("panel_leader", "examiner"))
# The day of an approval by UTC: one given before 8:00 still counts for the day before.
NOT_APPROVED_BEFORE = SealUse.approved_at.is_(None) | (
    func.date(SealUse.approved_at) > SealUse.used_on
)
VIOLATION = AttendanceRecord.state == Attendance.VIOLATION
REVIEWED = Registration.state.in_((RegistrationState.APPROVED, RegistrationState.REJECTED))


PROOFS: tuple[Proof, ...] = (
    # 一 财务
    kept(1, "收费标准", standing(FeeRate.id, FeeRate.valid_from, FeeRate.voided_at.is_(None)),
         "fees"),
    later(1, "按标准收费的记录", "收费"),
    # 二 人员
    kept(2, "管理人员", standing(StaffMember.id, StaffMember.since, StaffMember.voided_at.is_(None),
                             until=StaffMember.until), "staff"),
    kept(2, "培训记录", in_year(Training.id, Training.held_on, Training.voided_at.is_(None)),
         "training"),
    Proof(2, "聘任决定", in_year(Appointment.id, Appointment.decided_at), "personnel.index"),
    # 三 公章
    kept(3, "用印登记", dated(SealUse.id, SealUse.batch_id, SealUse.used_on,
                          SealUse.voided_at.is_(None)), "seal"),
    kept(3, "未经批准用印", dated(SealUse.id, SealUse.batch_id, SealUse.used_on,
                            SealUse.voided_at.is_(None), NOT_APPROVED_BEFORE,
                            lambda scope: SealUse.used_on < scope.today), "seal", breach=True),
    # 四 报名及资格审核
    Proof(4, "已审结的报名", per_batch(Registration.id, Registration.batch_id, REVIEWED),
          "candidates.index", "candidates.index", required_from=S.SEATED),
    Proof(4, "初审、复审不是两人", per_batch(Registration.id, Registration.batch_id, SAME_REVIEWER),
          "candidates.index", "candidates.index", breach=True),
    # 五 考核实施
    Proof(5, "编排的座位", per_batch(Registration.id, Registration.batch_id,
                               Registration.ticket_no.is_not(None)),
          "candidates.index", "candidates.index", required_from=S.SITTING),
    Proof(5, "到考登记", per_batch(AttendanceRecord.id, Registration.batch_id,
                              via=(AttendanceRecord.registration,)),
          "candidates.index", "candidates.index", required_from=S.SCORING),
    # 六 值班专家
    Proof(6, "值班专家安排", per_batch(Duty.id, Duty.batch_id, Duty.role == "duty_expert"),
          "batches.index", "batches.show", required_from=S.SCORING),
    kept(6, "值班专家日志", per_batch(DutyLog.id, DutyLog.batch_id, DutyLog.voided_at.is_(None)),
         "duty"),
    # 七 违规违纪
    Proof(7, "违纪登记", per_batch(AttendanceRecord.id, Registration.batch_id, VIOLATION,
                              via=(AttendanceRecord.registration,)),
          "candidates.index", "candidates.index"),
    Proof(7, "违纪登记没有写明情况", per_batch(AttendanceRecord.id, Registration.batch_id,
                                    VIOLATION,
                                    AttendanceRecord.note == "",
                                    via=(AttendanceRecord.registration,)),
          "candidates.index", "candidates.index", breach=True),
    later(7, "违纪处理决定和申辩", "违规违纪处理"),
    # 八 成绩
    Proof(8, "裁定的科目成绩", per_batch(Result.id, Script.batch_id, via=(Result.script,)),
          "scoring.index", "scoring.index", required_from=S.PUBLICITY),
    Proof(8, "公布的成绩册", per_batch(ScoreBook.id, ScoreBook.batch_id,
                                 ScoreBook.published_at.is_not(None)),
          "scoring.index", "scoring.index", required_from=S.PUBLICITY),
    Proof(8, "两遍录入是同一人", per_batch(Entry.id, Script.batch_id, Entry.pass_no == 1, SAME_HAND,
                                  via=(Entry.script,)),
          "scoring.index", "scoring.index", breach=True),
    later(8, "成绩复核申请和结论", "成绩复核"),
    # 九 试题
    Proof(9, "新命制的试题", in_year(ITEM.uuid, ITEM.created_at), "bank.index"),
    Proof(9, "审定记录", in_year(ItemReview.id, ItemReview.at,
                             ItemReview.decision == ItemDecision.PASSED), "bank.index"),
    Proof(9, "审定的主卷和备用卷", per_batch(PaperSet.id, PaperSet.batch_id, APPROVED_PAPER, SPARE),
          "papers.index", "papers.index", required_from=S.SITTING),
    Proof(9, "组卷人审定了自己的试卷", per_batch(PaperSet.id, PaperSet.batch_id, APPROVED_PAPER,
                                      PaperSet.approved_by == PaperSet.drawn_by),
          "papers.index", "papers.index", breach=True),
    Proof(9, "启封试卷的日志", logged("papers.paper.opened"), "audit.index",
          args=(("action", "papers.paper.opened"),)),
    later(9, "试卷印制、运送和交接记录", "试卷保管"),
    # 十 考评质量
    later(10, "考评组长工作报告", "考评质量"),
    later(10, "评分一致性分析", "考评质量"),
    later(10, "批次质量报告", "考评质量"),
    # 十一 考评员
    Proof(11, "考评员聘任", in_year(Appointment.id, Appointment.decided_at,
                               Appointment.role == "examiner"), "personnel.index"),
    Proof(11, "考评组安排", per_batch(Duty.id, Duty.batch_id, PANEL),
          "batches.index", "batches.show", required_from=S.SITTING),
    Proof(11, "考评组成员没有资格核对", per_batch(Duty.id, Duty.batch_id, PANEL,
                                        Duty.report.is_(None)),
          "batches.index", "batches.show", breach=True),
    later(11, "年度考核和轮换记录", "考评员管理"),
    # 十二 督导员
    Proof(12, "督导员聘任", in_year(Appointment.id, Appointment.decided_at,
                               Appointment.role == "supervisor"), "personnel.index"),
    Proof(12, "督导员安排", per_batch(Duty.id, Duty.batch_id, Duty.role == "supervisor"),
          "batches.index", "batches.show", required_from=S.SITTING),
    Proof(12, "督导员在同一批次兼任其他职责", per_batch(Duty.id, Duty.batch_id,
                                         Duty.role == "supervisor", ALSO_SERVES),
          "batches.index", "batches.show", breach=True),
    later(12, "督导报告", "质量督导"),
    # 十三 证书
    Proof(13, "制作的证书", per_batch(Certificate.id, Certificate.batch_id,
                                Certificate.state != CertificateState.RESERVED),
          "certificates.index", "certificates.batch"),
    Proof(13, "已上网备案的证书", per_batch(Certificate.id, Certificate.batch_id,
                                   Certificate.filing == FilingState.CONFIRMED),
          "certificates.index", "certificates.batch"),
    Proof(13, "经办人批准了自己的发证申请", per_batch(Certificate.id, Certificate.batch_id,
                                        Certificate.issued_by == Certificate.approved_by),
          "certificates.index", "certificates.batch", breach=True),
    Proof(13, "归档时合格而没有证书也没有说明", per_batch(Outcome.id, Outcome.batch_id,
                                          Outcome.passed.is_(True), WITHOUT_CERTIFICATE,
                                          Batch.state == S.ARCHIVED),
          "certificates.index", "certificates.batch", breach=True),
    later(13, "证书领取和遗失补办记录", "证书发放"),
    # 十四 档案
    Proof(14, "封存的档案卷", per_batch(Volume.id, Volume.batch_id, Volume.sealed_at.is_not(None)),
          "archives.index", "archives.show", required_from=S.ARCHIVED),
    Proof(14, "归档后没有封存的档案卷", per_batch(Volume.id, Volume.batch_id,
                                      Volume.sealed_at.is_(None),
                                      Batch.state == S.ARCHIVED),
          "archives.index", "archives.show", breach=True),
    later(14, "档案借阅和移交记录", "档案借阅"),
    # 十五 公示
    Proof(15, "招生简章", in_year(Notice.id, Notice.published_at, PUBLISHED,
                              Notice.kind == "brochure"), "publicity.index",
          args=(("kind", "brochure"),)),
    Proof(15, "评价公告", per_batch(Notice.id, Notice.batch_id, PUBLISHED,
                                Notice.kind == "announcement"),
          "publicity.index", "batches.show", required_from=S.REGISTERING),
    Proof(15, "成绩公示", per_batch(Notice.id, Notice.batch_id, PUBLISHED,
                                Notice.kind == "results"),
          "publicity.index", "batches.show", required_from=S.PUBLICITY),
    Proof(15, "处理的异议", per_batch(Objection.id, Notice.batch_id, Objection.outcome.is_not(None),
                                via=(Objection.notice,)), "publicity.index", "batches.show"),
    Proof(15, "公示期后没有处理的异议", per_batch(Objection.id, Notice.batch_id,
                                      Objection.outcome.is_(None),
                                      lambda scope: Notice.publicity_until < scope.today,
                                      Batch.state.in_((S.CERTIFYING, S.ARCHIVED)),
                                      via=(Objection.notice,)),
          "publicity.index", "batches.show", breach=True),
    # 十六 现场安全
    kept(16, "考场安全检查", dated(SafetyCheck.id, SafetyCheck.batch_id, SafetyCheck.checked_on,
                             SafetyCheck.voided_at.is_(None)), "safety",
         required_from=S.SCORING),
    kept(16, "检查不符合而没有整改", dated(SafetyCheck.id, SafetyCheck.batch_id,
                                 SafetyCheck.checked_on, SafetyCheck.voided_at.is_(None),
                                 SafetyCheck.failed > 0, SafetyCheck.mended_on.is_(None),
                                 lambda scope: SafetyCheck.checked_on < scope.today), "safety",
         breach=True),
    # 十七 应急预案
    kept(17, "应急预案演练", in_year(Drill.id, Drill.held_on, Drill.voided_at.is_(None)), "drills"),
    later(17, "突发事件处置记录", "考场突发事件"),
)  # fmt: skip
BY_REGIME: Mapping[int, tuple[Proof, ...]] = {
    regime.number: tuple(one for one in PROOFS if one.regime == regime.number) for regime in REGIMES
}
