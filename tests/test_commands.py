"""The `examsys` command: every verb explains itself, and its exit code says how it went."""

import argparse
import io
import json
from collections.abc import Iterator

import pytest

from examsys import cli
from examsys.kernel.db import db as database
from examsys.kernel.db import refuse_unfit
from examsys.kernel.errors import Unfit
from tests.make import make_account
from tests.rules.facts import FACTS

ANSWERS_ONLY_BY_RUNNING = {("serve",), ("worker",), ("demo",), ("db", "shell")}


def verbs(parser: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[tuple]:
    """Every verb of the command: its words and its parser."""
    below = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not below:
        yield words, parser
    for action in below:
        for name, one in action.choices.items():
            yield from verbs(one, (*words, name))


VERBS = dict(verbs(cli.parser()))


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_every_verb_explains_itself(words, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([*words, "--help"])
    assert ended.value.code == 0
    assert f"usage: examsys {' '.join(words)}" in capsys.readouterr().out


def test_every_verb_that_answers_answers_in_json():
    without = {
        words for words, verb in VERBS.items() if "--json" not in verb._option_string_actions
    }
    assert without == ANSWERS_ONLY_BY_RUNNING


def test_the_table_of_verbs_names_every_first_word():
    assert {words[0] for words in VERBS} == {
        word for all_ in cli.COMMANDS.values() for word in all_
    }


@pytest.mark.parametrize("words", [[], ["nothing"], ["judge"], ["db", "shell"], ["user", "add"]])
def test_a_bad_call_is_2(words, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2
    assert "usage: examsys" in capsys.readouterr().err


@pytest.fixture
def facts(tmp_path):
    def write(content) -> str:
        path = tmp_path / "facts.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return str(path)

    return write


def judge(capsys, *words):
    code = cli.main(["judge", *words, "--on", "2026-11-21", "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("kind", "level", "code", "verdict", "path"),
    [
        ("examiner", "3", 0, "pass", "certificate"),
        ("examiner", "4", 0, "pass", "certificate"),
        ("examiner", "2", 0, "pass", "title"),
        ("item-writer", "4", 1, "fail", None),
    ],
)
def test_judge_answers_the_example(facts, capsys, kind, level, code, verdict, path):
    found, report = judge(capsys, kind, facts(FACTS), "--level", level)
    assert (found, report["verdict"], report["path"]) == (code, verdict, path)
    assert {"verdict", "path", "paths", "findings"} <= set(report)


def test_judge_asks_for_what_is_unknown(facts, capsys):
    code, report = judge(capsys, "examiner", facts(FACTS | {"violations": None}), "--level", "3")
    assert (code, report["verdict"]) == (1, "needs_evidence")


def test_judge_answers_a_list_in_its_order(facts, capsys):
    people = [FACTS, FACTS | {"ethics_declaration": False}]
    code, reports = judge(capsys, "examiner", facts(people), "--level", "3")
    assert (code, [one["verdict"] for one in reports]) == (1, ["pass", "fail"])


@pytest.mark.parametrize("content", ["{", '"text"', '{"certificates": 1}', "[1]"], ids=str)
def test_unreadable_facts_are_2(facts, capsys, content):
    words = ["judge", "examiner", facts(content), "--level", "3", "--on", "2026-11-21"]
    assert cli.main(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert any("一" <= character <= "鿿" for character in told.err)


def test_a_file_that_is_missing_is_2(tmp_path, capsys):
    words = ["judge", "examiner", str(tmp_path / "none"), "--level", "3", "--on", "2026-11-21"]
    assert cli.main(words) == 2
    assert "none" in capsys.readouterr().err


@pytest.fixture
def instance(app, settings, monkeypatch):
    monkeypatch.setenv("EXAMSYS_INSTANCE", str(settings.instance))
    monkeypatch.setenv("EXAMSYS_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("EXAMSYS_QUEUE_URL", settings.queue_url)
    return settings.instance


def run(capsys, *words):
    code = cli.main(list(words))
    told = capsys.readouterr()
    return code, told.out, told.err


def test_status_is_0_when_all_is_well(instance, capsys):
    code, out, _ = run(capsys, "status", "--json")
    state = json.loads(out)
    assert (code, state["ready"]) == (0, True)
    assert set(state["checks"]) == {
        "数据库",
        "任务队列",
        "字体与排版",
        "工作日历",
        "仿宋字体",
    }


def test_status_is_1_without_a_queue(instance, capsys, monkeypatch):
    monkeypatch.setenv("EXAMSYS_QUEUE_URL", f"sqlite:///{instance}/no/such/queue.sqlite")
    code, out, _ = run(capsys, "status")
    assert code == 1
    assert "任务队列：不能写入" in out


def test_an_instance_without_keys_is_2(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("EXAMSYS_INSTANCE", str(tmp_path / "nowhere"))
    code, out, err = run(capsys, "status")
    assert (code, out) == (2, "")
    assert err


def test_db_check_tells_a_sound_structure_from_another(instance, capsys):
    assert run(capsys, "db", "check") == (0, "数据库结构与程序一致。\n", "")
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE once_token ADD COLUMN extra INTEGER")
    code, out, _ = run(capsys, "db", "check", "--json")
    assert code == 1
    assert "extra" in json.loads(out)["difference"]


def test_db_check_asks_for_the_upgrade(instance, capsys):
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    code, out, _ = run(capsys, "db", "check")
    assert (code, out) == (1, "数据库结构不是当前版本：请运行 examsys db upgrade。\n")


def test_db_shell_looks_and_never_writes(instance, capsys, monkeypatch):
    make_account(login="lisi")
    database.session.rollback()
    asked = "SELECT login,\n enabled, id_number_sealed FROM account;\nDELETE FROM account;\nnothing"
    monkeypatch.setattr("sys.stdin", io.StringIO(asked))
    code, out, err = run(capsys, "db", "shell", "--readonly")
    heading, row = out.splitlines()
    assert (code, heading.split("\t")) == (0, ["login", "enabled", "id_number_sealed"])
    assert row.startswith("lisi\t")
    assert row.endswith("字节>")
    assert err.count("没有执行：") == 2
    assert database.session.execute(database.text("SELECT count(*) FROM account")).scalar() == 1


AROUND = {
    "a commit in between": "COMMIT; BEGIN READ WRITE; DELETE FROM account; COMMIT;",
    "line by line": "COMMIT;\nBEGIN;\nDELETE FROM account;\nCOMMIT;",
    "the session's setting": (
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE;\nDELETE FROM account;\nCOMMIT;"
    ),
    "the default": "SET default_transaction_read_only=off;\nDELETE FROM account;\nCOMMIT;",
    "the transaction's": "SET TRANSACTION READ WRITE;\nDELETE FROM account;\nCOMMIT;",
    "the pragma": "PRAGMA query_only=OFF;\nDELETE FROM account;\nCOMMIT;",
    "a block": "DO $$ BEGIN COMMIT; DELETE FROM account; COMMIT; END $$;",
    "a chain": "COMMIT AND CHAIN;\nDELETE FROM account;\nCOMMIT;",
}


@pytest.mark.parametrize("asked", AROUND.values(), ids=AROUND)
def test_db_shell_keeps_nothing_however_it_is_asked(instance, capsys, monkeypatch, asked):
    make_account()
    database.session.rollback()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{asked}\nSELECT count(*) FROM account;"))

    code, out, _ = run(capsys, "db", "shell", "--readonly")

    assert (code, out.splitlines()[-1]) == (0, "1")
    assert database.session.execute(database.text("SELECT count(*) FROM account")).scalar() == 1


def test_the_sample_year_is_refused_where_somebody_works(instance, capsys):
    make_account()
    database.session.rollback()
    code, out, err = run(capsys, "demo")
    assert (code, out) == (3, "")
    assert "没有装入示例数据" in err


def test_an_old_sqlite_and_a_network_disk_are_refused():
    with pytest.raises(Unfit, match=r"SQLite 3\.51\.2 有损坏数据的缺陷"):
        refuse_unfit("/data/examsys.sqlite", version=(3, 51, 2))
    mounts = "31 22 0:27 / /data rw - nfs4 files:/share rw"
    with pytest.raises(Unfit, match="在网络文件系统（nfs4）上"):
        refuse_unfit("/data/examsys.sqlite", mounts=mounts)
    refuse_unfit("/data/examsys.sqlite", version=(3, 51, 3), mounts="")
