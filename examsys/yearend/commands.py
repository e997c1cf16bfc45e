"""The verbs `report build` and `verify report`."""

import argparse
from datetime import date
from pathlib import Path

from examsys.kernel import clock, signing
from examsys.kernel.actor import command
from examsys.kernel.verbs import Verbs, answer, group, inside
from examsys.kernel.work import unit_of_work
from examsys.yearend import package

STATUS = {"sealed": "已由负责人签发", "draft": "编制稿，未经负责人签发，证件号码只列后四位"}


def install(verbs: Verbs) -> None:
    """Add the verbs to the command."""
    make = group(verbs, "report", summary="年度报告").add_parser("build", help="编制年度报告")
    make.add_argument("--year", type=int, required=True, metavar="YYYY")
    make.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="数据截止日")
    make.add_argument("--out", type=Path, required=True, metavar="DIR")
    make.add_argument("--json", action="store_true")
    make.set_defaults(run=run_build)
    check = group(verbs, "verify", summary="离线核验").add_parser("report", help="核验年度报告")
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument("--key", type=Path, metavar="PEM", help="机构公布的报告公钥")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run_verify)


def run_build(chosen: argparse.Namespace) -> int:
    """Write the signed package of the year: the sealed one, else a draft that says so."""
    from examsys.app import create_app
    from examsys.yearend import queries, service

    chosen.out.mkdir(parents=True, exist_ok=True)
    app = create_app()
    with inside(app), app.test_request_context():
        at, base = clock.now(), app.config["SETTINGS"].public_url.rstrip("/")
        report = queries.last_sealed(chosen.year)
        if report is not None and chosen.as_of in (None, report.cut_off):
            content = service.take_package(
                report, reason="examsys report build", actor=command(), at=at
            )
        else:
            cut_off = chosen.as_of or min(clock.day_of(at), date(chosen.year, 12, 31))
            with unit_of_work():
                report = service.build_report(chosen.year, cut_off=cut_off, actor=command(), at=at)
            with unit_of_work():
                content = service.export_draft(report, base=base, actor=command(), at=at)
        status = "sealed" if report.sealed_at else "draft"
        path = chosen.out / service.file_name(report)
        path.write_bytes(content)
        path.chmod(0o600)
        pem = chosen.out / package.KEY
        pem.write_bytes(app.extensions["keys"].public_material()[package.KEY])
    told = f"已写入 {path}（{STATUS[status]}）。\n公钥：{pem}"
    answer({"file": str(path), "key": str(pem), "status": status}, told, as_json=chosen.json)
    return 0


def run_verify(chosen: argparse.Namespace) -> int:
    """Check a package without an instance. returns: 0 sound, 1 found wrong; 2 comes from above."""
    content = chosen.file.read_bytes()
    given = signing.load_public_key(chosen.key.read_bytes()) if chosen.key else None
    try:
        key = given or package.enclosed_key(content)
        found = package.check(content, key=key)
    except signing.BadSignature as wrong:
        answer({"ok": False, "problems": [str(wrong)]}, f"核验不通过。{wrong}", as_json=chosen.json)
        return 1
    whose = "由核验人提供" if given else "取自数据包自身，请与机构公布的公钥核对"
    body = {
        "ok": found.ok,
        "key": whose,
        "checked": list(found.checked),
        "problems": list(found.problems),
        "statement": dict(found.statement),
    }
    answer(body, _told(found, whose), as_json=chosen.json)
    return 0 if found.ok else 1


def _told(found: package.Verdicts, whose: str) -> str:
    lines = [f"公钥：{whose}。", f"已核对：{'、'.join(found.checked)}。"]
    if not found.ok:
        return "\n".join([*lines, f"核验不通过，最先出问题的是：{found.problems[0]}"])
    say = found.statement
    return "\n".join(
        [
            *lines,
            f"核验通过：{say['agency']}《{say['subject']}》，{STATUS[say['status']]}。",
            f"数据截止日 {say['cut_off']}，签发日 {say['sealed_on']}。",
            f"参加认定 {say['participated']} 人，获证 {say['certified']} 人。",
            f"审计日志检查点：{say['audit_size']} 条，根 {say['audit_root']}。",
        ]
    )
