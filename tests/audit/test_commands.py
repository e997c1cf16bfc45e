"""`examsys export audit` and `examsys verify audit`, as an operator runs them."""

import json

import pytest

from examsys import cli
from examsys.kernel import pii
from tests.audit import make
from tests.audit.test_service import record


@pytest.fixture
def instance(app, settings, monkeypatch, clock):
    monkeypatch.setenv("EXAMSYS_INSTANCE", str(settings.instance))
    monkeypatch.setenv("EXAMSYS_DATABASE_URL", settings.database_url)
    record(clock, 3)
    return settings.instance


def run(capsys, *words) -> tuple[int, dict]:
    code = cli.main([*map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_an_exported_log_verifies_with_the_public_key(instance, tmp_path, capsys):
    target, key = tmp_path / "log.jsonl", tmp_path / "audit.pem"
    key.write_bytes(pii.keys().public_material()["audit-public.pem"])
    assert run(capsys, "export", "audit", "--out", target)[0] == 0
    assert target.stat().st_mode & 0o777 == 0o600
    code, told = run(capsys, "verify", "audit", target, "--key", key)
    assert (code, told["ok"], told["events"], told["first_bad"]) == (0, True, 4, None)
    assert cli.main(["export", "audit", "--out", str(target)]) == 2  # never over another file


def test_a_changed_file_is_found_wrong(tmp_path, capsys):
    lines = make.log(4)
    lines[2]["actor"] = "qian"
    target = tmp_path / "log.jsonl"
    target.write_bytes(b"".join(make.written(lines)))
    code, told = run(capsys, "verify", "audit", target)
    assert (code, told["ok"], told["first_bad"]) == (1, False, 2)
    assert cli.main(["verify", "audit", str(target)]) == 1
    out = capsys.readouterr().out
    assert "核验不通过。最先出问题的是第2条。" in out
    assert "- 第2条的内容与其指纹不符，已被改动。" in out


def test_something_else_is_unreadable(tmp_path, capsys):
    target = tmp_path / "log.jsonl"
    target.write_text("姓名,身份证号\n")
    assert cli.main(["verify", "audit", str(target)]) == 2
    assert "第1行不是日志导出的原样内容" in capsys.readouterr().err
    assert cli.main(["verify", "audit", str(tmp_path / "missing")]) == 2
