"""How a batch and a year end: the archive is sealed, the report is signed."""

from datetime import date, timedelta
from html import escape

from flask import current_app

from examsys.archives import queries as archives
from examsys.archives import service as archive_service
from examsys.batches import queries as batches
from examsys.demo.cast import Almanac, actor
from examsys.demo.timeline import Story
from examsys.kernel.pdf import html_to_pdf
from examsys.kernel.work import unit_of_work
from examsys.yearend import service as report_service

WAIVED = {"review_material": "报名材料以电子形式随报名记录保存，不另归纸质件。"}


def archived(batch_id: int, exam_on: date, almanac: Almanac) -> Story:
    """What the system holds is filed by itself; the rest is scanned or waived, then sealed."""
    at = yield almanac.at(exam_on + timedelta(days=35), 9)
    with unit_of_work():
        archive_service.collect(batches.batch(batch_id), actor=actor("dangan"), at=at)
    at = yield almanac.at(exam_on + timedelta(days=36), 14)
    for volume in archives.volumes(batch_id):
        for item in archives.missing(volume):
            with unit_of_work():
                if item.kind in WAIVED:
                    archive_service.waive_item(
                        item, reason=WAIVED[item.kind], actor=actor("dangan"), at=at
                    )
                    continue
                archive_service.file_item(
                    item, _scan(item.title), name=f"{item.title}.pdf", actor=actor("dangan"), at=at
                )
        with unit_of_work():
            archive_service.seal_volume(volume, actor=actor("dangan"), at=at)
    at = yield at + timedelta(hours=1)
    with unit_of_work():
        archive_service.archive_batch(batches.batch(batch_id), actor=actor("dangan"), at=at)


def reported(year: int, almanac: Almanac) -> Story:
    """Last year's report: counted by the office to 20 December, signed by the head."""
    at = yield almanac.at(date(year, 12, 21), 10)
    with unit_of_work():
        report = report_service.build_report(
            year, cut_off=date(year, 12, 20), actor=actor("kaowu"), at=at
        )
    at = yield almanac.at(date(year, 12, 22), 15)
    settings = current_app.config["SETTINGS"]
    base = settings.public_url or f"http://{settings.host}:{settings.port}"
    with unit_of_work():
        report_service.seal_report(
            report, actor=actor("fuzeren"), at=at, base=base, version=report.version
        )


def _scan(title: str) -> bytes:
    """A page that stands for a scan and says so."""
    page = f"<html lang='zh-CN'><body><h1>{escape(title)}</h1><p>示例扫描件</p></body></html>"
    return html_to_pdf(page, identifier=title)
