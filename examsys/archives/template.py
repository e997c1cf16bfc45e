"""The five volumes of a batch and what belongs into each. source: domain §10."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a volume. automatic: made from the records of this system.

    until_level: kept only for this level and the ones above it (2 = 二级 and 一级).
    """

    kind: str
    title: str
    automatic: bool = False
    required: bool = True
    until_level: int = 4


VOLUMES: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "报名、资格审核",
        (
            Entry("announcement", "认定公告", automatic=True),
            Entry("registrations", "资格审核数据汇总表", automatic=True),
            Entry("roster", "资格审核通过人员名册", automatic=True),
            Entry("review_material", "个人、集体报名审核材料"),
            Entry("training_plan", "培训计划（如有）", required=False),
        ),
    ),
    (
        "备案",
        (
            Entry("plan", "认定计划申报表", automatic=True),
            Entry("exam_plan", "考务实施方案"),
        ),
    ),
    (
        "过程管理",
        (
            Entry("invigilator_sign_in", "监考人员签到表"),
            Entry("paper_custody", "试卷发放、收取登记表"),
            Entry("candidate_sign_in", "考生签到表"),
            Entry("room_record", "考场情况记录单"),
            Entry("examiner_sign_in", "考评人员签到表"),
            Entry("supervision", "内部督导表"),
            Entry("duties", "考务人员安排表", automatic=True),
            Entry("attendance", "到考情况登记表", automatic=True),
        ),
    ),
    (
        "试卷及结果",
        (
            Entry("results", "评价结果汇总表", automatic=True),
            Entry("publicity", "成绩公示", automatic=True),
            Entry("papers", "试卷抽取、审定登记表", automatic=True),
            Entry("answers", "答卷、答题卡"),
            Entry("skill_records", "技能考核评分记录"),
            Entry("thesis", "论文评审、答辩评分表", until_level=2),
            Entry("works", "作品照片、视频（如有）", required=False),
        ),
    ),
    (
        "证书管理",
        (
            Entry("certificate_check", "证书数据审核确认表", automatic=True),
            Entry("certificate_register", "证书名册", automatic=True),
            Entry("delivery", "证书发放登记表"),
        ),
    ),
)
ENTRIES = {entry.kind: entry for _, entries in VOLUMES for entry in entries}


def entries_for(level: int) -> list[tuple[str, list[Entry]]]:
    """The volumes of a batch of this level."""
    return [
        (title, [entry for entry in entries if level <= entry.until_level])
        for title, entries in VOLUMES
    ]
