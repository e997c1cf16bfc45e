"""What each event is called on the page. A test demands a phrase for every event there is."""

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    # audit
    "audit.log.exported": "导出审计日志",
    "audit.log.verified": "核验审计日志",
    # jobs
    "jobs.job.queued": "后台任务排队",
    "jobs.job.started": "后台任务开始",
    "jobs.job.put_back": "后台任务退回重排",
    "jobs.job.cancel_asked": "要求停止后台任务",
    "jobs.job.cancelled": "后台任务已停止",
    "jobs.job.done": "后台任务完成",
    "jobs.job.failed": "后台任务未完成",
    "jobs.result.taken": "下载后台任务结果",
    # accounts
    "accounts.account.created": "设立账号",
    "accounts.account.first_created": "首次初始化，设立系统管理员",
    "accounts.account.roles_changed": "修改账号岗位",
    "accounts.account.disabled": "停用账号",
    "accounts.account.enabled": "启用账号",
    "accounts.password.reset": "重置口令",
    "accounts.password.changed": "修改口令",
    "accounts.second_factor.enrolled": "绑定动态验证码",
    "accounts.second_factor.passed": "动态验证码通过",
    "accounts.second_factor.refused": "动态验证码不正确",
    "accounts.session.signed_in": "登录",
    "accounts.session.refused": "登录未通过",
    "accounts.session.locked": "登录未通过，暂停登录",
    "accounts.session.signed_out": "退出登录",
    "accounts.session.revoked": "强制退出登录",
    # parameters
    "parameters.value.set": "修改参数",
    "parameters.calendar.seeded": "装入节假日安排",
    "parameters.day.set": "修改工作日历",
    "parameters.year.covered": "确认年度放假安排",
    # agency
    "agency.profile.saved": "修改机构信息",
    "agency.site.added": "新增考点",
    "agency.site.changed": "修改考点",
    "agency.site.opened": "启用考点",
    "agency.site.closed": "停用考点",
    "agency.level.filed": "登记备案等级",
    "agency.level.withdrawn": "撤销备案等级",
    "agency.seal_image.replaced": "更换印章图样",
    # publicity
    "publicity.notice.drafted": "起草公告",
    "publicity.notice.changed": "修改公告草稿",
    "publicity.notice.published": "发布公告",
    "publicity.notice.withdrawn": "撤回公告",
    "publicity.objection.received": "收到异议",
    "publicity.objection.decided": "答复异议",
    # personnel
    "personnel.person.added": "登记人员",
    "personnel.person.changed": "修改人员信息",
    "personnel.people.imported": "导入人员名册",
    "personnel.register.exported": "导出人员名册",
    "personnel.annex2.downloaded": "下载附件2人员情况表",
    "personnel.id_number.revealed": "查看完整身份证号",
    "personnel.declarations.recorded": "登记承诺与考核情况",
    "personnel.certificate.added": "登记人员证书",
    "personnel.certificate.removed": "删除人员证书",
    "personnel.title.added": "登记职称",
    "personnel.title.equivalence_decided": "认定职称专业是否相当",
    "personnel.title.removed": "删除职称",
    "personnel.work.added": "登记工作经历",
    "personnel.work.removed": "删除工作经历",
    "personnel.agreement.signed": "登记聘用协议",
    "personnel.agreement.removed": "删除聘用协议",
    "personnel.violation.added": "登记违规行为",
    "personnel.violation.overturned": "撤销违规认定",
    "personnel.appointment.made": "聘任",
    "personnel.appointment.ended": "解聘",
    # batches
    "batches.batch.planned": "制定批次计划",
    "batches.batch.changed": "修改批次计划",
    "batches.batch.filed": "批次计划备案",
    "batches.batch.moved": "批次进入下一环节",
    "batches.batch.cancelled": "取消批次",
    "batches.duty.assigned": "安排考务人员",
    "batches.duty.removed": "撤下考务人员",
    "batches.room.set": "设定考场",
    # candidates
    "candidates.registration.entered": "录入报名",
    "candidates.registration.changed": "修改报名",
    "candidates.registration.submitted": "提交报名",
    "candidates.registration.first_passed": "资格初审通过",
    "candidates.registration.approved": "资格复审通过",
    "candidates.registration.returned": "退回报名补正",
    "candidates.registration.rejected": "资格审核不通过",
    "candidates.registration.withdrawn": "撤回报名",
    "candidates.roster.imported": "导入报名名册",
    "candidates.drafts.submitted": "批量提交报名",
    "candidates.list.exported": "导出报名名单",
    "candidates.photo.set": "设定考生照片",
    "candidates.photos.taken_in": "批量导入考生照片",
    "candidates.seats.arranged": "编排考场座位",
    "candidates.seats.swapped": "调换座位",
    "candidates.sheets.printed": "打印考务表单",
    "candidates.attendance.recorded": "登记到考情况",
}

NOUNS: Mapping[str, str] = {
    "account": "账号",
    "agency": "机构",
    "audit": "审计日志",
    "batch": "批次",
    "candidate": "考生",
    "certificate": "证书",
    "item": "试题",
    "job": "后台任务",
    "notice": "公告",
    "paper": "试卷",
    "parameter": "参数",
    "person": "人员",
    "registration": "报名",
    "report": "年度报告",
    "result": "成绩",
    "script": "答卷",
    "site": "考点",
    "volume": "档案",
}


def phrase(action: str) -> str:
    """An event in words; its own name where an old program wrote it."""
    return PHRASES.get(action, action)


def thing(subject: str) -> str:
    """`batch:3` as 批次 3."""
    noun, _, number = subject.partition(":")
    return f"{NOUNS.get(noun, noun)} {number}".strip()
