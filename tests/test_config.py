"""Settings: read once, completed with defaults, refused with a sentence when they cannot be."""

from pathlib import Path

import pytest

from examsys.config import Misconfigured, Settings, from_environment

TLS = {"EXAMSYS_TLS_CERT": "/tls/cert.pem", "EXAMSYS_TLS_KEY": "/tls/key.pem"}


def test_an_empty_environment_gives_a_loopback_instance_of_its_own():
    home = Path(__file__).resolve().parents[1] / "instance"

    assert from_environment({}) == Settings(
        instance=home,
        database_url=f"sqlite:///{home}/examsys.sqlite",
        queue_url=f"sqlite:///{home}/queue.sqlite",
        ledger=home / "issuance.ledger",
    )


def test_every_setting_is_read(tmp_path):
    found = from_environment(
        TLS
        | {
            "EXAMSYS_INSTANCE": str(tmp_path),
            "EXAMSYS_DATABASE_URL": "postgres://user@db/exam",
            "EXAMSYS_QUEUE_URL": "redis://queue/0",
            "EXAMSYS_HOST": "10.0.0.5",
            "EXAMSYS_PORT": "8443",
            "EXAMSYS_PUBLIC_URL": "https://exam.example.cn/",
            "EXAMSYS_LEDGER": str(tmp_path / "ledger"),
            "EXAMSYS_TRUSTED_PROXIES": "1",
        }
    )

    assert found == Settings(
        instance=tmp_path,
        database_url="postgresql+psycopg://user@db/exam",
        queue_url="redis://queue/0",
        host="10.0.0.5",
        port=8443,
        public_url="https://exam.example.cn",
        ledger=tmp_path / "ledger",
        tls_cert="/tls/cert.pem",
        tls_key="/tls/key.pem",
        trusted_proxies=1,
    )


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"EXAMSYS_HOST": "10.0.0.5"}, "只在本机回环地址提供服务"),
        ({"EXAMSYS_TLS_CERT": "/tls/cert.pem"}, "必须同时设置"),
        ({"EXAMSYS_TLS_KEY": "/tls/key.pem"}, "必须同时设置"),
        ({"EXAMSYS_PORT": "80a"}, "EXAMSYS_PORT 应为整数。"),
        ({"EXAMSYS_TRUSTED_PROXIES": "-1"}, "EXAMSYS_TRUSTED_PROXIES 应为整数。"),
        (TLS | {"EXAMSYS_HOST": "0.0.0.0"}, "EXAMSYS_PUBLIC_URL"),
    ],
)
def test_what_cannot_be_right_is_refused(environ, sentence):
    with pytest.raises(Misconfigured, match=sentence):
        from_environment(environ)


@pytest.mark.parametrize(
    ("environ", "secure"),
    [
        ({}, False),
        (TLS, True),
        ({"EXAMSYS_PUBLIC_URL": "http://exam.example.cn"}, False),
        ({"EXAMSYS_PUBLIC_URL": "https://exam.example.cn"}, True),
    ],
)
def test_cookies_are_for_https_when_browsers_come_by_https(environ, secure):
    assert from_environment(environ).secure is secure


def test_trusted_hosts_are_loopback_the_address_and_the_published_name():
    behind_a_proxy = {"EXAMSYS_PUBLIC_URL": "https://exam.example.cn:8443/"}
    everywhere = TLS | behind_a_proxy | {"EXAMSYS_HOST": "0.0.0.0"}
    named = ["127.0.0.1", "::1", "exam.example.cn", "localhost"]

    assert from_environment({}).trusted_hosts == ["127.0.0.1", "::1", "localhost"]
    assert from_environment(behind_a_proxy).trusted_hosts == named
    assert from_environment(everywhere).trusted_hosts == named
