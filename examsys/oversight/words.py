"""What the numbers of a clause are called on the page of clauses."""

CLAUSE_VALUES = {
    "level": "所需等级",
    "upper_level": "二级及以上所需等级",
    "years": "所需年限",
    "upper_years": "二级及以上所需年限",
    "title_years": "取得职称后年限",
    "held_years": "持证年限",
    "min_age": "最低年龄",
    "total": "合计",
    "full": "满分",
    "pass_line": "合格线",
    "lead_wd": "提前工作日数",
    "min_examiners": "考评员最少人数",
    "max_consecutive": "连续派遣最多次数",
    "max_refusals": "一年内无故不接受最多次数",
    "min_invigilators": "每考场监考员最少人数",
    "candidates_per_invigilator": "每名监考员对应考生数",
    "national_years": "全国范围申报的年数",
    "national_people": "全国范围申报的人次",
    "lease_months": "最短租期月数",
}
