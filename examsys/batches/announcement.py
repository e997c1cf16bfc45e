"""The announcement of a batch as a draft: what is known is written, the office adds the rest."""

from examsys.agency import queries as agency
from examsys.batches.models import Batch
from examsys.kernel import clock
from examsys.kernel.textual import plain_day
from examsys.publicity.service import NoticeText
from examsys.rules.states import LEVELS, label


def announcement(batch: Batch) -> NoticeText:
    """returns: a notice of kind announcement, ready to be read over and published."""
    name = agency.agency().name
    occupation, level = batch.occupation.name, LEVELS[batch.level]
    times = [
        f"{label(s.component)}：{plain_day(clock.day_of(s.starts_at))} "
        f"{clock.local(s.starts_at):%H:%M} 开始，{s.minutes} 分钟"
        for s in batch.sittings
    ]
    opens, closes = plain_day(batch.registration_from), plain_day(batch.registration_until)
    place = f"考点：{batch.site.name}（{batch.site.address}）。"
    parts = (
        (f"根据年度认定计划，{name}组织开展{occupation}{level}职业技能等级认定，现公告如下。",),
        (
            "一、认定职业和等级",
            f"{occupation}（{batch.occupation.code}），{level}。计划 {batch.planned_count} 人。",
        ),
        ("二、报名时间", f"{opens} 09:00 至 {closes} 17:00。"),
        (
            "三、报名材料",
            "身份证件、近期证件照，以及所依据申报条件要求的证书、学历证书或工作年限证明。",
        ),
        ("四、考核时间和地点", *times, place),
        ("五、成绩评定", "各考核项目均实行百分制，每项均达 60 分（含）以上为合格。"),
        ("六、收费标准", "按公布的收费标准执行。"),
        ("七、成绩公布", "成绩在公告栏公示，公示无异议后核发职业技能等级证书。"),
        (name,),
    )
    return NoticeText(
        kind="announcement",
        title=f"{occupation}{level}职业技能等级认定公告（{batch.year}年第{batch.seq}批）",
        body="\n\n".join("\n".join(part) for part in parts),
        batch_id=batch.id,
    )
