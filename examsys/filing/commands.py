"""The verb `verify dossier`."""

import argparse
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from examsys.filing import package
from examsys.kernel import signing
from examsys.kernel.verbs import Verbs, answer, group


def install(verbs: Verbs) -> None:
    """Add the verb to the command."""
    check = group(verbs, "verify", summary="离线核验").add_parser("dossier", help="核验申报材料")
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument("--key", type=Path, metavar="PEM", help="机构公布的报告公钥")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run_verify)


def run_verify(chosen: argparse.Namespace) -> int:
    """Check a dossier without an instance. returns: 0 sound, 1 found wrong."""
    content = chosen.file.read_bytes()
    try:
        key = _key(chosen.key, content)
        found = package.check(content, key=key)
    except signing.BadSignature as wrong:
        answer({"ok": False, "problems": [str(wrong)]}, f"核验不通过。{wrong}", as_json=chosen.json)
        return 1
    whose = "由核验人提供" if chosen.key else "取自材料自身，请与机构公布的公钥核对"
    body = {
        "ok": found.passed,
        "key": whose,
        "problems": list(found.problems),
        "files": len(found.files),
        "statement": found.statement,
    }
    answer(body, _told(found, whose), as_json=chosen.json)
    return 0 if found.passed else 1


def _key(given: Path | None, content: bytes) -> Ed25519PublicKey:
    return signing.load_public_key(given.read_bytes() if given else package.enclosed_key(content))


def _told(found: signing.Package, whose: str) -> str:
    head = f"公钥：{whose}。\n"
    if not found.passed:
        return f"{head}核验不通过，最先出问题的是：{found.problems[0]}"
    say = found.statement
    return (
        f"{head}核验通过：{say['agency']}《{say['subject']}》第 {say['version']} 版，"
        f"{say['made_on']} 生成，共 {len(found.files)} 个文件。"
    )
