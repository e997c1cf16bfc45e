"""The verbs `certificate-number decode|encode` and `verify certificate`, without an instance."""

import argparse
import sys
from pathlib import Path

from examsys.kernel.verbs import Verbs, answer, group
from examsys.rules.certificate import BadNumber, decode, encode


def install(verbs: Verbs) -> None:
    """Add the verbs to the command."""
    numbers = group(verbs, "certificate-number", summary="证书编号的解读和编制")
    taken = numbers.add_parser("decode", help="解读 22 位证书编号")
    taken.add_argument("number", metavar="NUMBER")
    taken.set_defaults(run=run_decode)
    put = numbers.add_parser("encode", help="按各段编制证书编号")
    put.add_argument("--prefix", required=True, help="主管部门给定的前 13 位")
    put.add_argument("--year", type=int, required=True, metavar="YYYY")
    put.add_argument("--level", type=int, required=True, choices=(1, 2, 3, 4, 5))
    put.add_argument("--serial", type=int, required=True)
    put.set_defaults(run=run_encode)
    check = group(verbs, "verify", summary="离线核验").add_parser(
        "certificate", help="核验电子证书（PDF）"
    )
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument(
        "--key", "--public", dest="key", type=Path, metavar="CRT", help="机构公布的签名证书（PEM）"
    )
    check.add_argument("--fingerprint", metavar="SHA256", help="机构公布的签名证书指纹")
    check.set_defaults(run=run_verify)
    for verb in (taken, put, check):
        verb.add_argument("--json", action="store_true", help="一行输出，供程序读取")


def run_decode(chosen: argparse.Namespace) -> int:
    """returns: 0, or 1 with the reason when it is not a certificate number."""
    try:
        parts = decode(chosen.number)
    except BadNumber as reason:
        return _refused(reason, as_json=chosen.json)
    content = parts.as_json()
    text = (
        f"{parts.text} 是格式正确的证书编号：{content['category_name']}，"
        f"机构代码 {parts.agency}（{parts.filed_with}），{content['province_name']}，"
        f"站点序列码 {parts.site}，20{parts.year} 年，{content['level_name']}，"
        f"第 {content['serial']} 号。"
    )
    answer(content, text, as_json=chosen.json)
    return 0


def run_encode(chosen: argparse.Namespace) -> int:
    """returns: 0, or 1 with the reason when the parts make no number."""
    try:
        number = encode(
            prefix=chosen.prefix, year=chosen.year, level=chosen.level, serial=chosen.serial
        )
    except BadNumber as reason:
        return _refused(reason, as_json=chosen.json)
    answer({"number": number}, number, as_json=chosen.json)
    return 0


def run_verify(chosen: argparse.Namespace) -> int:
    """returns: 0 the original, signed by the agency named; 1 anything else."""
    # Reading signatures takes half a second to load: only this verb pays for it.
    from examsys.certificates import offline

    found = offline.check(
        chosen.file.read_bytes(),
        crt=chosen.key.read_bytes() if chosen.key else None,
        fingerprint=chosen.fingerprint or "",
    )
    answer(found.as_json(), found.told(), as_json=chosen.json)
    return 0 if found.passed else 1


def _refused(reason: BadNumber, *, as_json: bool) -> int:
    if as_json:
        answer({"ok": False, "reason": str(reason)}, "", as_json=True)
    else:
        print(reason, file=sys.stderr)
    return 1
