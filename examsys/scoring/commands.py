"""The verb `verify scores`: the confirmed results of every batch against their fingerprint."""

import argparse

from examsys.kernel.verbs import Verbs, answer, group, inside


def install(verbs: Verbs) -> None:
    """Add the verb to the command."""
    check = group(verbs, "verify", summary="核验").add_parser(
        "scores", help="核对已确认的成绩（在本机的数据库上）"
    )
    check.add_argument("--batch", metavar="NUMBER", help="只核对这个批次编号")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run_verify)


def run_verify(chosen: argparse.Namespace) -> int:
    """returns: 0 when nothing differs from what was confirmed, otherwise 1."""
    from examsys.app import create_app
    from examsys.scoring import integrity, queries

    with inside(create_app()):
        wanted = queries.confirmed_batches(number=chosen.batch or "")
        if chosen.batch and not wanted:
            raise ValueError(f"没有编号为 {chosen.batch} 且成绩已确认的批次。")
        found = [told for one in wanted if (told := integrity.trouble(one))]
    told = f"已核对 {len(wanted)} 个批次的成绩，与确认时一致。"
    if found:
        told = "\n".join([*found, integrity.WHAT_TO_DO])
    content = {"ok": not found, "batches": len(wanted), "problems": found}
    answer(content, told, as_json=chosen.json)
    return 1 if found else 0
