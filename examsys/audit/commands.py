"""The verbs `export audit` and `verify audit`."""

import argparse
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from examsys.audit import checkpoints, export, verify
from examsys.audit.events import LogEvent
from examsys.audit.note import origin_of
from examsys.audit.service import record
from examsys.kernel import clock
from examsys.kernel.actor import command
from examsys.kernel.verbs import Verbs, answer, group, inside
from examsys.kernel.work import unit_of_work


def install(verbs: Verbs) -> None:
    """Add the verbs to the command."""
    out = group(verbs, "export", summary="导出").add_parser("audit", help="导出审计日志（JSONL）")
    out.add_argument("--out", type=Path, required=True, metavar="FILE")
    out.add_argument("--json", action="store_true")
    out.set_defaults(run=run_export)
    check = group(verbs, "verify", summary="离线核验").add_parser("audit", help="核验审计日志")
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument("--key", type=Path, metavar="PEM", help="机构公布的日志公钥")
    check.add_argument(
        "--anchor",
        type=Path,
        action="append",
        default=[],
        metavar="NOTE",
        help="另行保存的检查点，可多次给出",
    )
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run_verify)


def run_export(chosen: argparse.Namespace) -> int:
    """Write the log to a new file, readable by its owner only."""
    from examsys.app import create_app

    descriptor = os.open(chosen.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file, inside(create_app()):
        at = clock.now()
        with unit_of_work():
            record(
                LogEvent.LOG_EXPORTED,
                actor=command(),
                subject="audit:log",
                at=at,
                detail={"reason": "examsys export audit"},
            )
            checkpoints.take("export", at)
        for line in export.lines(at):
            file.write(line)
        file.flush()
        os.fsync(file.fileno())
    text = f"审计日志已导出到 {chosen.out}。"
    answer({"file": str(chosen.out)}, text, as_json=chosen.json)
    return 0


def run_verify(chosen: argparse.Namespace) -> int:
    """Check a file without an instance. returns: 0 sound, 1 found wrong; 2 comes from above."""
    key = _public_key(chosen.key) if chosen.key else None
    anchors = [path.read_text("utf-8") for path in chosen.anchor]
    with chosen.file.open("rb") as file:
        verdict = verify.check(file, key=key, anchors=anchors)
    told = _told(verdict, own_key=key is None)
    answer(_content(verdict), "\n".join(told), as_json=chosen.json)
    return 0 if verdict.ok else 1


def _public_key(path: Path) -> Ed25519PublicKey:
    key = load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError(f"{path} 不是审计日志的公钥（Ed25519）。")
    return key


def _told(verdict: verify.Verdict, *, own_key: bool) -> list[str]:
    whose = "（取自文件自身，请与机构公布的核对）" if own_key else "（由核验人提供）"
    counted = f"已核对 {verdict.events} 条事件、{verdict.checkpoints} 个检查点"
    erased = f"明细已依法删除的 {verdict.erased} 条。"
    lines = [f"{counted}；{erased}", f"公钥：{origin_of(verdict.key)}{whose}"]
    if verdict.ok:
        return [*lines, "核验通过：序号连续，内容、次序与签名均未改动。"]
    first = verdict.first
    assert first is not None
    where = f"最先出问题的是第{first.seq}条。" if first.seq else ""
    return [*lines, f"核验不通过。{where}", *(f"- {p.message}" for p in verdict.problems)]


def _content(verdict: verify.Verdict) -> dict[str, object]:
    return {
        "ok": verdict.ok,
        "events": verdict.events,
        "checkpoints": verdict.checkpoints,
        "erased": verdict.erased,
        "key": origin_of(verdict.key),
        "first_bad": verdict.first.seq if verdict.first else None,
        "problems": [{"seq": p.seq, "message": p.message} for p in verdict.problems],
    }
