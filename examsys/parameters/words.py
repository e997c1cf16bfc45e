"""The Chinese names of the groups of parameters, in the order of the work."""

from collections.abc import Mapping

GROUPS: Mapping[str, str] = {
    "plan": "批次计划",
    "registration": "报名",
    "eligibility": "申报条件",
    "exemption": "免考",
    "fee": "收费",
    "room": "考场",
    "exam": "考试",
    "panel": "考评组",
    "personnel": "人员",
    "examiner": "考评员",
    "supervision": "督导",
    "supervisor": "督导员",
    "itembank": "题库",
    "paper": "试卷",
    "mark": "评分",
    "score": "成绩",
    "review": "成绩复核",
    "publicity": "公示",
    "report": "上报",
    "certificate": "证书",
    "verify": "证书查询",
    "violation": "违纪",
    "archive": "档案",
    "annual_report": "年度报告",
    "filing": "备案",
    "safety": "安全",
    "session": "登录",
}
