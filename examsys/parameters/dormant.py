"""Parameters that are only recorded: the work they govern is not built yet."""

from collections.abc import Mapping

# key → the work that will read it. A test compares this table with what the code reads.
DORMANT: Mapping[str, str] = {
    "registration.open_time": "网上报名",
    "registration.close_time": "网上报名",
    "registration.max_occupations_per_plan": "网上报名",
    "registration.existing_cert_highlight": "已有证书核查",
    "registration.existing_cert_alert": "已有证书核查",
    "exemption.economist_hr_theory_L2": "免考办理",
    "personnel.level1_certificate": "资格判定口径选择",
    "personnel.writers_need_title": "资格判定口径选择",
    "personnel.title_only_without_certificate": "资格判定口径选择",
    "exam.entry_before_min": "考场时间控制",
    "exam.late_cutoff_min": "考场时间控制",
    "exam.earliest_leave_min": "考场时间控制",
    "paper.spare_required": "备用试卷控制",
    "itembank.xyz_targets": "题库建设指标",
    "itembank.min_annual_update_ratio": "题库建设指标",
    "mark.double": "主观题网上评卷",
    "mark.tolerance": "主观题网上评卷",
    "score.double_entry": "单人登录成绩",
    "score.component_validity_months": "补考办理",
    "score.max_makeups": "补考办理",
    "score.publish_limit_wd": "成绩公布时限提醒",
    "review.window_wd": "成绩复核",
    "review.decide_wd": "成绩复核",
    "report.result_wd": "数据报送提醒",
    "report.cert_data_wd": "数据报送提醒",
    "certificate.serial_scope": "编号规则选择",
    "certificate.blank_ratio_max": "空白证书管理",
    "certificate.stock_warn": "空白证书管理",
    "certificate.reissue_number_policy": "证书补发",
    "fee.certificate_requires_payment": "缴费管理",
    "archive.video_months": "档案销毁鉴定",
    "archive.used_paper_destroy_months": "档案销毁鉴定",
    "archive.raw_exam_files_wd": "机考",
    "violation.bar_months": "违纪禁考控制",
}


def waits_for(key: str) -> str:
    """What the page says of a parameter nothing reads yet; empty for one in use."""
    return f"仅记录，{DORMANT[key]}功能上线后生效。" if key in DORMANT else ""
