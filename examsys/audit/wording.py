"""How the pages of the log say an event, its object, its author and its detail."""

from collections.abc import Mapping

from examsys.audit.phrases import PHRASES
from examsys.rules.permissions import ROLE_LABELS

NOUNS: Mapping[str, str] = {
    "account": "账号",
    "agency": "机构",
    "audit": "审计日志",
    "bank": "题库",
    "batch": "批次",
    "blueprint": "组卷方案",
    "candidate": "考生",
    "certificate": "证书",
    "correction": "成绩更正",
    "item": "试题",
    "job": "后台任务",
    "level": "备案等级",
    "notice": "公告",
    "objection": "异议",
    "paper": "试卷",
    "parameter": "参数",
    "person": "人员",
    "personnel": "人员名册",
    "regime_version": "管理制度版本",
    "register_drills": "应急预案演练",
    "register_duty": "值班专家日志",
    "register_fees": "收费标准",
    "register_safety": "考场安全检查",
    "register_seal": "公章使用登记",
    "register_staff": "管理人员",
    "register_training": "培训记录",
    "registration": "报名",
    "report": "年度报告",
    "result": "成绩",
    "script": "答卷",
    "set": "成套试卷",
    "site": "考点",
    "spec": "鉴定要素细目表",
    "volume": "档案",
    "workday": "工作日历",
}
ROLES: Mapping[str, str] = {
    **{role.value: label for role, label in ROLE_LABELS.items()},
    "public": "公众",
    "command": "系统命令",
}
KEYS: Mapping[str, str] = {
    "accepted": "是否接受",
    "added": "新增",
    "appointment": "聘任",
    "cause": "原因",
    "changed": "修改项",
    "count": "数量",
    "due": "期限",
    "events": "日志条数",
    "exam_on": "考试日",
    "filed_on": "备案日期",
    "files": "文件数",
    "first_bad": "最先出问题的序号",
    "form": "表单",
    "from": "自",
    "granted": "授予岗位",
    "items": "试题数",
    "label": "名称",
    "level": "等级",
    "login": "账号",
    "note": "备注",
    "notice": "公告",
    "number": "编号",
    "on": "日期",
    "order": "次序",
    "outcome": "结果",
    "people": "人数",
    "person": "人员",
    "privileged": "其中重要岗位",
    "reason": "理由",
    "receipt": "回执号",
    "receipt_no": "回执号",
    "registrations": "报名数",
    "role": "岗位",
    "roles": "岗位",
    "rooms": "考场",
    "rows": "行数",
    "scope": "范围",
    "seats": "座位数",
    "second_factor": "动态验证码",
    "seed": "种子",
    "session": "登录标识",
    "sha256": "文件指纹",
    "sheet": "表单",
    "source": "来源",
    "state": "状态",
    "taken": "已收",
    "to": "至",
    "valid_from": "生效日期",
    "version": "版本",
    "value": "取值",
    "way": "方式",
    "withdrawn": "收回岗位",
    "working": "是否工作日",
    "years": "年度",
}


def phrase(action: str) -> str:
    """An event in words; its own name where an old program wrote it."""
    return PHRASES.get(action, action)


def thing(subject: str) -> str:
    """`batch:3` as 批次 3, `audit:log` as 审计日志."""
    noun, _, number = subject.partition(":")
    if subject == "account:unknown":
        return "未知账号"
    return f"{NOUNS.get(noun, noun)} {number}".removesuffix(" log").strip()


def posts(role: str) -> str:
    """`head+reviewer` as 机构负责人、资格审核员."""
    return "、".join(ROLES.get(part, part) for part in role.split("+"))


def key(name: str) -> str:
    return KEYS.get(name, name)


def said(value: object) -> str:
    """A value of a detail in words; roles by their names, an empty one as a dash."""
    if value is None or value == "" or value == []:
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return "；".join(f"{key(name)}：{said(part)}" for name, part in sorted(value.items()))
    if isinstance(value, list):
        return "、".join(said(part) for part in value)
    return ROLES.get(str(value), str(value))
